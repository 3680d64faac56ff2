#include "csv_rows.h"
#include "entry_parts.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

void add_names(const CsvTable& table, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    const std::string strong = core::ascii_lower(table.text("NameAlias_Strong"));
    const NameTraits traits{
        entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias,
        strong == "false" || strong == "0" ? NameQuality::kWeak : NameQuality::kStrong};
    const std::string whole = table.text("NameAlias_WholeName");
    if (whole.empty()) {
        const std::string given =
            core::cat(table.text("NameAlias_FirstName"), " ", table.text("NameAlias_MiddleName"));
        add_name_of_parts(entry, given, table.text("NameAlias_LastName"), traits);
    } else {
        add_name(entry, whole, traits);
    }
    if (const auto sex = parse_sex(table.text("NameAlias_Gender")); sex != facts::Sex::kUnknown) {
        entry.sex = sex;
    }
    group.remarks.add("title", table.text("NameAlias_Title"));
    group.remarks.add("function", table.text("NameAlias_Function"));
}

PartialDate date_of(const CsvTable& table) {
    const PartialDate whole = iso_date(table.text("BirthDate_BirthDate"));
    if (whole.is_known()) {
        return whole;
    }
    const auto number = [&](std::string_view column) {
        const auto value = core::parse_int(table.text(column));
        return value && *value > 0 && *value < 10'000 ? static_cast<int>(*value) : 0;
    };
    const int month = number("BirthDate_Month");
    const auto date = PartialDate::make(
        number("BirthDate_Year"), month, month == 0 ? 0 : number("BirthDate_Day"));
    return date ? *date : PartialDate{};
}

void add_births(const CsvTable& table, ListEntry& entry) {
    const std::string circa = core::ascii_lower(table.text("BirthDate_Circa"));
    const PartialDate from = iso_date(table.text("BirthDate_YearRangeFrom"));
    const PartialDate to = iso_date(table.text("BirthDate_YearRangeTo"));
    const PartialDate date = date_of(table);
    if (from.is_known() && to.is_known() && from.year <= to.year) {
        add_birth(entry, make_birth(from, to, DatePrecision::kRange));
    } else if (date.is_known()) {
        const bool is_circa = circa == "true" || circa == "1";
        add_birth(
            entry,
            make_birth(date, date, is_circa ? DatePrecision::kApproximate : DatePrecision::kExact));
    }
    add_birth_place(entry,
                    {table.text("BirthDate_Place"),
                     table.text("BirthDate_City"),
                     table.text("BirthDate_CountryDescription")});
}

void add_rest(const CsvTable& table, EntryGroups::Group& group) {
    const std::string word = table.text("Identification_TypeDescription");
    const std::string code = table.text("Identification_TypeCode");
    std::string number = table.text("Identification_LatinNumber");
    if (number.empty()) {
        number = table.text("Identification_Number");
    }
    add_number(group.entry,
               code == "id" ? NumberKind::kNationalId : number_kind_of(core::cat(word, " ", code)),
               word.empty() ? code : word,
               number,
               table.text("Identification_CountryIso2Code"));
    const std::string country = table.text("Citizenship_CountryIso2Code");
    add_nationality(group.entry, country == "00" ? "" : country);
    group.remarks.add(table.text("NameAlias_Remark"));
    group.remarks.add("address",
                      core::cat(table.text("Address_Street"),
                                " ",
                                table.text("Address_City"),
                                " ",
                                table.text("Address_CountryDescription")));
}

void read_row(const CsvTable& table, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    if (entry.source.empty()) {
        entry.source = "EU";
        const std::string code = table.text("Entity_SubjectType_ClassificationCode");
        const std::string type = core::ascii_lower(table.text("Entity_SubjectType"));
        entry.kind = code == "P" || type == "person" || type == "p" ? EntryKind::kPerson
                                                                    : EntryKind::kOrganisation;
        entry.programme = cut_utf8(table.text("Entity_Regulation_Programme"), 256);
        entry.order.legal_basis = cut_utf8(table.text("Entity_Regulation_NumberTitle"), 256);
        entry.listed_on = iso_date(table.text("Entity_DesignationDate"));
        group.remarks.add(table.text("Entity_Remark"));
        group.remarks.add("designation", table.text("Entity_DesignationDetails"));
    }
    add_names(table, group);
    add_births(table, entry);
    add_rest(table, group);
}

}  // namespace

core::Result<ImportReport> import_eu_csv(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    constexpr std::array<std::string_view, 2> kRequired{"Entity_LogicalId", "NameAlias_WholeName"};
    CsvTable table{from, "EU list", ';'};
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    return import_grouped_rows(table,
                               "Entity_EU_ReferenceNumber",
                               "Entity_LogicalId",
                               sink,
                               before,
                               [&](EntryGroups::Group& group) { read_row(table, group); });
}

}  // namespace sarhad::watchlists
