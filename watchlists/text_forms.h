#pragma once

#include "core/text.h"
#include "watchlists/entry.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

using core::cut_utf8;
using core::fold_blanks;

/// True for what lists put where nothing is known: "", "na", "n/a", "-", "unknown".
[[nodiscard]] bool is_filler(std::string_view text);
[[nodiscard]] bool is_ascii(std::string_view text);
/// True where `text` has a Latin letter, with or without marks.
[[nodiscard]] bool has_latin(std::string_view text);
/// True where `text` has a letter of another script. Marks, digits and punctuation are neither.
[[nodiscard]] bool has_other_script(std::string_view text);
/// `text` without what no reader sees and what turns the line that it stands in: control
/// characters, marks of direction, ends of lines.
[[nodiscard]] std::string without_controls(std::string_view text);
/// "01 Jan 1965", "Jan 1965" or "1965"; not known where it is none of these.
[[nodiscard]] facts::PartialDate parse_english_date(std::string_view text);
/// `text` up to the time of day or the zone behind it: "1965-07-01T00:00:00Z", "01/07/1965 0:00",
/// "1965-07-01-04:00".
[[nodiscard]] std::string_view without_time(std::string_view text);
[[nodiscard]] facts::Sex parse_sex(std::string_view text);
[[nodiscard]] ListedBirth make_birth(facts::PartialDate from,
                                     facts::PartialDate to,
                                     DatePrecision precision);
/// The letter of a byte in Windows' code page 1252; 0 for the five that have none.
[[nodiscard]] char16_t cp1252_code(std::uint8_t byte);
[[nodiscard]] std::string cp1252_to_utf8(std::string_view text);

}  // namespace sarhad::watchlists
