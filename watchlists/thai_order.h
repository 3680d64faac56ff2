#pragma once

#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// Whether `word` holds a Thai or Lao letter that is written before the consonant which it follows
/// when it is said.
[[nodiscard]] bool has_leading_vowel(std::string_view word);

/// The letters of a Thai or Lao word in the order in which they are said: เกษม as กเษม. A vowel
/// that is written around its consonant becomes the letters that it sounds like (เขา as ขาอ); marks
/// of tone are left out, and so is อ that only carries such a vowel.
[[nodiscard]] std::string spoken_order(std::string_view word);

}  // namespace sarhad::watchlists
