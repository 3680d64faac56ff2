#include "csv_rows.h"
#include "entry_parts.h"
#include "ofac_parts.h"
#include "told_birth.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

/// "CO, 1978075, Matricula Mercantil No", "5030056754, Tax ID No.", "IMO 8898831, Vessel
/// Registration Identification", "Male, Gender": country where known, number, kind.
void add_id(const std::string& listed, ListEntry& entry, Remarks& remarks) {
    const auto parts = values_of(listed, ',');
    if (parts.size() < 2) {
        remarks.add(listed);
        return;
    }
    const std::string& kind = parts.back();
    const std::string& number = parts[parts.size() - 2];
    const std::string issuer = parts.size() == 3 ? parts[0] : "";
    if (kind == "Gender") {
        add_sex(entry, kind, number, remarks);
    } else if (is_ofac_note(kind) || is_ofac_note(number) || parts.size() > 3) {
        remarks.add(listed);
    } else {
        add_number(entry, ofac_number_kind(kind, number, entry.kind), kind, number, issuer);
    }
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
    const std::string name = table.text("name");
    entry.id = table.text("entity_number");
    if (entry.id.empty()) {
        entry.id = table.text("_id");
    }
    if (entry.id.empty()) {
        entry.id = made_reference("CSL-", {source, name, table.text("addresses")});
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
        add_name(entry, alias, {NameKind::kAlias, NameQuality::kStrong});
    }
    add_births(table, entry, remarks);
    for (const std::string_view column : {"nationalities", "citizenships"}) {
        for (const std::string& country : values_of(table.text(column), ';')) {
            add_nationality(entry, country);
        }
    }
    for (const std::string& id : values_of(table.text("ids"), ';')) {
        add_id(id, entry, remarks);
    }
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
