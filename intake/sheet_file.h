#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sarhad::intake {

inline constexpr std::size_t kSheetsMax = 16;         ///< Of a workbook that are read.
inline constexpr std::size_t kSheetRowsMax = 50'000;  ///< Of a sheet.
inline constexpr std::size_t kSheetColumnsMax = 256;
inline constexpr std::size_t kSheetTextMax = std::size_t{16} * 1024 * 1024;  ///< Of a file, bytes.

/// Whether the file is a workbook (XLSX): a ZIP file. Other ZIP files are refused by read_sheets().
[[nodiscard]] bool is_sheet_file(core::ByteView file);

/// The sheets of a workbook in their order, each as the CSV that a spreadsheet would save: a line a
/// row (empty ones too, so that a line's number is the row's), texts with their line ends as
/// blanks, numbers without exponents, days as ISO 8601; of a formula what it gave, of an error
/// nothing. Hidden sheets are left out. kInvalid with the reason and the remedy. Pure.
/// Source: ECMA-376 part 1 (SpreadsheetML).
[[nodiscard]] core::Result<std::vector<std::string>> read_sheets(core::ByteView file);

}  // namespace sarhad::intake
