#pragma once

#include "lines.h"

#include "core/bytes.h"
#include "core/csv.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::intake {

/// The rows of a CSV file as somebody's spreadsheet wrote it: ',' ';' or a tab sets fields apart,
/// whichever its first line holds most of; rows without anything in them are passed over. Every
/// reader of CSV in this folder goes through it. Thread: one.
class CsvRows {
public:
    /// `file` outlives the rows. `max_fields`: of a row.
    explicit CsvRows(core::ByteView file, std::size_t max_fields = core::CsvReader::kMaxFields);
    CsvRows(const CsvRows&) = delete;
    CsvRows& operator=(const CsvRows&) = delete;
    ~CsvRows() = default;

    /// False at the end.
    [[nodiscard]] bool next();
    /// The row at hand; the first one without a mark of its byte order.
    [[nodiscard]] core::CsvRecord& row() { return row_; }
    [[nodiscard]] const core::CsvRecord& row() const { return row_; }
    /// Where it begins.
    [[nodiscard]] Line line() const;

private:
    core::ByteSource source_;
    core::CsvReader reader_;
    core::CsvRecord row_{};
    std::vector<std::uint32_t> line_starts_{0};  ///< Bytes.
    bool is_first_{true};
};

/// The names in a file's first line, without quotes and blanks around them.
[[nodiscard]] std::vector<std::string> csv_header(core::ByteView file);

}  // namespace sarhad::intake
