#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sarhad::api {

/// What an account may do. A route names the one that it needs.
enum class Role : std::uint8_t {
    kViewer,         ///< Reads states and counts. Held by whoever holds any role.
    kOfficer,        ///< Works at a desk: screens, decides, acknowledges.
    kAnalyst,        ///< Lists, rules, trends, profiles across ports.
    kAdministrator,  ///< Runs the daemon. Holds every role.
};
inline constexpr std::array kAllRoles = {
    Role::kViewer, Role::kOfficer, Role::kAnalyst, Role::kAdministrator};

/// "viewer", "officer", "analyst", "administrator".
[[nodiscard]] std::string_view to_text(Role role) noexcept;
[[nodiscard]] std::optional<Role> parse_role(std::string_view text) noexcept;

/// What a peer may do: a set of roles.
class Roles {
public:
    constexpr Roles() = default;
    constexpr Roles(Role role) : bits_{bit(role)} {}  // NOLINT(google-explicit-constructor)

    constexpr void add(Roles more) noexcept { bits_ |= more.bits_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    /// Whether a route that needs `needed` is open to them.
    [[nodiscard]] constexpr bool may(Role needed) const noexcept {
        const bool held = (bits_ & (bit(needed) | bit(Role::kAdministrator))) != 0;
        return held || (needed == Role::kViewer && !empty());
    }

private:
    static constexpr unsigned bit(Role role) noexcept { return 1U << static_cast<unsigned>(role); }
    unsigned bits_{0};
};

/// Who is at the other end of the socket, as the kernel says (SO_PEERCRED).
struct Peer {
    std::uint32_t uid{0};
    std::uint32_t gid{0};
    std::int32_t pid{0};
    Roles roles{};
};

}  // namespace sarhad::api
