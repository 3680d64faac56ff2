#include "daemon/watchdog.h"

#include "notify_socket.h"

#include <gmock/gmock.h>

namespace sarhad::daemon {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::SizeIs;

struct Watched {
    ManualClock clock{};
    ManualScheduler scheduler{clock};
    KeptLog log{};
    NotifySocket systemd{};
    Notify notify{};
    std::vector<Heartbeat> heartbeats{};
    Watchdog watchdog{scheduler, clock, log, notify, [this] { return heartbeats; }};
};

TEST(Watchdog, NamesTheFirstWorkerWhoseHeartbeatIsTooOld) {
    const core::MonoTime now{seconds{100}};
    const std::vector<Heartbeat> heartbeats{
        {"store", now}, {"match-0", {seconds{39}}}, {"read", {seconds{1}}}};
    EXPECT_EQ(frozen_worker(heartbeats, now, seconds{60}), "match-0");
    EXPECT_EQ(frozen_worker(heartbeats, now, seconds{61}), "read");
    EXPECT_EQ(frozen_worker(heartbeats, now, seconds{99}), std::nullopt);
}

TEST(Watchdog, PingsAtOnceAndThenEachInterval) {
    Watched on;
    on.watchdog.start(seconds{15});
    EXPECT_THAT(on.systemd.take(), ElementsAre("WATCHDOG=1"));
    on.scheduler.advance(seconds{45});
    EXPECT_THAT(on.systemd.take(), SizeIs(3));
}

TEST(Watchdog, StopsPingingWhenAWorkerFreezes) {
    Watched on;
    on.heartbeats = {{"store", on.clock.mono()}};
    on.watchdog.start(seconds{15});
    on.scheduler.advance(seconds{60});
    EXPECT_THAT(on.systemd.take(), SizeIs(5));
    on.scheduler.advance(seconds{600});
    EXPECT_THAT(on.systemd.take(), SizeIs(0));
    EXPECT_THAT(on.log.lines(),
                ElementsAre("DAEMON-004 a worker is frozen: watchdog pings stop worker=store"));
}

TEST(Watchdog, PingsAgainWhenTheWorkerIsBack) {
    Watched on;
    on.heartbeats = {{"store", on.clock.mono()}};
    on.watchdog.start(seconds{15});
    on.scheduler.advance(seconds{75});
    EXPECT_THAT(on.systemd.take(), SizeIs(5));
    on.heartbeats.front().at = on.clock.mono();
    on.scheduler.advance(seconds{15});
    EXPECT_THAT(on.systemd.take(), SizeIs(1));
    EXPECT_THAT(on.log.lines(), SizeIs(2));
}

TEST(Watchdog, DoesNothingWhereSystemdWantsNoPings) {
    Watched on;
    on.watchdog.start(ping_interval(0));
    EXPECT_THAT(on.systemd.take(), SizeIs(0));
    EXPECT_EQ(on.scheduler.waiting(), 0U);
}

TEST(Watchdog, PingsTwiceInEachSpanThatSystemdAllows) {
    EXPECT_EQ(ping_interval(30'000'000), seconds{15});
    EXPECT_EQ(ping_interval(~std::uint64_t{0}), std::chrono::hours{12});
}

}  // namespace
}  // namespace sarhad::daemon
