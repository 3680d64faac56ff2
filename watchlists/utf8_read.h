#pragma once

#include <cstddef>
#include <string_view>

namespace sarhad::watchlists {

inline constexpr char32_t kNoCharacter = 0xFFFD;  ///< For bytes that are not UTF-8.

/// The next character of `text` from `at` (below its size), which moves on by 1 to 4 bytes.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& at);

/// The value of a decimal digit of any script that travellers' papers use; -1 for other characters.
[[nodiscard]] int digit_value(char32_t code);

}  // namespace sarhad::watchlists
