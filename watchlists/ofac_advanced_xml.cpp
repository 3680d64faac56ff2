#include "entry_parts.h"
#include "entry_taker.h"
#include "ofac_advanced_names.h"
#include "ofac_parts.h"
#include "told_kind.h"
#include "xml_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;
using facts::PartialDate;

/// Elements of ReferenceValueSets that the rest of the file points into.
constexpr std::array<std::string_view, 12> kReferenceTags{"AliasType",
                                                          "FeatureType",
                                                          "NamePartType",
                                                          "Script",
                                                          "IDRegDocType",
                                                          "PartySubType",
                                                          "PartyType",
                                                          "Country",
                                                          "DetailReference",
                                                          "SanctionsType",
                                                          "LegalBasis",
                                                          "IDRegDocDateType"};

/// Parts of the dates that a period has beside its first and last day.
constexpr std::array<std::string_view, 3> kIgnored{"Year", "Month", "Day"};

PartialDate date_point(const XmlRecord& record, std::size_t at) {
    const auto number = [&](std::string_view name) {
        const auto value = core::parse_int(record.text(at, name));
        return value && *value > 0 && *value < 10'000 ? static_cast<int>(*value) : 0;
    };
    const auto date = PartialDate::make(number("Year"), number("Month"), number("Day"));
    return date ? *date : PartialDate{};
}

/// The figures of a period, as they stand.
std::string figures_of(const XmlRecord& record, std::size_t period) {
    std::string text;
    for (const std::string_view name : kIgnored) {
        for (const std::size_t at : record.below(period, name)) {
            text += core::cat(text.empty() ? "" : " ", name, " ", record.text_of(at));
        }
    }
    return text;
}

/// The first point of Start and the last one of End; a period of one whole year or month is that
/// year or month.
ListedBirth birth_of(const XmlRecord& record, std::size_t period) {
    PartialDate from;
    PartialDate to;
    bool is_circa = false;
    if (const auto starts = record.children(period, "Start"); !starts.empty()) {
        is_circa = record.attribute(starts[0], "Approximate") == "true";
        if (const auto points = record.children(starts[0], "From"); !points.empty()) {
            from = date_point(record, points[0]);
        }
    }
    if (const auto ends = record.children(period, "End"); !ends.empty()) {
        if (const auto points = record.children(ends[0], "To"); !points.empty()) {
            to = date_point(record, points[0]);
        }
    }
    to = to.is_known() ? to : from;
    const bool is_year =
        from.year == to.year && from.month == 1 && from.day == 1 && to.month == 12 && to.day == 31;
    if (is_year) {
        from = to = PartialDate{from.year, 0, 0};
    }
    const bool is_month = from.year == to.year && from.month == to.month && from.day == 1 &&
                          to.day >= 28 && !(from == to);
    if (is_month) {
        from = to = PartialDate{from.year, from.month, 0};
    }
    const auto single = is_circa ? DatePrecision::kApproximate : DatePrecision::kExact;
    return make_birth(from, to, from == to ? single : DatePrecision::kRange);
}

/// A paper, and what else is told of it: its days, its issuer's office.
struct Paper {
    ListedDocument document;
    std::string rest;
};

struct Party {
    std::string place;
    ListEntry entry;
    Remarks remarks;
    std::vector<std::string> identities;
};

/// The file is written like a database: values, places and papers come first, then parties that
/// point to them, then what each party is listed for. So parties are held until the end; the
/// limits are those of what is held.
class AdvancedImport final {
public:
    explicit AdvancedImport(EntryTaker& taker) : taker_{taker} {}

    core::Status take(const XmlRecord& record) {
        const std::string& tag = record.name();
        if (tag == "DistinctParty") {
            return take_party(record);
        }
        if (record.is_too_large) {
            return Error{Errc::kInvalid,
                         core::cat("OFAC list, line ", record.line, ": ", tag, " is too large")};
        }
        if (tag == "Location") {
            return hold(places_, record.attribute(0, "ID"), place_of(record));
        }
        if (tag == "IDRegDocument") {
            return take_document(record);
        }
        if (tag == "SanctionsEntry") {
            return take_sanctions(record);
        }
        if (tag == "ProfileRelationship") {
            taker_.count_side(tag);
            return {};
        }
        const std::string id = record.attribute(0, "ID");
        if (tag == "PartySubType") {
            values_.emplace(core::cat("type of ", id), record.attribute(0, "PartyTypeID"));
        }
        return hold(values_, core::cat(tag, " ", id), record.text_of(0));
    }

    core::Status finish() {
        for (Party& party : parties_) {
            for (const std::string& identity : party.identities) {
                const auto [from, to] = documents_.equal_range(identity);
                for (auto it = from; it != to; ++it) {
                    ListedDocument& paper = it->second.document;
                    party.remarks.add_once(paper.kind, it->second.rest);
                    paper.type =
                        ofac_number_kind(paper.kind, paper.number.reveal(), party.entry.kind);
                    party.entry.documents.push_back(std::move(paper));
                }
                documents_.erase(from, to);
            }
            if (const auto found = programmes_.find(party.entry.id); found != programmes_.end()) {
                set_field<&ListEntry::programme>(
                    party.entry, "programme", found->second.programme, party.remarks);
                set_field<&ListedOrder::legal_basis>(
                    party.entry.order, "legal basis", found->second.legal_basis, party.remarks);
                party.entry.listed_on = found->second.listed_on;
                party.remarks.add_unread("day of listing", found->second.unread_day);
            }
            SARHAD_TRY_STATUS(
                taker_.take(std::move(party.place), std::move(party.entry), party.remarks));
        }
        taker_.count_strays("IDRegDocument", documents_.size());  // Papers of no party.
        return {};
    }

private:
    struct Listing {
        std::string programme;
        std::string legal_basis;
        PartialDate listed_on;  ///< The first of several.
        std::string unread_day;
    };

    [[nodiscard]] std::string value(std::string_view set, const std::string& id) const {
        const auto found = values_.find(core::cat(set, " ", id));
        return found == values_.end() ? std::string{} : found->second;
    }

    static core::Status past_limit() {
        return Error{Errc::kExhausted,
                     core::cat("OFAC list: more than ", kMaxHeldRecords, " records of one kind")};
    }

    static core::Status hold(std::map<std::string, std::string>& to,
                             std::string key,
                             std::string text) {
        to.emplace(std::move(key), std::move(text));
        return to.size() > kMaxHeldRecords ? past_limit() : core::Status{};
    }

    [[nodiscard]] std::string place_of(const XmlRecord& record) const {
        std::string place;
        for (const std::size_t at : record.below(0, "Value")) {
            place += core::cat(place.empty() ? "" : ", ", record.text_of(at));
        }
        for (const std::size_t at : record.below(0, "LocationCountry")) {
            const std::string country = value("Country", record.attribute(at, "CountryID"));
            place += core::cat(place.empty() || country.empty() ? "" : ", ", country);
        }
        return cut_utf8(place, kMaxListedText);
    }

    /// "Issue Date Year 2010 Month 5 Day 4", comments and the issuing office of a paper.
    [[nodiscard]] std::string rest_of(const XmlRecord& record) const {
        std::string rest;
        const auto add = [&](const std::string& label, const std::string& text) {
            if (!text.empty()) {
                rest += core::cat(rest.empty() ? "" : ", ", label, " ", text);
            }
        };
        for (const std::size_t at : record.children(0, "DocumentDate")) {
            const std::string word =
                value("IDRegDocDateType", record.attribute(at, "IDRegDocDateTypeID"));
            add(word.empty() ? "date" : word, figures_of(record, at));
        }
        for (const std::string_view name : {"IssuingAuthority", "Comment"}) {
            add(std::string{name}, record.text(0, name));
        }
        return rest;
    }

    core::Status take_document(const XmlRecord& record) {
        ListEntry holder;
        const std::string kind = value("IDRegDocType", record.attribute(0, "IDRegDocTypeID"));
        const std::string number = record.text(0, "IDRegistrationNo");
        add_number(holder,
                   number_kind_of(kind),
                   kind,
                   number,
                   value("Country", record.attribute(0, "IssuedBy-CountryID")));
        for (ListedDocument& document : holder.documents) {
            std::string rest = rest_of(record);
            rest = rest.empty() ? rest : core::cat(number, ", ", rest);
            documents_.emplace(record.attribute(0, "IdentityID"),
                               Paper{std::move(document), std::move(rest)});
        }
        return documents_.size() > kMaxHeldRecords ? past_limit() : core::Status{};
    }

    core::Status take_sanctions(const XmlRecord& record) {
        Listing& listing = programmes_[record.attribute(0, "ProfileID")];
        for (const std::size_t at : record.children(0, "SanctionsMeasure")) {
            const std::string programme = record.text(at, "Comment");
            if (!programme.empty()) {
                listing.programme += core::cat(listing.programme.empty() ? "" : ", ", programme);
            }
        }
        for (const std::size_t at : record.below(0, "EntryEvent")) {
            const std::string basis = value("LegalBasis", record.attribute(at, "LegalBasisID"));
            if (!basis.empty() && listing.legal_basis.find(basis) == std::string::npos) {
                listing.legal_basis += core::cat(listing.legal_basis.empty() ? "" : ", ", basis);
            }
        }
        for (const std::size_t at : record.below(0, "Date")) {
            if (const PartialDate day = date_point(record, at); day.is_known()) {
                const bool is_first = !listing.listed_on.is_known() || day < listing.listed_on;
                listing.listed_on = is_first ? day : listing.listed_on;
            } else {
                listing.unread_day = figures_of(record, at);
            }
        }
        return programmes_.size() > kMaxHeldRecords ? past_limit() : core::Status{};
    }

    core::Status take_party(const XmlRecord& record) {
        std::string place = core::cat("DistinctParty, line ", record.line);
        if (record.is_too_large) {
            return taker_.refuse(std::move(place), "the record passes its size limit");
        }
        Party party;
        party.place = std::move(place);
        ListEntry& entry = party.entry;
        entry.id = record.attribute(0, "FixedRef");
        entry.source = "OFAC";
        Remarks& remarks = party.remarks;
        for (const std::size_t profile : record.children(0, "Profile")) {
            const auto kind = kind_of(record.attribute(profile, "PartySubTypeID"));
            if (!kind) {
                return taker_.refuse(std::move(party.place), std::string{kNoOfacKind});
            }
            entry.kind = *kind;
            remarks.add(record.text(profile, "Comment"));
            add_features(record, profile, entry, remarks);
            for (const std::size_t identity : record.children(profile, "Identity")) {
                party.identities.push_back(record.attribute(identity, "ID"));
                add_advanced_names(
                    record, identity, entry, [this](std::string_view set, const std::string& id) {
                        return value(set, id);
                    });
            }
        }
        remarks.add(record.text(0, "Comment"));
        keep_leftovers(record, kIgnored, false, remarks, taker_.report());
        parties_.push_back(std::move(party));
        return parties_.size() > kMaxHeldRecords ? past_limit() : core::Status{};
    }

    /// Ships and aircraft are told apart by the sub-type; persons and entities, whose sub-type is
    /// "Unknown", by the type that it belongs to.
    [[nodiscard]] std::optional<EntryKind> kind_of(const std::string& sub_type) const {
        const auto kind = told_kind(value("PartySubType", sub_type));
        return kind ? kind : told_kind(value("PartyType", value("type of", sub_type)));
    }

    void add_features(const XmlRecord& record,
                      std::size_t profile,
                      ListEntry& entry,
                      Remarks& remarks) const {
        for (const std::size_t feature : record.children(profile, "Feature")) {
            const std::string type =
                value("FeatureType", record.attribute(feature, "FeatureTypeID"));
            for (const std::size_t version : record.children(feature, "FeatureVersion")) {
                add_feature(record, version, type, entry, remarks);
            }
        }
    }

    [[nodiscard]] std::string detail_of(const XmlRecord& record, std::size_t version) const {
        for (const std::size_t at : record.children(version, "VersionDetail")) {
            std::string text = record.text_of(at);
            text = text.empty()
                       ? value("DetailReference", record.attribute(at, "DetailReferenceID"))
                       : text;
            if (!text.empty()) {
                return text;  // An empty one may stand beside a place.
            }
        }
        for (const std::size_t at : record.children(version, "VersionLocation")) {
            const auto found = places_.find(record.attribute(at, "LocationID"));
            return found == places_.end() ? std::string{} : found->second;
        }
        return {};
    }

    void add_feature(const XmlRecord& record,
                     std::size_t version,
                     const std::string& type,
                     ListEntry& entry,
                     Remarks& remarks) const {
        const std::string detail = detail_of(record, version);
        if (type == "Birthdate") {
            for (const std::size_t period : record.children(version, "DatePeriod")) {
                const ListedBirth birth = birth_of(record, period);
                if (!birth.from.reveal().is_known() || birth.to.reveal() < birth.from.reveal()) {
                    remarks.add_unread("Birthdate", figures_of(record, period));
                } else {
                    add_birth(entry, birth);
                }
            }
        } else if (type == "Place of Birth") {
            add_birth_place(entry, {detail});
        } else if (type == "Nationality Country" || type == "Citizenship Country") {
            add_nationality(entry, detail);
        } else if (type == "Gender") {
            add_sex(entry, type, detail, remarks);
        } else if (type == "Vessel Flag" || type == "VESSEL FLAG") {
            set_field<&ListEntry::flag>(entry, type, detail, remarks);
        } else if (type == "VESSEL TYPE" || type == "Vessel Type") {
            set_field<&ListEntry::craft_type>(entry, type, detail, remarks);
        } else if (const NumberKind kind = number_kind_of(type);
                   kind != NumberKind::kOther && !is_ofac_note(type)) {
            add_number(entry, kind, type, detail, "");
        } else {
            remarks.add(type, detail);
        }
    }

    EntryTaker& taker_;
    std::map<std::string, std::string> values_;  ///< "<set> <id>" to its text.
    std::map<std::string, std::string> places_;
    std::multimap<std::string, Paper> documents_;  ///< By identity.
    std::map<std::string, Listing> programmes_;    ///< By profile.
    std::vector<Party> parties_;
};

}  // namespace

core::Result<ImportReport> import_ofac_advanced_xml(const ByteSource& from,
                                                    const EntrySink& sink,
                                                    References& before) {
    std::vector<std::string_view> tags{kReferenceTags.begin(), kReferenceTags.end()};
    tags.insert(
        tags.end(),
        {"Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry"});
    EntryTaker taker{sink, before};
    AdvancedImport import{taker};
    SARHAD_TRY_STATUS(read_xml_records(
        from,
        {"OFAC list", "Sanctions", tags},
        [&](const XmlRecord& record) { return import.take(record); },
        taker.report().side_records));
    SARHAD_TRY_STATUS(import.finish());
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
