#pragma once

#include "core/log.h"
#include "daemon/config.h"

#include <string_view>

namespace sarhad::daemon {

/// Where a daemon listens and sarhadctl asks, unless they are told otherwise: a machine is a port
/// or the centre, so there is one.
inline constexpr std::string_view kControlSocket = "/run/sarhad/control.sock";

/// The setting log_level, which both daemons have.
[[nodiscard]] ConfigKey log_level_key();
/// What log_level says. `config` has log_level_key().
[[nodiscard]] core::LogLevel log_level_of(const ConfigValues& config);

}  // namespace sarhad::daemon
