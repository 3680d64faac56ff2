#pragma once

#include "watchlists/identifiers.h"

#include <string_view>

namespace sarhad::watchlists {

/// True where the 7 digits end in their check digit. Source: IMO resolution A.1117(30).
[[nodiscard]] bool is_imo_right(std::string_view digits);
/// True where the 11 characters end in their check digit. Source: ISO 6346.
[[nodiscard]] bool is_container_right(std::string_view text);
/// True where the ninth of 17 characters is the check digit. Source: ISO 3779, 49 CFR 565.
[[nodiscard]] bool is_vin_right(std::string_view text);
/// A telephone number that was given without its country and belongs to none that we know.
[[nodiscard]] bool is_local_phone(const Identifier& phone);

}  // namespace sarhad::watchlists
