#pragma once

#include <string_view>

namespace sarhad::intake {

/// The sort under which a service code of a reservation is left out ("meal", "health"), because it
/// tells of belief or health; "" for one that may be kept. `code`: four letters, upper case.
/// The table and its sources: docs/intake-privacy.md.
[[nodiscard]] std::string_view sensitive_code(std::string_view code);

/// A code of the table that is a name as well (MEDA, MAAS): it counts only where a code stands.
[[nodiscard]] bool is_code_and_name(std::string_view code);

}  // namespace sarhad::intake
