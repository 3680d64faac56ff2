#include "csv_rows.h"
#include "form_source.h"

#include "core/text.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::intake {
namespace {

constexpr std::size_t kColumns = 10'000;

FormEntry form_of(const std::vector<std::string>& header, CsvRows& rows) {
    FormEntry form;
    form.place = rows.line().number;
    form.offset = rows.line().offset;
    core::CsvRecord& row = rows.row();
    if (row.is_too_large) {
        form.damage = "a field is longer than 1 MiB, or there are too many: make it shorter";
    } else if (row.is_damaged) {
        form.damage = std::string{core::damage_of(row)};
    } else if (row.fields.size() > header.size()) {
        form.damage = "more cells than the header has: put texts with commas into quotes";
    }
    const std::size_t count = std::min(row.fields.size(), header.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view path = core::trim(header[i]);
        if (core::trim(row.fields[i]).empty()) continue;
        if (path == "form") {
            form.kind = core::trim(row.fields[i]);
        } else {
            form.members.push_back({std::string{path}, std::move(row.fields[i])});
        }
    }
    return form;
}

}  // namespace

std::vector<FormEntry> read_csv_forms(core::ByteView file, std::size_t max) {
    std::vector<FormEntry> forms;
    CsvRows rows{file, kColumns};
    if (!rows.next() || rows.row().is_damaged) {
        forms.emplace_back().damage = core::cat("the header is damaged, or has more than ",
                                                kColumns,
                                                " columns: write the fields' names there");
        return forms;
    }
    const std::vector<std::string> header = rows.row().fields;
    while (forms.size() <= max && rows.next())
        forms.push_back(form_of(header, rows));
    if (forms.empty()) forms.emplace_back().damage = "there is a header, and no form below it";
    return forms;
}

}  // namespace sarhad::intake
