#pragma once

#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// The two letters of ISO 3166-1 as one number; 0 for no country that is known.
using CountryCode = std::uint16_t;

/// From an alpha-2 or alpha-3 code or an English name ("Iran", "Iran, Islamic Republic of",
/// "IRN"), in any case; passports' D for Germany and the British classes (GBD ...) too.
[[nodiscard]] CountryCode country_of(std::string_view text);

}  // namespace sarhad::watchlists
