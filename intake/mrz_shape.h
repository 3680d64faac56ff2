#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// Where a field stands in a machine readable zone; size 0: the shape has none.
struct MrzField {
    std::uint8_t line{0};
    std::uint8_t first{0};
    std::uint8_t size{0};
};

/// How a machine readable zone of one size is laid out. The check digits of number, birth and
/// expiry stand right behind their fields.
struct MrzShape {
    std::string_view name;  ///< "TD3".
    std::uint8_t lines{2};
    std::uint8_t width{0};  ///< Characters of a line.
    MrzField issuer{};      ///< The document's kind is the two characters before it.
    MrzField names{};
    MrzField number{};
    MrzField nationality{};
    MrzField birth{};
    MrzField sex{};
    MrzField expiry{};
    MrzField optional{};
    MrzField more_optional{};
    bool has_optional_check{false};  ///< Behind `optional`.
    bool has_long_numbers{false};    ///< A filler for the number's check digit: it goes on there.
    /// What the last character of line 2 is the check digit of, joined; a size of 0: it is none.
    std::array<MrzField, 4> composed{};
};

/// Source: ICAO Doc 9303, 8th edition: part 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas).
inline constexpr std::array<MrzShape, 5> kMrzShapes{{
    {.name = "TD1",
     .lines = 3,
     .width = 30,
     .issuer = {0, 2, 3},
     .names = {2, 0, 30},
     .number = {0, 5, 9},
     .nationality = {1, 15, 3},
     .birth = {1, 0, 6},
     .sex = {1, 7, 1},
     .expiry = {1, 8, 6},
     .optional = {0, 15, 15},
     .more_optional = {1, 18, 11},
     .has_long_numbers = true,
     .composed = {{{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}}}},
    {.name = "TD2",
     .width = 36,
     .issuer = {0, 2, 3},
     .names = {0, 5, 31},
     .number = {1, 0, 9},
     .nationality = {1, 10, 3},
     .birth = {1, 13, 6},
     .sex = {1, 20, 1},
     .expiry = {1, 21, 6},
     .optional = {1, 28, 7},
     .has_long_numbers = true,
     .composed = {{{1, 0, 10}, {1, 13, 7}, {1, 21, 14}, {}}}},
    {.name = "TD3",
     .width = 44,
     .issuer = {0, 2, 3},
     .names = {0, 5, 39},
     .number = {1, 0, 9},
     .nationality = {1, 10, 3},
     .birth = {1, 13, 6},
     .sex = {1, 20, 1},
     .expiry = {1, 21, 6},
     .optional = {1, 28, 14},
     .has_optional_check = true,
     .composed = {{{1, 0, 10}, {1, 13, 7}, {1, 21, 22}, {}}}},
    {.name = "MRV-A",
     .width = 44,
     .issuer = {0, 2, 3},
     .names = {0, 5, 39},
     .number = {1, 0, 9},
     .nationality = {1, 10, 3},
     .birth = {1, 13, 6},
     .sex = {1, 20, 1},
     .expiry = {1, 21, 6},
     .optional = {1, 28, 16}},
    {.name = "MRV-B",
     .width = 36,
     .issuer = {0, 2, 3},
     .names = {0, 5, 31},
     .number = {1, 0, 9},
     .nationality = {1, 10, 3},
     .birth = {1, 13, 6},
     .sex = {1, 20, 1},
     .expiry = {1, 21, 6},
     .optional = {1, 28, 8}},
}};

/// The shape of that name; there must be one (checked).
[[nodiscard]] const MrzShape& mrz_shape(std::string_view name);

/// The check digit of `characters`: weights 7, 3, 1; A is 10, the filler and anything else is 0.
/// Source: ICAO Doc 9303 part 3, 4.9.
[[nodiscard]] char mrz_check_digit(std::string_view characters);

/// A code of ICAO Doc 9303 part 3, section 5: ISO 3166 alpha-3 and the additions for states,
/// organisations, refugees and stateless people. `code`: without fillers ("D" for Germany).
[[nodiscard]] bool is_mrz_country(std::string_view code);

}  // namespace sarhad::intake
