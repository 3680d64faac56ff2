#include "daemon/threads.h"

#include "fakes.h"

#include "core/system_clock.h"

#include <gmock/gmock.h>
#include <pthread.h>

#include <array>
#include <csignal>
#include <future>
#include <map>

namespace sarhad::daemon {
namespace {

using core::Lane;
using std::chrono::seconds;

struct Running {
    explicit Running(int match_threads = 1) : threads{loop, clock, metrics, match_threads} {}
    ManualClock clock{};
    KeptLog log{};
    Metrics metrics{};
    AsioLoop loop{clock, log, metrics};
    Threads threads;
};

/// Holds a worker until the test lets it go.
class Gate {
public:
    core::Task task() {
        return [this] {
            reached_.set_value();
            opened_.wait();
        };
    }
    void await() { reached_.get_future().wait(); }
    void open() { open_.set_value(); }

private:
    std::promise<void> reached_;
    std::promise<void> open_;
    std::shared_future<void> opened_{open_.get_future()};
};

TEST(Threads, RunEachTaskOnItsLane) {
    Running on;
    std::map<Lane, std::promise<bool>> is_there;
    for (const Lane lane : {Lane::kStore, Lane::kMatch, Lane::kRead, Lane::kSpool, Lane::kBuild}) {
        std::promise<bool>& told = is_there[lane];
        ASSERT_TRUE(on.threads.post(
            lane, [&on, &told, lane] { told.set_value(on.threads.on_lane(lane)); }));
        EXPECT_TRUE(told.get_future().get());
        EXPECT_FALSE(on.threads.on_lane(lane));
    }
    on.threads.stop();  // Before what its tasks refer to.
}

TEST(Threads, HandTasksOfTheLoopLaneToTheLoop) {
    core::SystemClock clock;
    KeptLog log;
    Metrics metrics;
    AsioLoop loop{clock, log, metrics};
    Threads threads{loop, clock, metrics, 1};
    bool was_on_loop = false;
    ASSERT_TRUE(threads.post(Lane::kStore, [&] {
        EXPECT_TRUE(threads.post(Lane::kLoop, [&] {
            was_on_loop = threads.on_lane(Lane::kLoop);
            loop.stop();
        }));
    }));
    EXPECT_TRUE(loop.run_for(seconds{5}));
    EXPECT_TRUE(was_on_loop);
}

TEST(Threads, RunStoreTasksInTheOrderOfTheirPosting) {
    Running on;
    std::vector<int> ran;
    for (int n = 0; n < 4000; ++n) {
        ASSERT_TRUE(on.threads.post(Lane::kStore, [&ran, n] { ran.push_back(n); }));
    }
    on.threads.stop();
    ASSERT_EQ(ran.size(), 4000U);
    EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST(Threads, RefuseATaskWhereTheLaneIsFull) {
    Running on;
    Gate gate;
    ASSERT_TRUE(on.threads.post(Lane::kStore, gate.task()));
    gate.await();
    for (std::size_t n = 0; n < kLaneTasksMax; ++n) {
        ASSERT_TRUE(on.threads.post(Lane::kStore, [] {}));
    }
    EXPECT_FALSE(on.threads.post(Lane::kStore, [] { ADD_FAILURE(); }));
    EXPECT_THAT(
        on.metrics.render(),
        testing::AllOf(testing::HasSubstr("sarhad_lane_tasks{lane=\"store\"} 4096\n"),
                       testing::HasSubstr("sarhad_lane_refused_total{lane=\"store\"} 1\n")));
    gate.open();
    on.threads.stop();
}

TEST(Threads, RunEveryStoreTaskThatWaitsBeforeTheyStop) {
    Running on;
    Gate gate;
    ASSERT_TRUE(on.threads.post(Lane::kStore, gate.task()));
    gate.await();
    int ran = 0;
    for (int n = 0; n < 1000; ++n) {
        ASSERT_TRUE(on.threads.post(Lane::kStore, [&] { ++ran; }));
    }
    gate.open();
    on.threads.stop();
    EXPECT_EQ(ran, 1000);
}

TEST(Threads, LetARunningMatchTaskHandItsResultToTheStoreAsTheyStop) {
    Running on;
    bool is_stored = false;
    Gate gate;
    const core::Task hold = gate.task();
    ASSERT_TRUE(on.threads.post(Lane::kMatch, [&] {
        hold();
        EXPECT_TRUE(on.threads.post(Lane::kStore, [&] { is_stored = true; }));
    }));
    gate.await();
    gate.open();
    on.threads.stop();
    EXPECT_TRUE(is_stored);
}

TEST(Threads, RefuseEveryTaskOnceStopped) {
    Running on;
    on.threads.stop();
    on.threads.stop();
    for (const Lane lane : {Lane::kStore, Lane::kMatch, Lane::kRead, Lane::kSpool, Lane::kBuild}) {
        EXPECT_FALSE(on.threads.post(lane, [] {}));
    }
}

TEST(Threads, RunMatchTasksAtTheSameTime) {
    Running on{2};
    Gate first;
    Gate second;
    ASSERT_TRUE(on.threads.post(Lane::kMatch, first.task()));
    ASSERT_TRUE(on.threads.post(Lane::kMatch, second.task()));
    first.await();
    second.await();
    first.open();
    second.open();
    on.threads.stop();
}

TEST(Threads, BlockSignalsAndCarryTheirNames) {
    Running on;
    std::promise<std::string> name;
    std::promise<bool> blocks;
    ASSERT_TRUE(on.threads.post(Lane::kMatch, [&] {
        std::array<char, 16> text{};
        EXPECT_EQ(pthread_getname_np(pthread_self(), text.data(), text.size()), 0);
        name.set_value(text.data());
        sigset_t blocked{};
        EXPECT_EQ(pthread_sigmask(SIG_BLOCK, nullptr, &blocked), 0);
        blocks.set_value(sigismember(&blocked, SIGTERM) == 1 &&
                         sigismember(&blocked, SIGHUP) == 1 && sigismember(&blocked, SIGSEGV) == 0);
    }));
    EXPECT_EQ(name.get_future().get(), "match-0");
    EXPECT_TRUE(blocks.get_future().get());
    on.threads.stop();
    sigset_t here{};
    ASSERT_EQ(pthread_sigmask(SIG_BLOCK, nullptr, &here), 0);
    EXPECT_EQ(sigismember(&here, SIGTERM), 0) << "the loop's own thread must still take signals";
}

TEST(Threads, ShowAnIdleWorkerAsAlive) {
    Running on;
    on.clock.advance(seconds{3600});
    EXPECT_EQ(frozen_worker(on.threads.heartbeats(), on.clock.mono(), seconds{1}), std::nullopt);
}

TEST(Threads, ShowAWorkerWithALongTaskAsFrozenUntilItEnds) {
    Running on;
    Gate gate;
    ASSERT_TRUE(on.threads.post(Lane::kRead, gate.task()));
    gate.await();
    on.clock.advance(seconds{61});
    EXPECT_EQ(frozen_worker(on.threads.heartbeats(), on.clock.mono(), seconds{60}), "read");
    gate.open();
    on.threads.stop();
    EXPECT_EQ(frozen_worker(on.threads.heartbeats(), on.clock.mono(), seconds{60}), std::nullopt);
}

TEST(Threads, TakeStillWorkingAsASignOfLife) {
    Running on;
    Gate gate;
    std::promise<void> reported;
    std::promise<void> go;
    ASSERT_TRUE(on.threads.post(Lane::kStore, [&] {
        go.get_future().wait();
        on.threads.still_working();
        reported.set_value();
        gate.task()();
    }));
    on.clock.advance(seconds{61});
    go.set_value();
    reported.get_future().wait();
    EXPECT_EQ(frozen_worker(on.threads.heartbeats(), on.clock.mono(), seconds{60}), std::nullopt);
    gate.open();
    on.threads.stop();
}

}  // namespace
}  // namespace sarhad::daemon
