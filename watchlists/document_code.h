#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// A document number as 64 bits: the number itself, mixed so that it spreads evenly. `text`: A-Z
/// and 0-9. Different texts of at most kExactCharacters, and of digits only up to kExactDigits,
/// never have one code: for them a set of codes answers without error. Longer texts are hashed; one
/// such meets a set of n numbers by chance with n / 10^19.
inline constexpr std::size_t kExactCharacters = 12;
inline constexpr std::size_t kExactDigits = 18;
[[nodiscard]] std::uint64_t document_code(std::string_view text);
[[nodiscard]] bool is_exact_code(std::string_view text);

/// `text` with each character that is taken for a digit (O I L B S Z G ...) as that digit: numbers
/// that one reader takes for each other have one fold.
[[nodiscard]] std::string ocr_fold(std::string_view text);

/// Only A-Z and 0-9, one at least.
[[nodiscard]] bool is_document_text(std::string_view text);

}  // namespace sarhad::watchlists
