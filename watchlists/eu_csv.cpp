#include "csv_rows.h"
#include "entry_parts.h"
#include "eu_birth.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

/// Numbers of the publisher's own database, and of each part's legal act.
constexpr std::array<std::string_view, 31> kIgnored{"fileGenerationDate",
                                                    "Entity_LogicalId",
                                                    "Entity_SubjectType",
                                                    "Entity_SubjectType_ClassificationCode",
                                                    "NameAlias_LogicalId",
                                                    "NameAlias_RegulationLanguage",
                                                    "NameAlias_NameLanguage",
                                                    "Address_LogicalId",
                                                    "Address_RegulationLanguage",
                                                    "Address_AsAtListingTime",
                                                    "Address_CountryIso2Code",
                                                    "BirthDate_LogicalId",
                                                    "BirthDate_RegulationLanguage",
                                                    "BirthDate_CalendarType",
                                                    "BirthDate_Circa",
                                                    "BirthDate_Day",
                                                    "BirthDate_Month",
                                                    "BirthDate_Year",
                                                    "BirthDate_CountryIso2Code",
                                                    "Identification_LogicalId",
                                                    "Identification_RegulationLanguage",
                                                    "Identification_TypeCode",
                                                    "Identification_CountryDescription",
                                                    "Citizenship_LogicalId",
                                                    "Citizenship_RegulationLanguage",
                                                    "Citizenship_CountryDescription",
                                                    "NameAlias_FirstName",
                                                    "NameAlias_MiddleName",
                                                    "NameAlias_LastName",
                                                    "NameAlias_Strong",
                                                    "NameAlias_Gender"};

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
    add_sex(entry, "NameAlias_Gender", table.text("NameAlias_Gender"), group.remarks);
    group.remarks.add("title", table.text("NameAlias_Title"));
    group.remarks.add("function", table.text("NameAlias_Function"));
}

void add_births(const CsvTable& table, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    add_eu_birth({table.text("BirthDate_BirthDate"),
                  table.text("BirthDate_Day"),
                  table.text("BirthDate_Month"),
                  table.text("BirthDate_Year"),
                  table.text("BirthDate_YearRangeFrom"),
                  table.text("BirthDate_YearRangeTo"),
                  table.text("BirthDate_Circa"),
                  table.text("BirthDate_CalendarType")},
                 entry,
                 group.remarks);
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
    Remarks& remarks = group.remarks;
    entry.source = "EU";
    set_field<&ListEntry::programme>(
        entry, "Programme", table.text("Entity_Regulation_Programme"), remarks);
    set_field<&ListedOrder::legal_basis>(
        entry.order, "NumberTitle", table.text("Entity_Regulation_NumberTitle"), remarks);
    add_listed_on(entry, "DesignationDate", table.text("Entity_DesignationDate"), remarks);
    remarks.add_once("remark", table.text("Entity_Remark"));
    remarks.add_once("designation", table.text("Entity_DesignationDetails"));
    add_names(table, group);
    add_births(table, group);
    add_rest(table, group);
}

}  // namespace

core::Result<ImportReport> import_eu_csv(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    constexpr std::array<std::string_view, 2> kRequired{"Entity_LogicalId", "NameAlias_WholeName"};
    CsvTable table{from, "EU list", ';'};
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    table.ignore(kIgnored);
    return import_grouped_rows(table,
                               sink,
                               before,
                               {"Entity_EU_ReferenceNumber",
                                "Entity_LogicalId",
                                {"Entity_SubjectType_ClassificationCode", "Entity_SubjectType"},
                                [&](EntryGroups::Group& group) { read_row(table, group); }});
}

}  // namespace sarhad::watchlists
