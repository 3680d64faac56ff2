#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// A card's number with its first six and last four digits and X for each other one; what the
/// sender masked stays. Nothing where there is nothing to mask.
[[nodiscard]] std::optional<std::string> masked_card(std::string_view number);

/// A text after the card numbers in it were masked.
struct MaskedText {
    std::string text;
    std::uint32_t count{0};  ///< Card numbers and security codes (CVV) taken out of it.
};

/// Masks runs of 13 to 19 digits, single blanks or dashes between them, that begin as cards do and
/// whose check digit is right (ISO/IEC 7812-1); takes out three or four digits behind CVV, CVC, CVN
/// or CID. Nothing where there is none: the text stays as it is. O(bytes).
[[nodiscard]] std::optional<MaskedText> mask_cards(std::string_view text);

}  // namespace sarhad::intake
