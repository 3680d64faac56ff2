#pragma once

#include <string_view>

namespace sarhad::watchlists {

/// How people write a common name in Latin letters, which its own script does not tell: Arabic
/// script (letters of plain_arabic(), article and marks left out). Empty for others.
[[nodiscard]] std::string_view known_reading(std::string_view native);
/// A Chinese surname of one letter, or of two ("歐陽").
[[nodiscard]] bool is_han_surname(std::string_view letters);

}  // namespace sarhad::watchlists
