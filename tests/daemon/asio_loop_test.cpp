#include "daemon/asio_loop.h"

#include "fakes.h"

#include "core/system_clock.h"
#include "daemon/asio_context.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <optional>
#include <string>
#include <thread>

namespace sarhad::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr core::Duration kNone{0};

struct Loop {
    core::SystemClock clock{};
    KeptLog log{};
    Metrics metrics{};
    AsioLoop loop{clock, log, metrics};
};

class Pipe {
public:
    Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC | O_NONBLOCK), 0); }
    ~Pipe() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    [[nodiscard]] int reader() const { return ends_[0]; }
    void put(char c) const { EXPECT_EQ(::write(ends_[1], &c, 1), 1); }
    [[nodiscard]] char take() const {
        char c = 0;
        EXPECT_EQ(::read(ends_[0], &c, 1), 1);
        return c;
    }

private:
    std::array<int, 2> ends_{};
};

TEST(AsioLoop, RunsTimersInTheOrderOfTheirDeadlines) {
    Loop on;
    std::vector<int> ran;
    on.loop.after(milliseconds{4}, [&] {
        ran.push_back(3);
        on.loop.stop();
    });
    on.loop.after(milliseconds{2}, [&] { ran.push_back(2); });
    on.loop.after(kNone, [&] { ran.push_back(1); });
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    EXPECT_THAT(ran, ElementsAre(1, 2, 3));
}

TEST(AsioLoop, RunsTimersThatAreAllDueInTheOrderOfTheCalls) {
    Loop on;
    std::vector<int> ran;
    for (int n = 0; n < 1000; ++n) {
        on.loop.after(seconds{-1}, [&ran, n] { ran.push_back(n); });
    }
    on.loop.after(kNone, [&] { on.loop.stop(); });
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    ASSERT_EQ(ran.size(), 1000U);
    EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST(AsioLoop, NeverRunsACancelledTimer) {
    Loop on;
    bool ran = false;
    const core::TimerId doomed = on.loop.after(milliseconds{1}, [&] { ran = true; });
    // Due at the same time and before it in the queue: a timer that has already expired.
    on.loop.after(kNone, [&] { on.loop.cancel(doomed); });
    on.loop.after(milliseconds{3}, [&] { on.loop.stop(); });
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    EXPECT_FALSE(ran);
}

TEST(AsioLoop, IgnoresTheCancellingOfASpentTimer) {
    Loop on;
    core::TimerId spent{};
    spent = on.loop.after(kNone, [&] { on.loop.cancel(spent); });
    on.loop.after(kNone, [&] {
        on.loop.cancel(spent);
        on.loop.cancel(core::TimerId{0});
        on.loop.stop();
    });
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
}

TEST(AsioLoop, LetsATimerSetTimers) {
    Loop on;
    int left = 50;
    core::Task again = [&] {
        if (--left == 0) {
            on.loop.stop();
        } else {
            on.loop.after(kNone, again);
        }
    };
    on.loop.after(kNone, again);
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
}

TEST(AsioLoop, RunsTasksOfAnotherThreadInTheirOrderOnItsOwn) {
    Loop on;
    std::vector<int> ran;
    bool all_on_loop = true;
    std::thread poster{[&] {
        EXPECT_FALSE(on.loop.on_loop_thread());
        for (int n = 0; n < 1000; ++n) {
            EXPECT_TRUE(on.loop.post([&, n] {
                all_on_loop = all_on_loop && on.loop.on_loop_thread();
                ran.push_back(n);
            }));
        }
        EXPECT_TRUE(on.loop.post([&] { on.loop.stop(); }));
    }};
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    poster.join();
    EXPECT_TRUE(all_on_loop);
    ASSERT_EQ(ran.size(), 1000U);
    EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST(AsioLoop, RefusesATaskPastItsLimitAndRunsThoseItTook) {
    Loop on;
    std::size_t ran = 0;
    for (std::size_t n = 0; n < kLoopTasksMax; ++n) {
        ASSERT_TRUE(on.loop.post([&] {
            if (++ran == kLoopTasksMax) {
                on.loop.stop();
            }
        }));
    }
    EXPECT_FALSE(on.loop.post([] { ADD_FAILURE(); }));
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    EXPECT_TRUE(on.loop.post([] {}));
}

TEST(AsioLoop, EndsARunForAfterItsLimit) {
    Loop on;
    EXPECT_FALSE(on.loop.run_for(milliseconds{2}));
}

TEST(AsioLoop, KeepsAStopThatCameBeforeTheRun) {
    Loop on;
    on.loop.stop();
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    EXPECT_FALSE(on.loop.run_for(milliseconds{1})) << "a stop ends one run";
}

TEST(AsioLoop, EndsOnSigtermAndSaysSo) {
    Loop on;
    on.loop.after(kNone, [] { ::raise(SIGTERM); });
    EXPECT_EQ(on.loop.run_until_signal([] {}), StopCause::kTerminated);
}

TEST(AsioLoop, EndsOnSigintAndSaysSo) {
    Loop on;
    on.loop.after(kNone, [] { ::raise(SIGINT); });
    EXPECT_EQ(on.loop.run_until_signal([] {}), StopCause::kInterrupted);
}

TEST(AsioLoop, RunsTheHangupTaskForEachSighup) {
    Loop on;
    int hangups = 0;
    on.loop.after(kNone, [] { ::raise(SIGHUP); });
    const core::Task on_hangup = [&] {
        EXPECT_TRUE(on.loop.on_loop_thread());
        if (++hangups == 3) {
            on.loop.stop();
        } else {
            on.loop.after(kNone, [] { ::raise(SIGHUP); });
        }
    };
    EXPECT_EQ(on.loop.run_until_signal(on_hangup), StopCause::kStopped);
    EXPECT_EQ(hangups, 3);
}

TEST(AsioLoop, RunsAgainAfterASignal) {
    Loop on;
    on.loop.after(kNone, [] { ::raise(SIGTERM); });
    EXPECT_EQ(on.loop.run_until_signal([] {}), StopCause::kTerminated);
    on.loop.after(kNone, [&] { on.loop.stop(); });
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
}

TEST(AsioLoop, CallsTheWatcherUntilNothingIsLeftToRead) {
    Loop on;
    const Pipe pipe;
    for (const char c : {'a', 'b', 'c'}) {
        pipe.put(c);
    }
    std::string read;
    const auto watch = on.loop.watch_readable(pipe.reader(), [&] {
        read.push_back(pipe.take());  // One at a time: the rest must call again.
        if (read == "abc") {
            on.loop.after(milliseconds{1}, [&] { pipe.put('d'); });
        } else if (read == "abcd") {
            on.loop.stop();
        }
    });
    ASSERT_TRUE(watch);
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    EXPECT_EQ(read, "abcd");
}

TEST(AsioLoop, StopsWatchingWithTheWatchAndLeavesTheDescriptorOpen) {
    Loop on;
    const Pipe pipe;
    {
        const auto watch = on.loop.watch_readable(pipe.reader(), [] { ADD_FAILURE(); });
        ASSERT_TRUE(watch);
        pipe.put('x');
    }
    EXPECT_FALSE(on.loop.run_for(milliseconds{2}));
    EXPECT_EQ(pipe.take(), 'x');
}

TEST(AsioLoop, LetsAWatcherEndItsOwnWatch) {
    Loop on;
    const Pipe pipe;
    pipe.put('x');
    int calls = 0;
    std::optional<ReadWatch> held;
    auto watch = on.loop.watch_readable(pipe.reader(), [&] {
        ++calls;
        held.reset();
        on.loop.after(milliseconds{2}, [&] { on.loop.stop(); });
    });
    ASSERT_TRUE(watch);
    held.emplace(*std::move(watch));
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
    EXPECT_EQ(calls, 1);
}

TEST(AsioLoop, WatchesTheSameDescriptorAgainAfterTheWatchEnded) {
    Loop on;
    const Pipe pipe;
    {
        const auto ended = on.loop.watch_readable(pipe.reader(), [] { ADD_FAILURE(); });
    }
    const auto watch = on.loop.watch_readable(pipe.reader(), [&] {
        EXPECT_EQ(pipe.take(), 'x');
        on.loop.stop();
    });
    ASSERT_TRUE(watch);
    pipe.put('x');
    EXPECT_TRUE(on.loop.run_for(seconds{5}));
}

TEST(AsioLoop, RefusesToWatchWhatTheKernelCannot) {
    Loop on;
    const auto watch = on.loop.watch_readable(-1, [] {});
    ASSERT_FALSE(watch);
    EXPECT_EQ(watch.error().code, core::Errc::kInvalid);
}

TEST(AsioLoop, CountsAHandlerThatHoldsItTooLong) {
    ManualClock clock;
    KeptLog log;
    Metrics metrics;
    AsioLoop loop{clock, log, metrics};
    loop.run_measured([&] { clock.advance(milliseconds{20}); });
    EXPECT_THAT(log.lines(), ElementsAre());
    loop.run_measured([&] { clock.advance(milliseconds{21}); });
    EXPECT_THAT(log.lines(),
                ElementsAre("DAEMON-001 a handler held the loop over its limit took_us=21000"));
    EXPECT_THAT(metrics.render(), testing::HasSubstr("sarhad_loop_slow_handlers_total 1\n"));
}

TEST(AsioLoop, LendsOneContextToTheHttpServer) {
    Loop on;
    EXPECT_EQ(&io_context_of(on.loop), &io_context_of(on.loop));
}

}  // namespace
}  // namespace sarhad::daemon
