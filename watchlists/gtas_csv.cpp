#include "csv_rows.h"
#include "entry_parts.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

/// "P", "V" ... as GTAS writes them.
NumberKind kind_of(const std::string& word) {
    if (word == "P" || word == "p" || word.empty()) {
        return NumberKind::kPassport;
    }
    return word == "I" ? NumberKind::kNationalId : number_kind_of(word);
}

ListEntry to_entry(const CsvTable& table, Remarks& remarks) {
    ListEntry entry;
    const std::string number = table.text("documentnumber");
    const std::string born = table.text("dob");
    entry.id = made_reference("GTAS-",
                              {table.text("firstname"),
                               table.text("middlename"),
                               table.text("lastname"),
                               born,
                               number,
                               table.text("documentcountry"),
                               table.text("coc"),
                               table.text("phone"),
                               table.text("email")});
    entry.source = "GTAS";
    const std::string given = core::cat(table.text("firstname"), " ", table.text("middlename"));
    add_name_of_parts(
        entry, given, table.text("lastname"), {NameKind::kPrimary, NameQuality::kStrong});
    add_told_births(entry, "dob", born, remarks);
    add_number(entry,
               kind_of(table.text("documenttype")),
               table.text("documenttype"),
               number,
               table.text("documentcountry"));
    add_number(entry, NumberKind::kTelephone, "phone", table.text("phone"), "");
    add_nationality(entry, table.text("coc"));
    remarks.add("email", table.text("email"));
    return entry;
}

}  // namespace

core::Result<ImportReport> import_gtas_csv(const ByteSource& from,
                                           const EntrySink& sink,
                                           References& before) {
    constexpr std::array<std::string_view, 2> kRequired{"firstname", "lastname"};
    CsvTable table{from, "GTAS list"};
    SARHAD_TRY_STATUS(table.read_header(kRequired));
    return import_rows(table, sink, before, [&](ListEntry& entry, Remarks& remarks) -> std::string {
        entry = to_entry(table, remarks);
        return {};
    });
}

}  // namespace sarhad::watchlists
