#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::intake {

/// It ends a line.
[[nodiscard]] constexpr bool is_line_break(char c) {
    return c == '\r' || c == '\n';
}

/// It is trimmed from both ends of a text.
[[nodiscard]] constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || is_line_break(c);
}

/// A letter or a digit of ASCII.
[[nodiscard]] constexpr bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// It can be meant as a service character of EDIFACT.
[[nodiscard]] constexpr bool is_separator(char c) {
    return !is_alphanumeric(c) && !is_blank(c) && static_cast<unsigned char>(c) < 0x7F && c != '\0';
}

/// A separator follows the three letters at `at`, perhaps after blanks: they are a segment's tag.
[[nodiscard]] constexpr bool is_tag_at(std::string_view text, std::size_t at) {
    std::size_t next = at + 3;
    while (next < text.size() && is_blank(text[next]))
        ++next;
    return next < text.size() && is_separator(text[next]);
}

/// A tag or a code of at most four characters as a number, for a switch; 0 for a longer one.
[[nodiscard]] constexpr std::uint32_t packed(std::string_view code) {
    std::uint32_t number = 0;
    if (code.size() > 4) return 0;
    for (const char c : code) {
        number = number << 8 | static_cast<unsigned char>(c);
    }
    return number;
}

}  // namespace sarhad::intake
