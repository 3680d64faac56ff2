#pragma once

#include "core/csv.h"
#include "core/result.h"
#include "watchlists/import.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::watchlists {

/// A CSV file whose header row names its columns, set apart by the publisher's separator or by
/// another one that spreadsheets write (',' ';' tab '|'): the header tells which. Thread: one.
class CsvTable final {
public:
    /// What bytes that are no UTF-8 are: an error, or cp1252, where a publisher is known for it.
    enum class Otherwise : std::uint8_t { kRefused, kCp1252 };
    /// `from` outlives the table. `what` begins the error texts.
    CsvTable(const ByteSource& from,
             std::string_view what,
             char separator = ',',
             Otherwise otherwise = Otherwise::kRefused)
        : what_{what}, separator_{separator}, otherwise_{otherwise}, from_{from} {}

    /// Reads up to the header: rows before it that name no `required` column (a title, a date) are
    /// passed over, at most 8. kInvalid where no row names them all, telling which is missing.
    /// Once, and before anything else.
    [[nodiscard]] core::Status read_header(std::span<const std::string_view> required);
    /// Columns that say nothing about an entry: leftovers() leaves them out, all of one name.
    void ignore(std::span<const std::string_view> columns);
    /// kInvalid for a column that is none of `known`, naming the nearest one, and for one that
    /// stands twice.
    [[nodiscard]] core::Status check_columns(std::span<const std::string_view> known) const;
    /// The next row; false at the end. kInvalid where the file ends in the middle of it.
    [[nodiscard]] core::Result<bool> next();

    [[nodiscard]] bool has_column(std::string_view name) const;
    /// The row's field under `name`, blanks folded; "" where the file has no such column, the row
    /// is short, or the field is a filler.
    [[nodiscard]] std::string text(std::string_view name) const;
    /// What the row holds in columns for which text() was not asked since next(): "column", "text".
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> leftovers() const;
    /// "line 12", "lines 12 to 14".
    [[nodiscard]] std::string place() const;
    /// Fewer fields than columns.
    [[nodiscard]] bool is_short() const { return row_.fields.size() < header_.size(); }
    /// What is_short() says, in words.
    [[nodiscard]] std::string shortness() const;
    /// Why the row cannot be read, or "".
    [[nodiscard]] std::string refusal() const;

private:
    /// Reads the file's beginning, and takes the separator by which a row of it names `required`.
    [[nodiscard]] core::Status begin(std::span<const std::string_view> required);

    std::string what_;
    char separator_;
    Otherwise otherwise_;
    const ByteSource& from_;
    std::vector<std::uint8_t> head_;  ///< The file's beginning, read again by `reader_`.
    std::size_t head_at_{0};
    ByteSource whole_;  ///< head_, and what follows it.
    std::optional<core::CsvReader> reader_;
    core::CsvRecord row_;
    std::vector<std::string> header_;  ///< As written.
    std::map<std::string, std::size_t, core::ColumnLess> columns_;
    std::vector<bool> ignored_;
    mutable std::vector<bool> asked_;  ///< Of the row.
};

}  // namespace sarhad::watchlists
