#include "csv_table.h"

#include "text_forms.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using core::column_key;
using core::CsvRecord;
using core::damage_of;
using core::Errc;
using core::Error;
using core::header_hint;

constexpr int kMaxTitleRows = 8;
constexpr std::size_t kHeadBytes = 65'536;  ///< Titles and a header of 256 columns.

std::string utf8_of(const std::string& field) {
    return core::is_utf8(field) ? field : cp1252_to_utf8(field);
}

std::string clean(const std::string& field) {
    std::string folded = fold_blanks(utf8_of(field));
    return is_filler(folded) ? std::string{} : folded;
}

/// A column's name for a message: a file's bytes move no cursor.
std::string shown(const std::string& name) {
    return cut_utf8(without_controls(fold_blanks(utf8_of(name))), 64);
}

bool is_other_encoding(const CsvRecord& row) {
    return std::any_of(row.fields.begin(), row.fields.end(), [](const std::string& field) {
        return field.find('\0') != std::string::npos;
    });
}

bool names_all(std::string_view line, char separator, std::span<const std::string_view> required) {
    std::vector<std::string> keys;
    for (const std::string_view name : core::split(line, separator)) {
        keys.push_back(column_key(name));
    }
    return std::all_of(required.begin(), required.end(), [&](std::string_view column) {
        return std::find(keys.begin(), keys.end(), column_key(column)) != keys.end();
    });
}

/// The separator by which one of the first rows names all columns; `usual` where none does.
char separator_of(std::string_view head, char usual, std::span<const std::string_view> required) {
    for (int row = 0; row <= kMaxTitleRows && !head.empty(); ++row) {
        const std::size_t end = std::min(head.find('\n'), head.size());
        for (const char separator : {usual, ',', ';', '\t', '|'}) {
            if (names_all(head.substr(0, end), separator, required)) {
                return separator;
            }
        }
        head.remove_prefix(std::min(end + 1, head.size()));
    }
    return usual;
}

}  // namespace

core::Status CsvTable::begin(std::span<const std::string_view> required) {
    head_.resize(kHeadBytes);
    std::size_t size = 0;
    for (std::size_t got = 1; got != 0 && size < head_.size(); size += got) {
        SARHAD_TRY(got, from_(std::span{head_}.subspan(size)));
    }
    head_.resize(size);
    separator_ = separator_of(core::as_text(head_), separator_, required);
    whole_ = [this](std::span<std::uint8_t> into) -> core::Result<std::size_t> {
        if (head_at_ == head_.size()) {  // A source that has ended is not asked again.
            return head_.size() < kHeadBytes ? core::Result<std::size_t>{0U} : from_(into);
        }
        const std::size_t taken = std::min(into.size(), head_.size() - head_at_);
        std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(head_at_), taken, into.begin());
        head_at_ += taken;
        return taken;
    };
    reader_.emplace(whole_, core::LineBreaks::kInQuotes, separator_);
    return {};
}

core::Status CsvTable::read_header(std::span<const std::string_view> required) {
    SARHAD_TRY_STATUS(begin(required));
    std::string missing;
    std::string_view hint;
    for (int row = 0; row <= kMaxTitleRows; ++row) {
        SARHAD_TRY(const bool has_row, reader_->next(row_));
        if (!has_row) {
            break;
        }
        if (is_other_encoding(row_)) {
            return Error{Errc::kInvalid,
                         core::cat(what_,
                                   ": a byte of zero in line ",
                                   row_.line,
                                   ": it is UTF-16 or no text; save it as CSV in UTF-8")};
        }
        header_ = row_.fields;
        columns_.clear();
        for (std::size_t i = 0; i < header_.size(); ++i) {
            columns_.emplace(header_[i], i);
        }
        const auto absent = std::find_if(required.begin(),
                                         required.end(),
                                         [&](std::string_view name) { return !has_column(name); });
        if (absent == required.end()) {
            ignored_.assign(header_.size(), false);
            return {};
        }
        missing = missing.empty() ? std::string{*absent} : missing;
        hint = hint.empty() ? header_hint(row_, separator_) : hint;
    }
    return Error{Errc::kInvalid,
                 core::cat(what_,
                           ": no header row with the column ",
                           missing.empty() ? required.front() : std::string_view{missing},
                           hint)};
}

core::Status CsvTable::check_columns(std::span<const std::string_view> known) const {
    for (std::size_t i = 0; i < header_.size(); ++i) {
        const std::string& name = header_[i];
        const std::string key = column_key(name);
        if (const auto first = columns_.find(name); first != columns_.end() && first->second != i) {
            return Error{Errc::kInvalid,
                         core::cat(what_,
                                   ": the column '",
                                   shown(name),
                                   "' stands twice: several values of one go into one field, with "
                                   "';' between them")};
        }
        const bool is_known = std::any_of(known.begin(), known.end(), [&](std::string_view column) {
            return column_key(column) == key;
        });
        if (is_known) {
            continue;
        }
        const std::string_view near = core::nearest(key, {known.begin(), known.end()});
        return Error{
            Errc::kInvalid,
            core::cat(what_,
                      ": unknown column '",
                      shown(name),
                      near.empty() ? std::string{"'"} : core::cat("'; is it '", near, "'?"),
                      " (the columns are in docs/watchlists.md)",
                      header_hint(row_, separator_))};
    }
    return {};
}

void CsvTable::ignore(std::span<const std::string_view> columns) {
    for (const std::string_view name : columns) {
        const std::string key = column_key(name);
        for (std::size_t i = 0; i < header_.size(); ++i) {
            ignored_[i] = ignored_[i] || column_key(header_[i]) == key;
        }
    }
}

core::Result<bool> CsvTable::next() {
    SARHAD_TRY(const bool has_row, reader_->next(row_));
    asked_ = ignored_;
    if (has_row && row_.is_last && (row_.is_damaged || is_short())) {
        return Error{Errc::kInvalid,
                     core::cat(what_,
                               " ends in the middle of its last record, line ",
                               row_.line,
                               ": the file is not whole, fetch it again")};
    }
    return has_row;
}

bool CsvTable::has_column(std::string_view name) const {
    return columns_.contains(name);
}

std::string CsvTable::text(std::string_view name) const {
    const auto column = columns_.find(name);
    if (column == columns_.end() || column->second >= row_.fields.size()) {
        return {};
    }
    asked_[column->second] = true;
    return clean(row_.fields[column->second]);
}

std::vector<std::pair<std::string, std::string>> CsvTable::leftovers() const {
    std::vector<std::pair<std::string, std::string>> left;
    for (std::size_t i = 0; i < std::min(header_.size(), row_.fields.size()); ++i) {
        std::string text = asked_[i] ? std::string{} : clean(row_.fields[i]);
        if (!text.empty()) {
            left.emplace_back(cut_utf8(fold_blanks(utf8_of(header_[i])), 64), std::move(text));
        }
    }
    return left;
}

std::string CsvTable::place() const {
    return row_.last_line == row_.line ? core::cat("line ", row_.line)
                                       : core::cat("lines ", row_.line, " to ", row_.last_line);
}

std::string CsvTable::refusal() const {
    if (row_.is_damaged) {
        return std::string{damage_of(row_)};
    }
    if (row_.fields.size() > header_.size()) {
        return core::cat(
            "it has ", row_.fields.size(), " fields, the header ", header_.size(), " columns");
    }
    for (std::size_t i = 0; i < row_.fields.size() && otherwise_ == Otherwise::kRefused; ++i) {
        if (!core::is_utf8(row_.fields[i])) {
            return core::cat("column ", shown(header_[i]), " is not UTF-8: save the file as UTF-8");
        }
    }
    if (is_short() && row_.last_line != row_.line) {
        return core::cat("it has ",
                         row_.fields.size(),
                         " fields over many lines, the header ",
                         header_.size(),
                         " columns: is there a quote too many?");
    }
    return {};
}

std::string CsvTable::shortness() const {
    return core::cat("it has ",
                     row_.fields.size(),
                     " fields, the header ",
                     header_.size(),
                     " columns: what is missing is taken as empty");
}

}  // namespace sarhad::watchlists
