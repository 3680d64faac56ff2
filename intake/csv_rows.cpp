#include "csv_rows.h"

#include "core/text.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::intake {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view first_line(core::ByteView file) {
    constexpr std::size_t kLooked = 8'192;
    std::string_view text = core::as_text(file).substr(0, kLooked);
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const std::size_t start = std::min(text.find_first_not_of("\r\n"), text.size());
    text.remove_prefix(start);
    return text.substr(0, text.find_first_of("\r\n"));
}

/// Whichever of the three stands most often in the header.
char separator_of(std::string_view header) {
    char best = ',';
    for (const char separator : {';', '\t'}) {
        const auto times = std::count(header.begin(), header.end(), separator);
        if (times > std::count(header.begin(), header.end(), best)) best = separator;
    }
    return best;
}

bool is_blank(const core::CsvRecord& row) {
    return !row.is_damaged &&
           std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) {
               return core::trim(field).empty();
           });
}

}  // namespace

CsvRows::CsvRows(core::ByteView file, std::size_t max_fields)
    : source_{core::source_of(file)},
      reader_{source_, core::LineBreaks::kInQuotes, separator_of(first_line(file)), max_fields} {
    const std::string_view text = core::as_text(file);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;
         at = text.find('\n', at + 1)) {
        line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
}

bool CsvRows::next() {
    for (;;) {
        const auto has_row = reader_.next(row_);
        if (!has_row || !*has_row) return false;
        if (std::exchange(is_first_, false) && !row_.fields.empty() &&
            row_.fields[0].starts_with(kByteOrderMark)) {
            row_.fields[0].erase(0, kByteOrderMark.size());
        }
        if (!is_blank(row_)) return true;
    }
}

Line CsvRows::line() const {
    const std::size_t line = std::min<std::size_t>(row_.line, line_starts_.size());
    return {{}, static_cast<std::uint32_t>(row_.line), line_starts_[line == 0 ? 0 : line - 1]};
}

std::vector<std::string> csv_header(core::ByteView file) {
    const std::string_view header = first_line(file);
    std::vector<std::string> names;
    for (std::string_view name : core::split(header, separator_of(header))) {
        name = core::trim(name);
        if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) {
            name = core::trim(name.substr(1, name.size() - 2));
        }
        names.emplace_back(name);
    }
    return names;
}

}  // namespace sarhad::intake
