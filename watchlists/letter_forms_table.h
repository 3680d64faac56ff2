#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sarhad::watchlists {

/// `count` characters from `first` are forms of those from `to`.
struct LetterForms {
    char32_t first;
    std::uint16_t count;
    char32_t to;
};
/// One character for several letters.
struct Ligature {
    char32_t code;
    const char* text;  ///< UTF-8.
};
inline constexpr std::size_t kLetterForms = 1296;
inline constexpr std::size_t kLigatures = 581;
extern const std::array<LetterForms, kLetterForms> kLetterForm;
extern const std::array<Ligature, kLigatures> kLigature;

}  // namespace sarhad::watchlists
