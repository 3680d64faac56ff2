#include "entry_parts.h"
#include "entry_taker.h"
#include "json_records.h"
#include "told_birth.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace sarhad::watchlists {
namespace {

using facts::Value;

struct SchemaKind {
    std::string_view schema;
    EntryKind kind;
};
/// FollowTheMoney's schemata that are listed; the others describe or link them.
constexpr std::array<SchemaKind, 8> kKinds{{{"Person", EntryKind::kPerson},
                                            {"Organization", EntryKind::kOrganisation},
                                            {"Company", EntryKind::kOrganisation},
                                            {"LegalEntity", EntryKind::kOrganisation},
                                            {"PublicBody", EntryKind::kOrganisation},
                                            {"Vessel", EntryKind::kVessel},
                                            {"Airplane", EntryKind::kAircraft},
                                            {"Vehicle", EntryKind::kVehicle}}};

/// The schemata that describe or link what is listed, or are listed nowhere.
constexpr std::array<std::string_view, 60> kSideSchemata{"Address",
                                                         "Analyzable",
                                                         "Article",
                                                         "Assessment",
                                                         "Asset",
                                                         "Associate",
                                                         "Audio",
                                                         "BankAccount",
                                                         "Call",
                                                         "Contract",
                                                         "Value",
                                                         "ContractAward",
                                                         "CourtCase",
                                                         "CourtCaseParty",
                                                         "CryptoWallet",
                                                         "Debt",
                                                         "Directorship",
                                                         "Document",
                                                         "Documentation",
                                                         "EconomicActivity",
                                                         "Email",
                                                         "Employment",
                                                         "Event",
                                                         "Family",
                                                         "Folder",
                                                         "HyperText",
                                                         "Identification",
                                                         "Image",
                                                         "Interest",
                                                         "Interval",
                                                         "License",
                                                         "Membership",
                                                         "Mention",
                                                         "Message",
                                                         "Note",
                                                         "Occupancy",
                                                         "Ownership",
                                                         "Package",
                                                         "Page",
                                                         "Pages",
                                                         "Passport",
                                                         "Payment",
                                                         "PlainText",
                                                         "Position",
                                                         "Post",
                                                         "Project",
                                                         "RealEstate",
                                                         "Representation",
                                                         "ProjectParticipant",
                                                         "Sanction",
                                                         "Security",
                                                         "Similar",
                                                         "Succession",
                                                         "Table",
                                                         "TaxRoll",
                                                         "Thing",
                                                         "Trip",
                                                         "UnknownLink",
                                                         "UserAccount",
                                                         "Video"};

bool is_side(std::string_view schema) {
    return schema == "Workbook" ||
           std::find(kSideSchemata.begin(), kSideSchemata.end(), schema) != kSideSchemata.end();
}

std::optional<EntryKind> kind_of(std::string_view schema) {
    for (const SchemaKind& listed : kKinds) {
        if (listed.schema == schema) {
            return listed.kind;
        }
    }
    return std::nullopt;
}

struct NumberProperty {
    std::string_view property;
    NumberKind kind;
};
constexpr std::array<NumberProperty, 18> kNumbers{
    {{"passportNumber", NumberKind::kPassport},
     {"idNumber", NumberKind::kNationalId},
     {"taxNumber", NumberKind::kTax},
     {"innCode", NumberKind::kTax},
     {"vatCode", NumberKind::kTax},
     {"socialSecurityNumber", NumberKind::kTax},
     {"registrationNumber", NumberKind::kRegistration},
     {"ogrnCode", NumberKind::kRegistration},
     {"leiCode", NumberKind::kRegistration},
     {"swiftBic", NumberKind::kOther},
     {"uniqueEntityId", NumberKind::kRegistration},
     {"imoNumber", NumberKind::kImo},
     {"mmsi", NumberKind::kMmsi},
     {"callSign", NumberKind::kCallSign},
     {"serialNumber", NumberKind::kOther},
     {"phone", NumberKind::kTelephone},
     {"vin", NumberKind::kVin},
     {"licensePlate", NumberKind::kPlate}}};

void add_names(const Value& properties, ListEntry& entry) {
    struct NameProperty {
        std::string_view property;
        NameTraits traits;
    };
    const std::array<NameProperty, 5> names{
        {{"name", {NameKind::kAlias, NameQuality::kStrong}},
         {"alias", {NameKind::kAlias, NameQuality::kStrong}},
         {"previousName", {NameKind::kFormer, NameQuality::kStrong}},
         {"abbreviation", {NameKind::kAlias, NameQuality::kWeak}},
         {"weakAlias", {NameKind::kAlias, NameQuality::kWeak}}}};
    for (const NameProperty& listed : names) {
        for (const std::string& text : text_members(properties, listed.property)) {
            NameTraits traits = listed.traits;
            traits.kind = entry.names.empty() ? NameKind::kPrimary : traits.kind;
            add_name(entry, text, traits);
        }
    }
    if (entry.names.empty()) {
        const std::string given = core::cat(text_member(properties, "firstName"),
                                            " ",
                                            text_member(properties, "secondName"),
                                            " ",
                                            text_member(properties, "middleName"));
        add_name_of_parts(entry,
                          given,
                          text_member(properties, "lastName"),
                          {NameKind::kPrimary, NameQuality::kStrong});
    }
}

void add_births(const Value& properties, ListEntry& entry, Remarks& remarks) {
    for (const std::string& text : text_members(properties, "birthDate")) {
        add_told_births(entry, "birthDate", text, remarks);
    }
    for (const std::string_view property : {"birthPlace", "birthCountry"}) {
        for (const std::string& text : text_members(properties, property)) {
            add_birth_place(entry, {text});
        }
    }
}

void add_numbers(const Value& properties, ListEntry& entry) {
    for (const NumberProperty& listed : kNumbers) {
        for (const std::string& number : text_members(properties, listed.property)) {
            add_number(entry, listed.kind, listed.property, number, "");
        }
    }
    settle_registrations(entry);
}

void add_rest(const Value& properties, ListEntry& entry, Remarks& remarks) {
    for (const std::string_view property : {"nationality", "citizenship", "country"}) {
        for (const std::string& country : text_members(properties, property)) {
            const bool is_own = property != "country" || entry.nationalities.empty();
            if (is_own) {
                add_nationality(entry, country);
            }
        }
    }
    for (const std::string& father : text_members(properties, "fatherName")) {
        add_father(entry, father);
    }
    for (const std::string& sex : text_members(properties, "gender")) {
        add_sex(entry, "gender", sex, remarks);
    }
    for (const std::string& flag : text_members(properties, "flag")) {
        set_field<&ListEntry::flag>(entry, "flag", flag, remarks);
    }
    for (const std::string& type : text_members(properties, "type")) {
        set_field<&ListEntry::craft_type>(entry, "type", type, remarks);
    }
    for (const std::string& programme : text_members(properties, "program")) {
        set_field<&ListEntry::programme>(entry, "program", programme, remarks);
    }
    for (const std::string_view property :
         {"topics", "position", "title", "notes", "summary", "address", "email", "website"}) {
        for (const std::string& text : text_members(properties, property)) {
            remarks.add(property, text);
        }
    }
}

/// What is read above, beside kNumbers; of what points to other entities the ids say nothing here.
constexpr std::array<std::string_view, 32> kRead{
    "name",        "alias",       "previousName", "abbreviation", "weakAlias",     "firstName",
    "secondName",  "middleName",  "lastName",     "birthDate",    "birthPlace",    "birthCountry",
    "nationality", "citizenship", "country",      "fatherName",   "gender",        "flag",
    "type",        "program",     "topics",       "position",     "title",         "notes",
    "summary",     "address",     "email",        "website",      "addressEntity", "createdAt",
    "modifiedAt",  "proof"};

void keep_others(const Value& properties, Remarks& remarks, ImportReport& report) {
    std::vector<std::string_view> known{kRead.begin(), kRead.end()};
    for (const NumberProperty& listed : kNumbers) {
        known.push_back(listed.property);
    }
    keep_leftovers(properties, known, remarks, report);
}

bool is_paper(std::string_view schema) {
    return schema == "Passport" || schema == "Identification" || schema == "CryptoWallet";
}

/// The numbers of a paper, or of a wallet.
std::vector<ListedDocument> papers_of(const Value& properties,
                                      std::string_view schema,
                                      Remarks& remarks) {
    const std::string type = text_member(properties, "type");
    const std::string country = text_member(properties, "country");
    NumberKind kind = schema == "Passport" ? NumberKind::kPassport : number_kind_of(type);
    if (schema != "CryptoWallet") {
        kind = kind == NumberKind::kOther ? NumberKind::kNationalId : kind;
    } else {
        kind = NumberKind::kOther;
    }
    ListEntry paper;
    for (const std::string_view property : {"passportNumber", "number", "publicKey"}) {
        for (const std::string& number : text_members(properties, property)) {
            if (number.size() <= facts::max_of(&ListedDocument::number)) {
                add_number(paper, kind, type.empty() ? schema : type, number, country);
            } else {
                remarks.add(core::cat(schema, " ", property), number);  // Prose is no number.
            }
        }
    }
    return std::move(paper.documents);
}

/// What a Sanction tells but in its remarks.
LateListing listing_of(const Value& properties, Remarks& remarks) {
    LateListing listing;
    for (const std::string_view name : {"program", "programId"}) {
        for (const std::string& programme : text_members(properties, name)) {
            set_text(
                listing.programme, facts::max_of(&ListEntry::programme), name, programme, remarks);
        }
    }
    listing.listed_on = told_day(text_member(properties, "listingDate"));
    return listing;
}

/// One object among an entity's properties, which describes it. The first day of its listings.
facts::PartialDate add_nested(const Value& object, ListEntry& entry, Remarks& remarks) {
    const Value* told = member(object, "properties");
    const std::string schema = text_member(object, "schema");
    if (told == nullptr) {
        return {};
    }
    if (schema == "Address") {
        remarks.add_once("address", text_member(*told, "full"));
    } else if (is_paper(schema)) {
        for (const ListedDocument& paper : papers_of(*told, schema, remarks)) {
            add_number(entry, paper.type, paper.kind, paper.number.reveal(), paper.issuer);
        }
    } else if (schema == "Sanction") {
        const LateListing listing = listing_of(*told, remarks);
        set_field<&ListEntry::programme>(entry, "program", listing.programme, remarks);
        return listing.listed_on;
    }
    return {};
}

/// In a "nested" file what describes an entity stands within it. What is no field here is in the
/// remarks already.
void add_all_nested(const Value& properties, ListEntry& entry, Remarks& remarks) {
    const auto* members = std::get_if<Value::Map>(&properties.held);
    facts::PartialDate first;
    for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
        const auto* array = std::get_if<Value::Array>(&(*members)[i].value.held);
        for (std::size_t at = 0; array != nullptr && at < array->size(); ++at) {
            const facts::PartialDate day = add_nested((*array)[at], entry, remarks);
            first = day.is_known() && (!first.is_known() || day < first) ? day : first;
        }
    }
    entry.listed_on = first.is_known() ? first : entry.listed_on;
}

std::string read_entity(
    const Value& entity, EntryKind kind, ListEntry& entry, Remarks& remarks, ImportReport& report) {
    entry.id = text_member(entity, "id");
    entry.kind = kind;
    entry.source = "FTM";
    add_listed_on(entry, "first_seen", text_member(entity, "first_seen"), remarks);
    if (const Value* properties = member(entity, "properties")) {
        add_names(*properties, entry);
        add_births(*properties, entry, remarks);
        add_numbers(*properties, entry);
        add_rest(*properties, entry, remarks);
        keep_others(*properties, remarks, report);
        add_all_nested(*properties, entry, remarks);
    }
    // A legal entity may be a person: the source does not know.
    if (text_member(entity, "schema") == "LegalEntity" && !entry.names.empty()) {
        entry.kind = kind_by_name(entry.names.front().text.reveal());
    }
    add_name(entry,
             text_member(entity, "caption"),
             {entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias, NameQuality::kStrong});
    return {};
}

/// Hands on what an object tells about those whom it names.
core::Status give_listing(const std::vector<std::string>& whom,
                          const LateListing& listing,
                          const ImportSinks& sinks) {
    for (std::size_t i = 0; sinks.listing && i < whom.size(); ++i) {
        SARHAD_TRY_STATUS(sinks.listing(whom[i], listing));
    }
    return {};
}

/// Why and since when an entity is listed is an entity of its own, before or after it.
core::Status add_listing(const Value& properties, const ImportSinks& sinks, EntryTaker& taker) {
    const std::vector<std::string> whom = text_members(properties, "entity");
    taker.count_strays("Sanction", whom.empty() ? 1 : 0);
    Remarks remarks;
    LateListing listing = listing_of(properties, remarks);
    constexpr std::array<std::string_view, 4> kNamed{
        "entity", "program", "createdAt", "modifiedAt"};
    keep_leftovers(properties, kNamed, remarks, taker.report());
    listing.remarks = remarks.take();
    return give_listing(whom, listing, sinks);
}

/// Papers are entities of their own that point to their holder, before or after it.
core::Status add_papers(const Value& properties,
                        std::string_view schema,
                        const ImportSinks& sinks,
                        EntryTaker& taker) {
    const std::vector<std::string> types = text_members(properties, "type");
    const std::vector<std::string> countries = text_members(properties, "country");
    Remarks remarks;
    const std::vector<ListedDocument> papers = papers_of(properties, schema, remarks);
    const std::vector<std::string> holders = text_members(properties, "holder");
    // A wallet may be nobody's, a paper not.
    taker.count_strays(schema, holders.empty() && schema != "CryptoWallet" ? 1 : 0);
    for (const std::string& holder : holders) {
        for (const ListedDocument& document : papers) {
            SARHAD_TRY_STATUS(sinks.number(holder, document));
        }
    }
    for (std::size_t i = 1; i < countries.size(); ++i) {
        remarks.add(core::cat(schema, " country"), countries[i]);
    }
    for (std::size_t i = 1; i < types.size(); ++i) {
        remarks.add(core::cat(schema, " type"), types[i]);
    }
    constexpr std::array<std::string_view, 8> kNamed{"holder",
                                                     "passportNumber",
                                                     "number",
                                                     "publicKey",
                                                     "type",
                                                     "country",
                                                     "createdAt",
                                                     "modifiedAt"};
    keep_leftovers(properties, kNamed, remarks, taker.report());
    const LateListing rest{{}, {}, remarks.take()};
    return rest.remarks.reveal().empty() ? core::Status{} : give_listing(holders, rest, sinks);
}

core::Status take_entity(const Value& entity,
                         std::string place,
                         EntryTaker& taker,
                         const ImportSinks& sinks) {
    const std::string schema = text_member(entity, "schema");
    if (schema.empty()) {
        return taker.refuse(std::move(place), "no schema: is it a FollowTheMoney entity?");
    }
    const auto kind = kind_of(schema);
    if (kind) {
        return taker.take_read(std::move(place), "", [&](ListEntry& entry, Remarks& remarks) {
            return read_entity(entity, *kind, entry, remarks, taker.report());
        });
    }
    if (!is_side(schema)) {
        return taker.refuse(std::move(place), "its schema is none of FollowTheMoney's");
    }
    taker.count_side(schema);
    const Value* properties = member(entity, "properties");
    if (properties != nullptr && is_paper(schema)) {
        return add_papers(*properties, schema, sinks, taker);
    }
    return properties != nullptr && schema == "Sanction" ? add_listing(*properties, sinks, taker)
                                                         : core::Status{};
}

}  // namespace

core::Result<ImportReport> import_ftm(const ByteSource& from,
                                      const ImportSinks& sinks,
                                      References& before) {
    EntryTaker taker{sinks.entry, before};
    const auto take = [&](const JsonRecord& record) {
        std::string place = record.place;
        return record.refusal.empty() ? take_entity(record.value, std::move(place), taker, sinks)
                                      : taker.refuse(std::move(place), record.refusal);
    };
    SARHAD_TRY_STATUS(read_json_records(from, "FollowTheMoney list", take));
    return std::move(taker.report());
}

core::Result<ImportReport> import_ftm_delta(const ByteSource& from,
                                            const ImportSinks& sinks,
                                            References& before) {
    EntryTaker taker{sinks.entry, before};
    const auto take = [&](const JsonRecord& record) -> core::Status {
        std::string place = record.place;
        const std::string op = record.refusal.empty() ? text_member(record.value, "op") : "";
        const Value* entity = record.refusal.empty() ? member(record.value, "entity") : nullptr;
        if (!record.refusal.empty() || entity == nullptr) {
            return taker.refuse(std::move(place),
                                record.refusal.empty() ? "no entity" : record.refusal);
        }
        if (op == "ADD" || op == "MOD") {
            before.clear();  // An entity may change again in one file.
            return take_entity(*entity, std::move(place), taker, sinks);
        }
        const std::string id = text_member(*entity, "id");
        if (op != "DEL" || id.empty()) {
            return taker.refuse(std::move(place), "its op is none of ADD, MOD and DEL");
        }
        SARHAD_TRY(const bool was_listed, sinks.removed(id));
        if (was_listed) {
            taker.count_side("removed");
        } else {
            taker.warn(std::move(place), "what it takes off is not listed");
        }
        return {};
    };
    SARHAD_TRY_STATUS(read_json_records(from, "FollowTheMoney delta", take));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
