#pragma once

#include <cstdint>
#include <string>

namespace sarhad::ctl {

inline constexpr std::uint64_t kJoinWaitMax = 7 * 86'400;  ///< Seconds.

/// sarhadctl enrol invite.
struct EnrolInvite {
    std::string port{};     ///< "PKXXA-1".
    std::string officer{};  ///< Who invites.
    std::string enrol{};    ///< As the site reaches central: "tcp://host:port".
    std::string control{};
    std::string bulk{};  ///< "" for the port after control's.
    std::string output{};
};
/// sarhadctl enrol list.
struct EnrolList {};
/// sarhadctl enrol approve.
struct EnrolApprove {
    std::uint64_t number{0};
    std::string officer{};
    std::string words{};  ///< As the site read them out.
};
/// sarhadctl enrol refuse.
struct EnrolRefuse {
    std::uint64_t number{0};
    std::string officer{};
};
/// sarhadctl enrol join.
struct EnrolJoin {
    std::string invitation{};
    std::string output{};
    bool local{false};         ///< Database, spool and socket in the folder too.
    std::uint64_t wait{3600};  ///< Seconds until two people have agreed; 0: asks once.
};

}  // namespace sarhad::ctl
