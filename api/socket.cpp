#include "api/socket.h"

#include "core/text.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace sarhad::api {

using core::cat;
using core::Errc;
using core::Error;

namespace {

/// 0 where somebody took the connection, else errno.
int try_connect(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0) return errno;
    const int connected =
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);  // NOLINT
    const int failure = connected == 0 ? 0 : errno;
    ::close(probe);
    return failure;
}

/// Empty where the kernel has none or does not say.
std::vector<gid_t> supplementary_groups(int socket) {
    std::vector<gid_t> groups(64);
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto bytes = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
        const int got = ::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &bytes);
        const int failure = errno;
        groups.resize(bytes / sizeof(gid_t));
        if (got == 0) return groups;
        if (failure != ERANGE) return {};
    }
    return {};
}

}  // namespace

core::Status clear_stale_socket(const std::string& path) {
    if (path.empty() || path.size() > kMaxSocketPath) {
        return Error{Errc::kInvalid,
                     cat("socket path \"", path, "\": give 1 to ", kMaxSocketPath, " bytes")};
    }
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return {};
    if (!S_ISSOCK(found.st_mode)) {
        return Error{Errc::kConflict,
                     cat(path, " is no socket: move it away or name another path")};
    }
    // Anything but a refusal means that a listener is there (EAGAIN: its queue is full).
    if (try_connect(path) != ECONNREFUSED) {
        return Error{Errc::kConflict,
                     cat(path, ": another daemon listens here, stop it or name another path")};
    }
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return Error{Errc::kUnavailable,
                     cat(path,
                         ": cannot remove the stale socket: ",
                         std::generic_category().message(errno))};
    }
    return {};
}

core::Result<Peer> peer_of(int socket, const RolesByGroup& roles_by_group) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return Error{Errc::kUnavailable,
                     cat("peer credentials: ", std::generic_category().message(errno))};
    }
    Peer peer{credentials.uid, credentials.gid, credentials.pid, {}};
    if (peer.uid == 0 || peer.uid == ::geteuid()) peer.roles.add(Role::kAdministrator);
    std::vector<gid_t> groups = supplementary_groups(socket);
    groups.push_back(credentials.gid);
    for (const gid_t group : groups) {
        const auto given = roles_by_group.find(group);
        if (given != roles_by_group.end()) peer.roles.add(given->second);
    }
    return peer;
}

}  // namespace sarhad::api
