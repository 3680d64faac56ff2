#include "api/role_groups.h"

#include "core/text.h"

#include <grp.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace sarhad::api {
namespace {

using core::cat;

struct RoleKey {
    Role role;
    std::string_view path;
    std::string_view doc;
};

constexpr std::array<RoleKey, 4> kRoleKeys{
    {{Role::kOfficer,
      "roles.officer",
      "Groups of the system whose members screen, decide and acknowledge."},
     {Role::kAnalyst,
      "roles.analyst",
      "Groups whose members work with lists and alerts across ports."},
     {Role::kViewer, "roles.viewer", "Groups whose members see states and counts only."},
     {Role::kAdministrator,
      "roles.administrator",
      "Groups whose members may do everything; root and the daemon's own user may anyway."}}};

constexpr std::size_t kGroupBytesMax = std::size_t{1} << 20U;

/// The number of group `name`; nothing where there is no such group.
core::Result<std::optional<std::uint32_t>> group_number(const std::string& name) {
    group found{};
    group* result = nullptr;
    // The entry holds its members' names, too: it may need room.
    for (std::size_t size = 4096; size <= kGroupBytesMax; size *= 4) {
        std::string room(size, '\0');
        const int failure = ::getgrnam_r(name.c_str(), &found, room.data(), room.size(), &result);
        if (failure == 0) {
            return result == nullptr ? std::nullopt : std::optional{std::uint32_t{found.gr_gid}};
        }
        if (failure != ERANGE) {
            return core::Error{
                core::Errc::kUnavailable,
                cat("group \"", name, "\": ", std::generic_category().message(failure))};
        }
    }
    return core::Error{core::Errc::kExhausted, cat("group \"", name, "\": too many members")};
}

}  // namespace

std::vector<daemon::ConfigKey> role_keys() {
    std::vector<daemon::ConfigKey> keys;
    for (const RoleKey& role : kRoleKeys) {
        daemon::ConfigKey key;
        key.path = role.path;
        key.type = daemon::ConfigType::kTextList;
        key.doc = role.doc;
        keys.push_back(key);
    }
    return keys;
}

core::Result<RolesByGroup> roles_by_group(const daemon::ConfigValues& config) {
    RolesByGroup roles;
    for (const RoleKey& key : kRoleKeys) {
        for (const std::string& name : config.text_list(key.path)) {
            SARHAD_TRY(const std::optional<std::uint32_t> number, group_number(name));
            if (!number) {
                return config.fault(key.path,
                                    cat("no group \"",
                                        name,
                                        "\" in this system: make it with  groupadd --system ",
                                        name,
                                        "  or name another"));
            }
            roles[*number].add(key.role);
        }
    }
    return roles;
}

}  // namespace sarhad::api
