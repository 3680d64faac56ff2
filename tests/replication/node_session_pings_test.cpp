// Whether the link lives.
#include "node_session_fixture.h"

#include <tuple>
#include <vector>

namespace sarhad::replication {
namespace {

using core::MonoTime;
using std::chrono::seconds;

TEST_F(NodeSessionTest, ThreeMissedPingsResetTheLink) {
    NodeSession session = live();
    for (int due = 1; due <= 2; ++due) {
        const Effects effects = session.on_timer(kWall, kStart + seconds{10 * due});
        EXPECT_FALSE(sent<wire::Ping>(effects).empty());
        EXPECT_TRUE(only<ResetLink>(effects).empty());
    }
    EXPECT_EQ(only<ResetLink>(session.on_timer(kWall, kStart + seconds{30})).size(), 1U);
}

// Of two machines with one node's keys one had the control connection and the other the bulk one,
// whose CREDITs hid from it for ever that nobody answered its pings: neither dialled anew, and
// central never saw that there were two.
TEST_F(NodeSessionTest, ABulkConnectionThatLivesDoesNotHideADeadControlOne) {
    NodeSession session = live();
    for (int due = 1; due <= 2; ++due) {
        const MonoTime now = kStart + seconds{10 * due};
        EXPECT_TRUE(only<ResetLink>(session.on_timer(kWall, now)).empty());
        std::ignore = session.on_frame(wire::Channel::kBulk, to_frame(wire::Credit{}), kWall, now);
    }
    EXPECT_EQ(only<ResetLink>(session.on_timer(kWall, kStart + seconds{30})).size(), 1U);
}

// Where the bulk connection's HELLO was lost, central could send no list until the next greeting.
TEST_F(NodeSessionTest, ALostBulkHelloIsMadeGoodByAPingOnThatConnection) {
    NodeSession session = live();
    const Effects effects = session.on_timer(kWall, kStart + seconds{10});
    std::vector<wire::Channel> pinged;
    for (const SendFrame& frame : only<SendFrame>(effects)) {
        pinged.push_back(frame.channel);
    }
    EXPECT_EQ(pinged, (std::vector{wire::Channel::kControl, wire::Channel::kBulk}));
}

TEST_F(NodeSessionTest, APongKeepsTheLink) {
    NodeSession session = live();
    for (int due = 1; due <= 10; ++due) {
        const MonoTime now = kStart + seconds{10 * due};
        EXPECT_TRUE(only<ResetLink>(session.on_timer(kWall, now)).empty());
        EXPECT_TRUE(give(session, wire::Pong{1}, now).empty());
    }
}

}  // namespace
}  // namespace sarhad::replication
