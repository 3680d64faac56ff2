#include "sim/sim_time.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sarhad::sim {
namespace {

using std::chrono::seconds;

void run_all(Timeline& timeline) {
    while (timeline.run_next(seconds{1000})) {
    }
}

TEST(Timeline, RunsInOrderOfTimeThenOfArrival) {
    Timeline timeline;
    std::string order;
    timeline.at(seconds{2}, kWorld, [&] { order += "c"; });
    timeline.at(seconds{1}, kWorld, [&] { order += "a"; });
    timeline.at(seconds{1}, kWorld, [&] { order += "b"; });
    run_all(timeline);
    EXPECT_EQ(order, "abc");
    EXPECT_EQ(timeline.now(), seconds{2});
}

TEST(Timeline, ADeadProcessRunsNothing) {
    Timeline timeline;
    int runs = 0;
    timeline.at(seconds{1}, 7, [&] { ++runs; });
    timeline.at(seconds{1}, 8, [&] { ++runs; });
    timeline.drop(7);
    run_all(timeline);
    EXPECT_EQ(runs, 1);
}

TEST(SimScheduler, ACancelledTimerDoesNotRun) {
    Timeline timeline;
    SimScheduler scheduler{timeline, 1};
    int runs = 0;
    const core::TimerId timer = scheduler.after(seconds{1}, [&] { ++runs; });
    scheduler.after(seconds{2}, [&] { runs += 10; });
    scheduler.cancel(timer);
    run_all(timeline);
    EXPECT_EQ(runs, 10);
}

TEST(Timeline, AgreesWithAListThatIsSortedEachTime) {
    Timeline timeline;
    SimRandom random{5};
    struct Event {
        core::Duration when;
        int number;
        std::uint64_t id;
    };
    std::vector<Event> waiting;
    std::vector<std::uint64_t> ended;
    std::vector<int> ran;
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t dice = random.below(10);
        if (dice < 5) {
            const core::Duration when = timeline.now() + seconds{random.below(20)};
            waiting.push_back(
                {when, i, timeline.at(when, kWorld, [&ran, i] { ran.push_back(i); })});
        } else if (dice < 6 && !waiting.empty()) {
            const auto gone =
                waiting.begin() + static_cast<std::ptrdiff_t>(random.below(waiting.size()));
            timeline.cancel(gone->id);
            waiting.erase(gone);
        } else if (dice < 7 && !ended.empty()) {
            timeline.cancel(ended[random.below(ended.size())]);  // Of another event by now.
        } else {
            std::stable_sort(
                waiting.begin(), waiting.end(), [](const auto& left, const auto& right) {
                    return left.when < right.when;
                });
            ran.clear();
            ASSERT_EQ(timeline.run_next(seconds{1'000'000}), !waiting.empty());
            if (!waiting.empty()) {
                ASSERT_EQ(ran, std::vector<int>{waiting.front().number});
                ASSERT_EQ(timeline.now(), waiting.front().when);
                ended.push_back(waiting.front().id);
                waiting.erase(waiting.begin());
            }
        }
    }
    EXPECT_GT(ended.size(), 1000U);
}

TEST(SimExecutor, KeepsTheOrderOfTheStoreLaneAndNotThatOfTheMatchLane) {
    Timeline timeline;
    SimRandom random{3};
    SimExecutor executor{timeline, random, 1};
    std::vector<int> stored;
    std::vector<int> matched;
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(executor.post(core::Lane::kStore, [&, i] { stored.push_back(i); }));
        ASSERT_TRUE(executor.post(core::Lane::kMatch, [&, i] { matched.push_back(i); }));
    }
    run_all(timeline);
    EXPECT_TRUE(std::is_sorted(stored.begin(), stored.end()));
    EXPECT_FALSE(std::is_sorted(matched.begin(), matched.end()));
    EXPECT_EQ(matched.size(), 50U);
}

TEST(SimClock, AStepOfTheWallClockLeavesMonoAlone) {
    Timeline timeline;
    SimClock clock{timeline};
    const core::WallTime wall = clock.wall();
    const core::MonoTime mono = clock.mono();
    clock.step_wall(seconds{-30});
    EXPECT_EQ(clock.wall().micros, wall.micros - 30'000'000);
    EXPECT_EQ(clock.mono(), mono);
}

TEST(SodiumSeed, TheSameSeedGivesTheSameKeys) {
    std::vector<std::string> keys;
    for (int run = 0; run < 2; ++run) {
        SimRandom random{11};
        const SodiumSeed seeded{random};
        std::string public_key(crypto_sign_PUBLICKEYBYTES, ' ');
        std::string secret_key(crypto_sign_SECRETKEYBYTES, ' ');
        auto* bytes = reinterpret_cast<unsigned char*>(public_key.data());
        crypto_sign_keypair(bytes, reinterpret_cast<unsigned char*>(secret_key.data()));
        keys.push_back(public_key);
    }
    EXPECT_EQ(keys[0], keys[1]);
}

}  // namespace
}  // namespace sarhad::sim
