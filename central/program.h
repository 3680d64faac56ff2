#pragma once

#include "api/role_groups.h"
#include "central/site.h"
#include "daemon/config.h"
#include "daemon/exit_code.h"

#include <cstdint>
#include <functional>
#include <string>

namespace sarhad::central {

/// What main() knows and no other part of the program may ask the system for.
struct Surroundings {
    daemon::CredentialFolders credentials;
    std::uint64_t watchdog_usec{0};
    bool is_under_journal{false};
    std::string version;
    api::RolesByGroup roles;  ///< Of the API's users.
    /// Reads the settings anew, for SIGHUP.
    std::function<core::Result<daemon::ConfigValues>()> reload;
};

/// Runs the daemon until SIGTERM or SIGINT. An error is one of the start.
[[nodiscard]] core::Status run_daemon(const daemon::ConfigValues& config,
                                      const Surroundings& around);

}  // namespace sarhad::central
