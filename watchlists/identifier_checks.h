#pragma once

#include "watchlists/identifiers.h"

#include <string_view>

namespace sarhad::watchlists {

/// True where the ninth of 17 characters is the check digit. Source: ISO 3779, 49 CFR 565.
[[nodiscard]] bool is_vin_right(std::string_view text);
/// A telephone number that was given without its country and belongs to none that we know.
[[nodiscard]] bool is_local_phone(const Identifier& phone);

}  // namespace sarhad::watchlists
