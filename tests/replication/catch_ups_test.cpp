#include "replication/catch_ups.h"

#include "session_rig.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace sarhad::replication {
namespace {

using core::MonoTime;
using core::NodeId;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(CatchUps, ANodeThatComesAloneBeginsAtOnce) {
    SeededRandom random{1};
    CatchUps gate{random};
    gate.ask(NodeId{3}, kStart);
    EXPECT_EQ(gate.admit(kStart), std::vector{NodeId{3}});
    EXPECT_TRUE(gate.admit(kStart).empty());
    EXPECT_FALSE(gate.deadline());
}

TEST(CatchUps, AThousandNodesBeginFiftyAtATimeAndNobodyIsForgotten) {
    SeededRandom random{7};
    CatchUps gate{random};
    for (std::uint32_t node = 1; node <= 1000; ++node) {
        gate.ask(NodeId{node}, kStart);
    }
    std::set<NodeId> begun;
    std::multimap<MonoTime, NodeId> ends;  // Each takes one to four seconds.
    MonoTime now = kStart;
    std::size_t at_once = 0;
    while (begun.size() < 1000 && now < kStart + seconds{300}) {
        while (!ends.empty() && ends.begin()->first <= now) {
            gate.leave(ends.begin()->second);
            ends.erase(ends.begin());
        }
        for (const NodeId node : gate.admit(now)) {
            EXPECT_TRUE(begun.insert(node).second);
            ends.emplace(now + milliseconds{1000 + static_cast<int>(random.below(3000))}, node);
        }
        at_once = std::max(at_once, ends.size());
        now = now + milliseconds{10};
    }
    EXPECT_EQ(begun.size(), 1000U);
    EXPECT_EQ(at_once, CatchUps::kAtOnceMax);
    EXPECT_LT(now, kStart + seconds{90});
}

TEST(CatchUps, ThoseThatWaitDoNotBeginTogether) {
    SeededRandom random{7};
    CatchUps gate{random};
    for (std::uint32_t node = 1; node <= 400; ++node) {
        gate.ask(NodeId{node}, kStart);
    }
    std::size_t most = 0;
    for (int second = 0; second <= 31; ++second) {
        std::size_t begun = 0;
        for (const NodeId node : gate.admit(kStart + seconds{second})) {
            gate.leave(node);
            ++begun;
        }
        most = second == 0 ? 0 : std::max(most, begun);
    }
    EXPECT_EQ(gate.waiting(), 0U);
    EXPECT_LE(most, 30U);
}

TEST(CatchUps, SlowNodesDoNotKeepOthersFromBeginningForEver) {
    SeededRandom random{7};
    CatchUps gate{random};
    for (std::uint32_t node = 1; node <= 51; ++node) {
        gate.ask(NodeId{node}, kStart);
    }
    EXPECT_EQ(gate.admit(kStart).size(), 50U);
    const std::optional<MonoTime> due = gate.deadline();
    ASSERT_TRUE(due);
    EXPECT_LE(*due, kStart + CatchUps::kPlaceHeldMax);
    EXPECT_EQ(gate.admit(kStart + CatchUps::kPlaceHeldMax).size(), 1U);
}

TEST(CatchUps, ANodeThatIsGoneHasNoPlace) {
    SeededRandom random{7};
    CatchUps gate{random};
    for (std::uint32_t node = 1; node <= 60; ++node) {
        gate.ask(NodeId{node}, kStart);
    }
    for (const NodeId node : gate.admit(kStart)) {
        gate.leave(node);
    }
    gate.leave(NodeId{55});
    EXPECT_EQ(gate.admit(kStart + CatchUps::kSpreadMax).size(), 9U);
}

}  // namespace
}  // namespace sarhad::replication
