#pragma once

#include "api/role_groups.h"
#include "daemon/config.h"
#include "daemon/exit_code.h"
#include "node/site.h"

#include <cstdint>
#include <functional>
#include <string>

namespace sarhad::node {

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

/// Why run_daemon() came back.
enum class Ended : std::uint8_t {
    kStopped,  ///< As it was told.
    kAgain,    ///< The process is to begin anew (execv): nothing of its memory may stay.
};

/// Runs the daemon until SIGTERM or SIGINT, or until the node is revoked. A machine whose node is
/// erased gives numbers of the paper ledger. An error is one of the start.
[[nodiscard]] core::Result<Ended> run_daemon(const daemon::ConfigValues& config,
                                             const NodeSettings& site,
                                             const Surroundings& around);

}  // namespace sarhad::node
