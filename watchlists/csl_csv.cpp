#include "csv_rows.h"
#include "entry_parts.h"
#include "ofac_parts.h"
#include "told_birth.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sarhad::watchlists {
namespace {

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A word for a number, rather than the number or its country.
bool is_kind(const std::string& text) {
    return text == "Gender" || number_kind_of(text) != NumberKind::kOther || is_ofac_note(text);
}

/// Which end tells what an id is: above zero the first one ("Passport, X1234567, XB"), as the list
/// is written today; below, the last one ("XB, X1234567, Passport"), as it was. Zero: either.
int is_kind_first(const std::vector<std::string>& parts) {
    const std::string& first = parts.front();
    const std::string& last = parts.back();
    if (is_kind(first) != is_kind(last)) {
        return is_kind(first) ? 1 : -1;
    }
    if (parts.size() > 2) {  // The number is in the middle, and a country has two letters.
        return static_cast<int>(last.size() == 2) - static_cast<int>(first.size() == 2);
    }
    return static_cast<int>(has_digit(last)) - static_cast<int>(has_digit(first));
}

/// "CO, 1978075, Matricula Mercantil No", "5030056754, Tax ID No.", "IMO 8898831, Vessel
/// Registration Identification", "Male, Gender", and each of them the other way round: country
/// where known, number, kind.
void add_id(const std::string& listed,
            const std::vector<std::string>& parts,
            bool is_first,
            ListEntry& entry,
            Remarks& remarks) {
    if (parts.size() < 2) {
        remarks.add(listed);
        return;
    }
    const std::string& kind = is_first ? parts.front() : parts.back();
    const std::string& number = is_first ? parts[1] : parts[parts.size() - 2];
    const std::string issuer =
        parts.size() == 3 ? (is_first ? parts.back() : parts.front()) : std::string{};
    if (kind == "Gender") {
        add_sex(entry, kind, number, remarks);
    } else if (is_ofac_note(kind) || is_ofac_note(number) || parts.size() > 3 ||
               (!is_kind(kind) && !has_digit(number))) {
        remarks.add(listed);
    } else {
        add_number(entry, ofac_number_kind(kind, number, entry.kind), kind, number, issuer);
    }
}

/// What an id leaves open the others of its row decide.
void add_ids(const std::string& listed, ListEntry& entry, Remarks& remarks) {
    const std::vector<std::string> ids = values_of(listed, ';');
    int balance = 0;
    for (const std::string& id : ids) {
        const auto parts = values_of(id, ',');
        balance += parts.size() < 2 ? 0 : is_kind_first(parts);
    }
    for (const std::string& id : ids) {
        const auto parts = values_of(id, ',');
        const int own = parts.size() < 2 ? 0 : is_kind_first(parts);
        add_id(id, parts, own > 0 || (own == 0 && balance >= 0), entry, remarks);
    }
}

/// "X; and any successor, sub-unit, or subsidiary thereof" is X: the rest is in the remarks.
std::string name_of(const std::string& listed, Remarks& remarks) {
    const std::size_t behind = core::ascii_lower(listed).find("; and any successor");
    if (behind == std::string::npos || behind == 0) {
        return listed;
    }
    remarks.add_once("name", listed);
    return listed.substr(0, behind);
}

/// The last of several begins with "and": "A; B; and C".
std::string alias_of(const std::string& listed) {
    constexpr std::string_view kAnd = "and ";
    return listed.starts_with(kAnd) ? listed.substr(kAnd.size()) : listed;
}

void add_births(const CsvTable& table, ListEntry& entry, Remarks& remarks) {
    for (const std::string& told : values_of(table.text("dates_of_birth"), ';')) {
        add_told_births(entry, "dates_of_birth", told, remarks);
    }
    for (const std::string& place : values_of(table.text("places_of_birth"), ';')) {
        add_birth_place(entry, {place});
    }
}

std::string read_row(const CsvTable& table, ListEntry& entry, Remarks& remarks) {
    const std::string source = table.text("source");
    const std::string name = name_of(table.text("name"), remarks);
    entry.id = table.text("entity_number");
    if (entry.id.empty()) {
        entry.id = table.text("_id");
    }
    if (entry.id.empty()) {
        entry.id = made_reference("CSL-", {source, table.text("name"), table.text("addresses")});
    }
    const std::string type = table.text("type");  // Only the Treasury's lists have it.
    const std::optional<EntryKind> kind = type.empty() ? kind_by_name(name) : ofac_kind_of(type);
    if (!kind) {
        return std::string{kNoOfacKind};
    }
    entry.kind = *kind;
    set_field<&ListEntry::source>(entry, "source", source, remarks);
    set_field<&ListEntry::programme>(entry, "programs", table.text("programs"), remarks);
    set_field<&ListEntry::flag>(entry, "vessel_flag", table.text("vessel_flag"), remarks);
    set_field<&ListEntry::craft_type>(entry, "vessel_type", table.text("vessel_type"), remarks);
    add_listed_on(entry, "start_date", table.text("start_date"), remarks);
    const std::string end = table.text("end_date");
    entry.order.valid_until = told_day(end);
    if (!entry.order.valid_until.is_full()) {
        entry.order.valid_until = {};  // Matched for too long, with a warning, rather than not.
        remarks.add_unread("end_date", end);
    }
    add_name(entry, name, {NameKind::kPrimary, NameQuality::kStrong});
    for (const std::string& alias : values_of(table.text("alt_names"), ';')) {
        add_name(entry, alias_of(alias), {NameKind::kAlias, NameQuality::kStrong});
    }
    add_births(table, entry, remarks);
    for (const std::string_view column : {"nationalities", "citizenships"}) {
        for (const std::string& country : values_of(table.text(column), ';')) {
            add_nationality(entry, country);
        }
    }
    add_ids(table.text("ids"), entry, remarks);
    add_number(entry, NumberKind::kCallSign, "call sign", table.text("call_sign"), "");
    for (const std::string_view column : {"title",
                                          "remarks",
                                          "addresses",
                                          "federal_register_notice",
                                          "license_requirement",
                                          "license_policy"}) {
        remarks.add(column, table.text(column));
    }
    return {};
}

}  // namespace

core::Result<ImportReport> import_csl_csv(const ByteSource& from,
                                          const EntrySink& sink,
                                          References& before) {
    constexpr std::array<std::string_view, 2> kRequired{"source", "name"};
    CsvTable table{from, "consolidated screening list"};
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    return import_rows(table, sink, before, [&](ListEntry& entry, Remarks& remarks) {
        return read_row(table, entry, remarks);
    });
}

}  // namespace sarhad::watchlists
