#include "csv_rows.h"
#include "entry_parts.h"
#include "sarhad_csv_order.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::array<std::string_view, 40> kColumns{"reference",
                                                    "kind",
                                                    "name",
                                                    "aliases",
                                                    "weak_aliases",
                                                    "former_names",
                                                    "original_script",
                                                    "father",
                                                    "sex",
                                                    "date_of_birth",
                                                    "place_of_birth",
                                                    "nationality",
                                                    "district",
                                                    "province",
                                                    "cnic",
                                                    "passport",
                                                    "passport_country",
                                                    "other_numbers",
                                                    "telephone",
                                                    "plate",
                                                    "chassis",
                                                    "container",
                                                    "imo",
                                                    "mmsi",
                                                    "call_sign",
                                                    "tail_number",
                                                    "flag",
                                                    "craft_type",
                                                    "programme",
                                                    "listed_on",
                                                    "action",
                                                    "direction",
                                                    "owner",
                                                    "duty_telephone",
                                                    "legal_basis",
                                                    "valid_from",
                                                    "valid_until",
                                                    "grading",
                                                    "handling",
                                                    "remarks"};

void add_names(const CsvTable& table, ListEntry& entry) {
    for (const std::string& name : values_of(table.text("name"), ';')) {
        const NameKind kind = entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias;
        add_name(entry, name, {kind, NameQuality::kStrong});
    }
    add_original(entry, table.text("original_script"));
    struct NameColumn {
        std::string_view column;
        NameTraits traits;
    };
    const std::array<NameColumn, 3> columns{
        {{"aliases", {NameKind::kAlias, NameQuality::kStrong}},
         {"weak_aliases", {NameKind::kAlias, NameQuality::kWeak}},
         {"former_names", {NameKind::kFormer, NameQuality::kStrong}}}};
    for (const NameColumn& listed : columns) {
        for (const std::string& name : values_of(table.text(listed.column), ';')) {
            add_name(entry, name, listed.traits);
        }
    }
}

void add_numbers(const CsvTable& table, ListEntry& entry) {
    struct NumberColumn {
        std::string_view column;
        NumberKind kind;
    };
    constexpr std::array<NumberColumn, 11> kNumbers{{{"cnic", NumberKind::kCnic},
                                                     {"passport", NumberKind::kPassport},
                                                     {"other_numbers", NumberKind::kOther},
                                                     {"telephone", NumberKind::kTelephone},
                                                     {"plate", NumberKind::kPlate},
                                                     {"chassis", NumberKind::kVin},
                                                     {"container", NumberKind::kContainer},
                                                     {"imo", NumberKind::kImo},
                                                     {"mmsi", NumberKind::kMmsi},
                                                     {"call_sign", NumberKind::kCallSign},
                                                     {"tail_number", NumberKind::kTailNumber}}};
    for (const NumberColumn& listed : kNumbers) {
        const bool is_passport = listed.kind == NumberKind::kPassport;
        const std::string issuer = is_passport ? table.text("passport_country")
                                   : listed.kind == NumberKind::kCnic ? "PK"
                                                                      : "";
        for (const std::string& number : values_of(table.text(listed.column), ';')) {
            add_number(entry, listed.kind, listed.column, number, issuer);
        }
    }
}

/// Reads the row into `entry`; the reason where it is refused, or "".
std::string read_row(const CsvTable& table, ListEntry& entry, Remarks& remarks) {
    entry.id = table.text("reference");
    entry.source = "AGENCY";
    const std::string kind = core::ascii_lower(table.text("kind"));
    if (!read_enum(kind.empty() ? "person" : kind, entry.kind)) {
        return core::cat("its kind must be one of ", enum_words<EntryKind>());
    }
    add_names(table, entry);
    for (const std::string& told : values_of(table.text("date_of_birth"), ';')) {
        add_told_births(entry, "date_of_birth", told, remarks);
    }
    const std::string sex = table.text("sex");
    entry.sex = parse_sex(sex);
    if (!sex.empty() && entry.sex == facts::Sex::kUnknown) {
        return "its sex is none of m, f, male and female";
    }
    for (const std::string& father : values_of(table.text("father"), ';')) {
        add_father(entry, father);
    }
    if (entry.kind == EntryKind::kPerson) {
        take_relations_from_names(entry, remarks);
    }
    for (const std::string& country : values_of(table.text("nationality"), ';')) {
        add_nationality(entry, country);
    }
    for (const std::string_view column : {"district", "province"}) {
        for (const std::string& district : values_of(table.text(column), ';')) {
            add_district(entry, district);
        }
    }
    for (const std::string& place : values_of(table.text("place_of_birth"), ';')) {
        add_birth_place(entry, {place});
    }
    add_numbers(table, entry);
    set_field<&ListEntry::flag>(entry, "flag", table.text("flag"), remarks);
    set_field<&ListEntry::craft_type>(entry, "craft_type", table.text("craft_type"), remarks);
    set_field<&ListEntry::programme>(entry, "programme", table.text("programme"), remarks);
    add_listed_on(entry, "listed_on", table.text("listed_on"), remarks);
    remarks.add(table.text("remarks"));
    return read_order(table, entry.order);
}

}  // namespace

core::Result<ImportReport> import_sarhad_csv(const ByteSource& from,
                                             const EntrySink& sink,
                                             References& before) {
    constexpr std::array<std::string_view, 1> kRequired{"reference"};
    CsvTable table{from, "agency list"};
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    SARHAD_TRY_STATUS(table.check_columns(kColumns));
    return import_rows(table, sink, before, [&](ListEntry& entry, Remarks& remarks) {
        return read_row(table, entry, remarks);
    });
}

}  // namespace sarhad::watchlists
