#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <string_view>

namespace sarhad::core {

/// to_rfc3339() read back: a date and a time of RFC 3339, with Z or an offset, with or without a
/// fraction (six digits of it count). kInvalid for any other text, a leap second too.
[[nodiscard]] Result<WallTime> from_rfc3339(std::string_view text);

}  // namespace sarhad::core
