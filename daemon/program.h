#pragma once

#include "core/log.h"
#include "daemon/config.h"

#include <string_view>

namespace sarhad::daemon {

/// The setting log_level, which both daemons have.
[[nodiscard]] ConfigKey log_level_key();
/// What log_level says. `config` has log_level_key().
[[nodiscard]] core::LogLevel log_level_of(const ConfigValues& config);

}  // namespace sarhad::daemon
