#pragma once

#include "api/role_groups.h"
#include "core/result.h"

#include <cstdint>
#include <string>

namespace sarhad::api {

/// The longest path of a unix socket, without its NUL.
constexpr std::size_t kMaxSocketPath = 107;

/// Removes what a dead daemon left at `path`. kConflict where somebody listens there or where it is
/// no socket; kInvalid for a path too long or empty.
[[nodiscard]] core::Status clear_stale_socket(const std::string& path);

/// Who is connected to this unix socket, from the kernel, with the roles that the groups and the
/// uid give. kUnavailable where the kernel does not say.
[[nodiscard]] core::Result<Peer> peer_of(int socket, const RolesByGroup& roles_by_group);

}  // namespace sarhad::api
