#pragma once

#include "api/roles.h"
#include "core/result.h"
#include "daemon/config.h"

#include <cstdint>
#include <map>
#include <vector>

namespace sarhad::api {

/// Which roles a member of a group of the system has; by group number.
using RolesByGroup = std::map<std::uint32_t, Roles>;

/// The settings [roles] of a daemon: a list of group names for each role.
[[nodiscard]] std::vector<daemon::ConfigKey> role_keys();

/// The groups that [roles] names, looked up in the system; a group under two roles has both.
/// kInvalid names the place of a setting with a group that does not exist; kUnavailable where the
/// system cannot tell. `config` has role_keys(). May ask a directory service: at the start only.
[[nodiscard]] core::Result<RolesByGroup> roles_by_group(const daemon::ConfigValues& config);

}  // namespace sarhad::api
