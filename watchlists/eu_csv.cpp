#include "csv_rows.h"
#include "entry_parts.h"
#include "eu_birth.h"
#include "told_birth.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

/// The columns in which the two versions of the file say the same thing.
struct Columns {
    std::string_view reference;
    std::string_view whole_name;
    std::string_view first_name;
    std::string_view middle_name;
    std::string_view last_name;
    std::string_view gender;
    std::string_view title;
    std::string_view function;
    std::string_view name_remark;
    std::string_view programme;
    std::string_view legal_basis;
    std::string_view published_on;
    std::string_view remark;
    std::array<std::string_view, 2> kinds;
    std::string_view citizenship;
    std::array<std::string_view, 8> address;
};
constexpr Columns kVersion11{"Entity_EU_ReferenceNumber",
                             "NameAlias_WholeName",
                             "NameAlias_FirstName",
                             "NameAlias_MiddleName",
                             "NameAlias_LastName",
                             "NameAlias_Gender",
                             "NameAlias_Title",
                             "NameAlias_Function",
                             "NameAlias_Remark",
                             "Entity_Regulation_Programme",
                             "Entity_Regulation_NumberTitle",
                             "Entity_Regulation_PublicationDate",
                             "Entity_Remark",
                             {"Entity_SubjectType_ClassificationCode", "Entity_SubjectType"},
                             "Citizenship_CountryIso2Code",
                             {"Address_Street",
                              "Address_PoBox",
                              "Address_ZipCode",
                              "Address_City",
                              "Address_Region",
                              "Address_Place",
                              "Address_CountryDescription",
                              ""}};
constexpr Columns kVersion10{"EU_ref_num",
                             "Naal_wholename",
                             "Naal_firstname",
                             "Naal_middlename",
                             "Naal_lastname",
                             "Naal_gender",
                             "Naal_title",
                             "Naal_function",
                             "",
                             "Programme",
                             "Leba_numtitle",
                             "Leba_publication_date",
                             "Entity_remark",
                             {"Subject_type", ""},
                             "Citi_country",
                             {"Addr_number",
                              "Addr_street",
                              "Addr_zipcode",
                              "Addr_city",
                              "Addr_country",
                              "Addr_other",
                              "",
                              ""}};

/// Numbers of the publisher's own database, and of each part's legal act.
constexpr std::array<std::string_view, 31> kIgnored11{"fileGenerationDate",
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

/// The same of version 1.0.
constexpr std::array<std::string_view, 8> kIgnored10{"Date_file",
                                                     "Entity_logical_id",
                                                     "Naal_logical_id",
                                                     "Naal_language",
                                                     "Addr_logical_id",
                                                     "Birt_logical_id",
                                                     "Iden_logical_id",
                                                     "Citi_logical_id"};

/// "" too where the version has no such column.
std::string told(const CsvTable& table, std::string_view column) {
    return column.empty() ? std::string{} : table.text(column);
}

void add_names(const CsvTable& table, const Columns& columns, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    const std::string strong = core::ascii_lower(table.text("NameAlias_Strong"));
    const NameTraits traits{
        entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias,
        strong == "false" || strong == "0" ? NameQuality::kWeak : NameQuality::kStrong};
    const std::string whole = table.text(columns.whole_name);
    if (whole.empty()) {
        const std::string given =
            core::cat(table.text(columns.first_name), " ", table.text(columns.middle_name));
        add_name_of_parts(entry, given, table.text(columns.last_name), traits);
    } else {
        add_name(entry, whole, traits);
    }
    add_sex(entry, columns.gender, table.text(columns.gender), group.remarks);
    group.remarks.add("title", table.text(columns.title));
    group.remarks.add("function", table.text(columns.function));
    group.remarks.add(told(table, columns.name_remark));
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

/// Version 1.0 has its dates in one column, and a number's kind in brackets behind it:
/// "X1234567 (passport-National passport)".
void add_parts_of_10(const CsvTable& table, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    add_told_births(entry, "Birt_date", table.text("Birt_date"), group.remarks);
    add_birth_place(entry, {table.text("Birt_place"), table.text("Birt_country")});
    const std::string number = table.text("Iden_number");
    const std::size_t open = number.find(" (");
    if (open == std::string::npos) {
        add_number(entry, NumberKind::kOther, "Iden_number", number, table.text("Iden_country"));
        return;
    }
    std::string word = number.substr(open + 2);
    word = word.substr(0, word.find(')'));
    const bool is_id = word == "id" || word.starts_with("id-");
    add_number(entry,
               is_id ? NumberKind::kNationalId : number_kind_of(word),
               word,
               number.substr(0, open),
               table.text("Iden_country"));
    group.remarks.add_once("Iden_number", number);
}

void add_parts_of_11(const CsvTable& table, EntryGroups::Group& group) {
    add_births(table, group);
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
}

void add_rest(const CsvTable& table, const Columns& columns, EntryGroups::Group& group) {
    const std::string country = table.text(columns.citizenship);
    add_nationality(group.entry, country == "00" ? "" : country);
    std::string address;
    for (const std::string_view column : columns.address) {
        const std::string part = told(table, column);
        address += address.empty() || part.empty() ? part : core::cat(" ", part);
    }
    group.remarks.add_once("address", address);
}

void read_row(const CsvTable& table, const Columns& columns, EntryGroups::Group& group) {
    ListEntry& entry = group.entry;
    Remarks& remarks = group.remarks;
    entry.source = "EU";
    set_field<&ListEntry::programme>(entry, "Programme", table.text(columns.programme), remarks);
    set_field<&ListedOrder::legal_basis>(
        entry.order, "NumberTitle", table.text(columns.legal_basis), remarks);
    add_listed_on(entry, "DesignationDate", table.text("Entity_DesignationDate"), remarks);
    // Few entries have one: their act's day is that of the listing.
    const std::string published = table.text(columns.published_on);
    if (!entry.listed_on.is_known()) {
        add_listed_on(entry, "PublicationDate", published, remarks);
    } else if (told_day(published) != entry.listed_on) {
        remarks.add_once("PublicationDate", published);
    }
    remarks.add_once("remark", table.text(columns.remark));
    remarks.add_once("designation", table.text("Entity_DesignationDetails"));
    add_names(table, columns, group);
    if (&columns == &kVersion11) {
        add_parts_of_11(table, group);
    } else {
        add_parts_of_10(table, group);
    }
    add_rest(table, columns, group);
}

}  // namespace

core::Result<ImportReport> import_eu_csv(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    constexpr std::array<std::string_view, 1> kRequired{"Entity_LogicalId"};
    CsvTable table{from, "EU list", ';'};
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    const Columns& columns = table.has_column(kVersion11.whole_name) ? kVersion11 : kVersion10;
    if (!table.has_column(columns.whole_name)) {
        return core::Error{core::Errc::kInvalid,
                           "EU list: no column 'NameAlias_WholeName' (version 1.1) and none "
                           "'Naal_wholename' (version 1.0)"};
    }
    table.ignore(kIgnored11);
    table.ignore(kIgnored10);
    return import_grouped_rows(
        table,
        sink,
        before,
        {columns.reference, "Entity_LogicalId", columns.kinds, [&](EntryGroups::Group& group) {
             read_row(table, columns, group);
         }});
}

}  // namespace sarhad::watchlists
