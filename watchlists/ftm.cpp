#include "entry_parts.h"
#include "entry_taker.h"
#include "json_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>
#include <optional>
#include <utility>

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
}

/// "1965", "1965-03", "1965-03-01"; "~1965" and the like stay unread.
void add_births(const Value& properties, ListEntry& entry, Remarks& remarks) {
    for (const std::string& text : text_members(properties, "birthDate")) {
        const facts::PartialDate date = iso_date(text);
        if (date.is_known()) {
            add_birth(entry, make_birth(date, date, DatePrecision::kExact));
        } else {
            remarks.add_unread(core::cat("birthDate ", text));
        }
    }
    for (const std::string& text : text_members(properties, "birthPlace")) {
        add_birth_place(entry, {text});
    }
}

void add_numbers(const Value& properties, ListEntry& entry) {
    for (const NumberProperty& listed : kNumbers) {
        for (const std::string& number : text_members(properties, listed.property)) {
            add_number(entry, listed.kind, listed.property, number, "");
        }
    }
    if (entry.kind == EntryKind::kAircraft) {
        for (ListedDocument& document : entry.documents) {
            document.type = document.type == NumberKind::kRegistration ? NumberKind::kTailNumber
                                                                       : document.type;
        }
    }
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
    entry.sex = parse_sex(text_member(properties, "gender"));
    entry.flag = cut_utf8(text_member(properties, "flag"), 128);
    entry.craft_type = cut_utf8(text_member(properties, "type"), 128);
    entry.programme = cut_utf8(text_member(properties, "program"), 256);
    for (const std::string_view property :
         {"topics", "position", "title", "notes", "summary", "address", "email", "website"}) {
        for (const std::string& text : text_members(properties, property)) {
            remarks.add(property, text);
        }
    }
}

ListEntry to_entry(const Value& entity, EntryKind kind, std::uint64_t& unread) {
    ListEntry entry;
    entry.id = text_member(entity, "id");
    entry.kind = kind;
    entry.source = "FTM";
    entry.listed_on = iso_date(text_member(entity, "first_seen"));
    Remarks remarks;
    if (const Value* properties = member(entity, "properties")) {
        add_names(*properties, entry);
        add_births(*properties, entry, remarks);
        add_numbers(*properties, entry);
        add_rest(*properties, entry, remarks);
    }
    // A legal entity may be a person: the source does not know.
    if (text_member(entity, "schema") == "LegalEntity" && !entry.names.empty()) {
        entry.kind = kind_by_name(entry.names.front().text.reveal());
    }
    add_name(entry,
             text_member(entity, "caption"),
             {entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias, NameQuality::kStrong});
    entry.remarks = remarks.take();
    unread += remarks.unread();
    return entry;
}

/// Papers are entities of their own that point to their holder, before or after it.
core::Status add_papers(const Value& entity, std::string_view schema, const ImportSinks& sinks) {
    const Value* properties = member(entity, "properties");
    if (properties == nullptr || (schema != "Passport" && schema != "Identification")) {
        return {};
    }
    const std::string type = text_member(*properties, "type");
    const NumberKind kind = schema == "Passport" ? NumberKind::kPassport : number_kind_of(type);
    ListEntry paper;
    for (const std::string_view property : {"passportNumber", "number"}) {
        for (const std::string& number : text_members(*properties, property)) {
            add_number(paper,
                       kind == NumberKind::kOther ? NumberKind::kNationalId : kind,
                       type.empty() ? schema : type,
                       number,
                       text_member(*properties, "country"));
        }
    }
    for (const std::string& holder : text_members(*properties, "holder")) {
        for (const ListedDocument& document : paper.documents) {
            SARHAD_TRY_STATUS(sinks.number(holder, document));
        }
    }
    return {};
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
    if (!kind) {
        taker.count_side(schema);
        return add_papers(entity, schema, sinks);
    }
    return taker.take(std::move(place), to_entry(entity, *kind, taker.report().unread));
}

}  // namespace

core::Result<ImportReport> import_ftm(const ByteSource& from,
                                      const ImportSinks& sinks,
                                      References& before) {
    EntryTaker taker{sinks.entry, before};
    const auto take = [&](const JsonRecord& record) {
        std::string place = core::cat("line ", record.line);
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
        std::string place = core::cat("line ", record.line);
        const std::string op = record.refusal.empty() ? text_member(record.value, "op") : "";
        const Value* entity = record.refusal.empty() ? member(record.value, "entity") : nullptr;
        if (!record.refusal.empty() || entity == nullptr) {
            return taker.refuse(std::move(place),
                                record.refusal.empty() ? "no entity" : record.refusal);
        }
        if (op == "ADD" || op == "MOD") {
            return take_entity(*entity, std::move(place), taker, sinks);
        }
        const std::string id = text_member(*entity, "id");
        if (op != "DEL" || id.empty()) {
            return taker.refuse(std::move(place), "its op is none of ADD, MOD and DEL");
        }
        taker.count_side("removed");
        return sinks.removed(id);
    };
    SARHAD_TRY_STATUS(read_json_records(from, "FollowTheMoney delta", take));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
