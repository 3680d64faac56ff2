#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::rules::cel {

// Over well-formed UTF-8; a byte that is none counts as a character of its own.

/// Bytes of the character that begins at `at`, which is within the text.
[[nodiscard]] std::size_t character_size(std::string_view text, std::size_t at);
/// The code point that begins at `at`.
[[nodiscard]] std::uint32_t character_at(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t character_count(std::string_view text);
/// The byte where character `index` begins; the size for the one past the last; npos beyond.
[[nodiscard]] std::size_t character_offset(std::string_view text, std::size_t index);
/// Of Unicode's White_Space.
[[nodiscard]] bool is_blank(std::uint32_t code_point);

}  // namespace sarhad::rules::cel
