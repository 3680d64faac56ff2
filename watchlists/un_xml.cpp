#include "entry_parts.h"
#include "entry_taker.h"
#include "told_birth.h"
#include "un_alias.h"
#include "xml_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

void add_primary(const XmlRecord& record, ListEntry& entry) {
    std::string joined;
    for (const std::string_view part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
        const std::string text = record.text(0, part);
        joined += joined.empty() || text.empty() ? text : " " + text;
    }
    ListedName name;
    name.text = Redacted<std::string>{joined};
    name.original = Redacted<std::string>{record.text(0, "NAME_ORIGINAL_SCRIPT")};
    entry.names.push_back(std::move(name));
}

/// What an element holds, for the remarks: "NAME value, NAME value".
std::string raw_text(const XmlRecord& record, std::size_t at) {
    std::string raw;
    for (std::size_t i = at + 1; i < record.elements.size(); ++i) {
        const std::string text = record.elements[i].parent == at ? record.text_of(i) : "";
        if (!text.empty()) {
            raw += core::cat(raw.empty() ? "" : ", ", record.elements[i].name, " ", text);
        }
    }
    return raw;
}

/// Birth years from a date, a year, or two years; not known where the element tells none.
std::optional<ListedBirth> birth_of(const XmlRecord& record, std::size_t at) {
    const bool is_circa = record.text(at, "TYPE_OF_DATE") == "APPROXIMATELY";
    PartialDate from = iso_date(record.text(at, "DATE"));
    if (!from.is_known()) {
        from = iso_date(record.text(at, "YEAR"));
    }
    PartialDate to = from;
    if (!from.is_known()) {
        from = iso_date(record.text(at, "FROM_YEAR"));
        to = iso_date(record.text(at, "TO_YEAR"));
    }
    if (!from.is_known()) {
        from = to = parse_english_date(record.text(at, "NOTE"));
    }
    if (!from.is_known() || !to.is_known() || to.year < from.year) {
        return std::nullopt;
    }
    const auto single = is_circa ? DatePrecision::kApproximate : DatePrecision::kExact;
    return make_birth(from, to, from == to ? single : DatePrecision::kRange);
}

/// The same, where an edition writes more into an element than its schema foresees.
std::vector<ListedBirth> told_in(const XmlRecord& record, std::size_t at) {
    for (const std::string_view name : {"DATE", "YEAR", "NOTE"}) {
        if (auto births = told_births(record.text(at, name)); !births.empty()) {
            return births;
        }
    }
    return {};
}

void add_free_text(const XmlRecord& record, Remarks& remarks) {
    for (std::size_t i = 0; i < record.elements.size(); ++i) {
        const XmlElement& element = record.elements[i];
        const std::string& parent = record.elements[element.parent].name;
        const bool is_kept = element.name == "COMMENTS1" || element.name == "NOTE" ||
                             element.name == "TITLE" || parent == "DESIGNATION" ||
                             parent == "TITLE";
        if (is_kept) {
            remarks.add(record.text_of(i));
        }
    }
    for (const std::string_view name : {"INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"}) {
        for (const std::size_t at : record.children(0, name)) {
            remarks.add(raw_text(record, at));
        }
    }
}

void add_births(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "INDIVIDUAL_DATE_OF_BIRTH")) {
        if (const auto birth = birth_of(record, at)) {
            add_birth(entry, *birth);
            continue;
        }
        const std::vector<ListedBirth> others = told_in(record, at);
        for (const ListedBirth& birth : others) {
            add_birth(entry, birth);
        }
        // A note alone is in the remarks already.
        const bool is_note = raw_text(record, at) == core::cat("NOTE ", record.text(at, "NOTE"));
        if (others.empty() && !is_note) {
            remarks.add_unread("INDIVIDUAL_DATE_OF_BIRTH", raw_text(record, at));
        }
    }
}

/// An alias may come with a date and a place of birth of its own: false papers have them.
void add_aliases(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    const bool is_person = entry.kind == EntryKind::kPerson;
    const std::string_view element = is_person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS";
    for (const std::size_t at : record.children(0, element)) {
        const std::string listed = record.text(at, "ALIAS_NAME");
        if (add_un_alias({listed, record.text(at, "QUALITY"), record.text(at, "NOTE")}, entry)) {
            remarks.add(listed);
        }
        add_told_births(entry, "DATE_OF_BIRTH", record.text(at, "DATE_OF_BIRTH"), remarks);
        add_birth_place(entry,
                        {record.text(at, "CITY_OF_BIRTH"), record.text(at, "COUNTRY_OF_BIRTH")});
    }
}

/// True where the element says more than a ListedDocument holds.
bool says_more(const XmlRecord& record, std::size_t document) {
    for (const std::string_view name : {"TYPE_OF_DOCUMENT2", "DATE_OF_ISSUE", "CITY_OF_ISSUE"}) {
        if (!record.text(document, name).empty()) {
            return true;
        }
    }
    return record.text(document, "NUMBER").empty();
}

void add_documents(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "INDIVIDUAL_DOCUMENT")) {
        ListedDocument document;
        document.kind = record.text(at, "TYPE_OF_DOCUMENT");
        document.number = Redacted<std::string>{record.text(at, "NUMBER")};
        document.issuer = record.text(at, "ISSUING_COUNTRY");
        if (document.issuer.empty()) {
            document.issuer = record.text(at, "COUNTRY_OF_ISSUE");
        }
        if (says_more(record, at)) {
            remarks.add(raw_text(record, at));
        }
        document.type = number_kind_of(document.kind);
        document.kind = cut_utf8(document.kind, facts::max_of(&ListedDocument::kind));
        document.issuer = cut_utf8(document.issuer, facts::max_of(&ListedDocument::issuer));
        if (!document.number.reveal().empty()) {
            entry.documents.push_back(std::move(document));
        }
    }
}

void add_places(const XmlRecord& record, ListEntry& entry) {
    for (const std::size_t at : record.children(0, "NATIONALITY")) {
        for (const std::size_t value : record.children(at, "VALUE")) {
            add_nationality(entry, record.text_of(value));
        }
    }
    for (const std::size_t at : record.children(0, "INDIVIDUAL_PLACE_OF_BIRTH")) {
        add_birth_place(entry,
                        {record.text(at, "CITY"),
                         record.text(at, "STATE_PROVINCE"),
                         record.text(at, "COUNTRY")});
    }
}

/// The publisher's own numbers, keys for sorting, and the name of the whole list.
constexpr std::array<std::string_view, 5> kIgnored{
    "DATAID", "VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD", "LIST_TYPE"};

std::string read_record(const XmlRecord& record,
                        ListEntry& entry,
                        Remarks& remarks,
                        ImportReport& report) {
    const bool is_person = record.elements[0].name == "INDIVIDUAL";
    entry.id = record.text(0, "REFERENCE_NUMBER");
    entry.kind = is_person ? EntryKind::kPerson : EntryKind::kOrganisation;
    entry.source = "UN";
    set_field<&ListEntry::programme>(
        entry, "UN_LIST_TYPE", record.text(0, "UN_LIST_TYPE"), remarks);
    add_listed_on(entry, "LISTED_ON", record.text(0, "LISTED_ON"), remarks);
    add_sex(entry, "GENDER", record.text(0, "GENDER"), remarks);
    add_free_text(record, remarks);
    add_primary(record, entry);
    add_births(record, entry, remarks);
    add_aliases(record, entry, remarks);
    add_documents(record, entry, remarks);
    add_places(record, entry);
    keep_leftovers(record, kIgnored, true, remarks, report);
    return {};
}

}  // namespace

core::Result<ImportReport> import_un_xml(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    constexpr std::array<std::string_view, 2> kTags{"INDIVIDUAL", "ENTITY"};
    constexpr std::array<std::string_view, 2> kFrames{"INDIVIDUALS", "ENTITIES"};
    EntryTaker taker{sink, before};
    const auto take = [&](const XmlRecord& record) {
        return taker.take_xml(record, [&](ListEntry& entry, Remarks& remarks) {
            return read_record(record, entry, remarks, taker.report());
        });
    };
    SARHAD_TRY_STATUS(read_xml_records(
        from, {"UN list", "CONSOLIDATED_LIST", kTags, kFrames}, take, taker.report().side_records));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
