#pragma once

#include "facts/cargo.h"

#include <string>
#include <string_view>

namespace sarhad::screening {

/// Alpha-2 of a country's code or name; "" for no country.
[[nodiscard]] std::string alpha2(std::string_view told);
/// As rules name it: SEA AIR ROAD RAIL POST; "" for others.
[[nodiscard]] std::string_view mode_word(facts::Mode mode);
/// As rules name a place of a route: LOAD TRANSSHIP DISCHARGE TRANSIT; "" for what is none.
[[nodiscard]] std::string_view call_word(facts::PlaceRole role);

}  // namespace sarhad::screening
