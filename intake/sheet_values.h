#pragma once

#include <string>
#include <string_view>

namespace sarhad::intake {

/// A number of a spreadsheet as a person wrote it: "1.2345678901E10" is 12345678901. What is no
/// number stays as it is.
[[nodiscard]] std::string plain_number(std::string_view sent);

/// A day, and its time of day where it has one, that a spreadsheet keeps as a number of days:
/// "46036.4375" is 2026-01-14T10:30. "" where it is none from 1900 to 9999. `is_1904`: its days
/// count from 1904 on. Source: ECMA-376 part 1, 18.17.4.
[[nodiscard]] std::string serial_day(std::string_view sent, bool is_1904);

/// Whether numbers of that format are shown as days or times: the letters y, d, h, s outside
/// quotes and brackets.
[[nodiscard]] bool is_day_format(std::string_view code);
/// The same of the formats that every spreadsheet has, by their numbers.
[[nodiscard]] bool is_day_format_number(std::string_view number);

/// "C5" is column 2, from 0; `fallback` where there is none.
[[nodiscard]] std::size_t column_of_cell(std::string_view reference, std::size_t fallback);

}  // namespace sarhad::intake
