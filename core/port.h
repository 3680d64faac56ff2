#pragma once

#include "core/ids.h"
#include "core/result.h"

#include <string_view>

namespace sarhad::core {

/// A port's name: UN/LOCODE (5 letters A-Z or digits), '-', site (1 to 6 digits), as "PKXXA-1".
/// kInvalid says what was wanted.
[[nodiscard]] Result<PortId> parse_port(std::string_view text);

}  // namespace sarhad::core
