#include "api/socket.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace sarhad::api {
namespace {

/// In a process of its own that takes another user's place: 0 where the roles are as expected.
int roles_of_a_guest(std::uint32_t supplementary, Role given) {
    const gid_t group = supplementary;
    if (::setgroups(1, &group) != 0 || ::setegid(54321) != 0 || ::seteuid(54321) != 0) return 1;
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) != 0) return 2;
    if (::seteuid(0) != 0) return 3;
    const auto stranger = peer_of(pair[0], {});
    const auto guest = peer_of(pair[0], {{supplementary, given}});
    if (!stranger || !stranger->roles.empty() || stranger->uid != 54321) return 4;
    const bool as_given = guest && guest->roles.may(given) && guest->roles.may(Role::kViewer);
    return as_given && !guest->roles.may(Role::kAdministrator) ? 0 : 5;
}

TEST(Peer, GetsItsRoleFromASupplementaryGroup) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can take another user's place";
    const pid_t child = ::fork();
    if (child == 0) ::_exit(roles_of_a_guest(12345, Role::kAnalyst));
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace sarhad::api
