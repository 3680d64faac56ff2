#pragma once

#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// `text` with the letters themselves for forms of letters (Unicode's compatibility forms):
/// mathematical, wide, circled ones, ligatures, Arabic presentation forms, Roman numerals.
/// `plain` holds it where any was found, and outlives it.
[[nodiscard]] std::string_view with_plain_letters(std::string_view text, std::string& plain);

}  // namespace sarhad::watchlists
