#include "csv_rows.h"
#include "entry_parts.h"
#include "uk_values.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

/// The columns in which the two editions say the same thing: the UK Sanctions List, and the
/// ConList that it replaced in January 2026.
struct Columns {
    std::string_view reference;
    std::string_view name_type;
    std::string_view quality;
    std::string_view kind;
    std::string_view regime;
    std::string_view listed_on;
    std::string_view born;
    std::string_view nationality;
    std::string_view passport;
    std::string_view national_id;
    std::string_view town;
};
constexpr Columns kConList{"Group ID",
                           "Alias Type",
                           "Alias Quality",
                           "Group Type",
                           "Regime",
                           "Listed On",
                           "DOB",
                           "Nationality",
                           "Passport Number",
                           "National Identification Number",
                           "Town of Birth"};
constexpr Columns kSanctionsList{"Unique ID",
                                 "Name type",
                                 "Alias strength",
                                 "Designation Type",
                                 "Regime Name",
                                 "Date Designated",
                                 "D.O.B",
                                 "Nationality(/ies)",
                                 "Passport number",
                                 "National Identifier number",
                                 "Town of birth"};

/// The publisher's own numbers and days, and what belongs to a name's writing.
constexpr std::array<std::string_view, 3> kIgnored{
    "Last Updated", "Non-Latin script type", "Non-Latin script language"};

NameTraits traits_of(const CsvTable& table, const Columns& columns) {
    const std::string type = core::ascii_lower(table.text(columns.name_type));
    const std::string quality = core::ascii_lower(table.text(columns.quality));
    // "Prime Alias" of the ConList is the primary name, so is "Primary Name".
    const bool is_variation = type.find("variation") != std::string::npos;
    const bool is_primary = type.starts_with("prim") && !is_variation;
    const NameKind kind = is_primary      ? NameKind::kPrimary
                          : type == "fka" ? NameKind::kFormer
                                          : NameKind::kAlias;
    return {kind, quality.starts_with("low") ? NameQuality::kLow : NameQuality::kStrong};
}

void add_names(const CsvTable& table, const Columns& columns, ListEntry& entry) {
    std::string given;
    for (const std::string_view part : {"Name 1", "Name 2", "Name 3", "Name 4", "Name 5"}) {
        given += core::cat(given.empty() ? "" : " ", table.text(part));
    }
    add_name_of_parts(entry, given, table.text("Name 6"), traits_of(table, columns));
    add_original(entry, table.text("Name Non-Latin Script"));
}

void add_births(const CsvTable& table, const Columns& columns, EntryGroups::Group& group) {
    for (const std::string& told : uk_values(table.text(columns.born))) {
        add_told_births(group.entry, "DOB", told, group.remarks);
    }
    const std::vector<std::string> towns = uk_values(table.text(columns.town));
    const std::vector<std::string> countries = uk_values(table.text("Country of Birth"));
    for (std::size_t i = 0; i < std::max(towns.size(), countries.size()); ++i) {
        const std::size_t country = countries.size() == 1 ? 0 : i;  // One may be that of all towns.
        add_birth_place(group.entry,
                        {i < towns.size() ? towns[i] : std::string{},
                         country < countries.size() ? countries[country] : std::string{}});
    }
}

void add_numbers(const CsvTable& table, const Columns& columns, ListEntry& entry) {
    const auto add = [&](std::string_view column, NumberKind kind, std::string_view word) {
        for (const std::string& number : uk_numbers(table.text(column))) {
            add_number(entry, kind, word, number, "");
        }
    };
    add(columns.passport, NumberKind::kPassport, "Passport");
    add(columns.national_id, NumberKind::kNationalId, "National identifier");
    // As the ConList had them before 2022.
    add("Passport Details", NumberKind::kPassport, "Passport");
    add("NI Number", NumberKind::kNationalId, "National identifier");
    add("Business registration number (s)", NumberKind::kRegistration, "Business registration");
    add("IMO number", NumberKind::kImo, "IMO");
    add("Phone number", NumberKind::kTelephone, "Phone");
}

void read_row(const CsvTable& table, const Columns& columns, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    entry.source = "UK";
    Remarks& remarks = group.remarks;
    set_field<&ListEntry::programme>(entry, columns.regime, table.text(columns.regime), remarks);
    add_listed_on(entry, columns.listed_on, table.text(columns.listed_on), remarks);
    add_sex(entry, "Gender", table.text("Gender"), remarks);
    add_names(table, columns, entry);
    add_births(table, columns, group);
    add_numbers(table, columns, entry);
    for (const std::string& country : uk_values(table.text(columns.nationality))) {
        add_nationality(entry, country);
    }
    set_field<&ListEntry::flag>(
        entry, "flag", table.text("Current believed flag of ship"), remarks);
    set_field<&ListEntry::craft_type>(entry, "type of ship", table.text("Type of ship"), remarks);
    const std::string other = table.text("Other Information");
    add_other_information(other, entry);
    remarks.add_once("Other Information", other);
}

}  // namespace

core::Result<ImportReport> import_uk_csv(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    constexpr std::array<std::string_view, 2> kRequired{"Name 6", "Name 1"};
    CsvTable table{from, "UK list", ',', CsvTable::Otherwise::kCp1252};  // As the ConList was.
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    const bool is_new = table.has_column(kSanctionsList.reference);
    const Columns& columns = is_new ? kSanctionsList : kConList;
    table.ignore(kIgnored);
    if (!table.has_column(columns.reference)) {
        return core::Error{core::Errc::kInvalid,
                           "UK list: no column 'Unique ID' (UK Sanctions List) and none 'Group ID' "
                           "(ConList)"};
    }
    return import_grouped_rows(
        table,
        sink,
        before,
        {columns.reference, "", {columns.kind, ""}, [&](EntryGroups::Group& group) {
             read_row(table, columns, group);
         }});
}

}  // namespace sarhad::watchlists
