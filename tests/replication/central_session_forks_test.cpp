// A stream that central has stopped, and a node that has not noticed.
#include "session_rig.h"

#include "replication/central_session.h"

#include <gtest/gtest.h>

#include <tuple>

namespace sarhad::replication {
namespace {

using core::Epoch;
using core::Seq;

class StoppedStreamTest : public ::testing::Test {
protected:
    using Effects = CentralSession::Effects;

    static Effects give(CentralSession& to, const wire::Message& message) {
        return to.on_frame(wire::Channel::kControl, to_frame(message), kWall, kStart);
    }
    /// Restored from a backup: it knows the list up to its first delta, the node has two more.
    CentralSession restored() { return {kNode, keys_.trust, {}, {list_.at(1)}, log_}; }
    static std::vector<std::string> told(const Effects& effects) {
        std::vector<std::string> details;
        for (const wire::ErrorReport& report : sent<wire::ErrorReport>(effects)) {
            EXPECT_EQ(report.code, kForkedDown);
            EXPECT_FALSE(report.is_fatal);
            details.push_back(report.detail);
        }
        return details;
    }
    void SetUp() override {
        for (int i = 0; i < 3; ++i) {
            list_.publish();
        }
    }

    Keys keys_ = make_keys();
    core::NullLog log_;
    Publisher list_{kList, keys_.sequencer, wire::Domain::kDelta};
    const wire::Nack refusal_{kList, Epoch{1}, Seq{4}, wire::NackReason::kFork};
};

TEST_F(StoppedStreamTest, IsToldAtEachPingUntilTheNodeRefusesItToo) {
    // Once central was ahead of the node again, nothing told the node: it waited in silence.
    CentralSession session = restored();
    EXPECT_EQ(told(give(session, hello_of(kNode, {list_.at(3)}))),
              std::vector{stopped(kForkedDown, kList).detail});
    EXPECT_EQ(told(give(session, wire::Ping{1, 0})).size(), 1U);
    std::ignore = give(session, refusal_);
    EXPECT_TRUE(told(give(session, wire::Ping{2, 0})).empty());
}

TEST_F(StoppedStreamTest, IsStoppedWhereCentralHasNothingOfItAnyMore) {
    // Restored from a backup of before the stream's first delta, central said nothing at all of it.
    CentralSession session{kNode, keys_.trust, {}, {}, log_};
    const Effects effects = give(session, hello_of(kNode, {list_.at(3)}));
    EXPECT_EQ(told(effects), std::vector{stopped(kForkedDown, kList).detail});
    const auto stops = only<Quarantine>(effects);
    ASSERT_EQ(stops.size(), 1U);
    EXPECT_EQ(stops.front().stream, kList);
    EXPECT_EQ(stops.front().direction, Direction::kDown);
}

TEST_F(StoppedStreamTest, OfAnotherNodeIsNoneOfItsMatter) {
    CentralSession session{kNode, keys_.trust, {}, {}, log_};
    const auto other = wire::expected_stream(core::NodeId{kNode.value() + 1});
    const Effects effects =
        give(session, hello_of(kNode, {{*other, core::Epoch{1}, core::Seq{3}, {}}}));
    EXPECT_TRUE(only<Quarantine>(effects).empty());
}

TEST_F(StoppedStreamTest, IsToldAgainToANodeThatHasStartedAnew) {
    CentralSession session = restored();
    std::ignore = give(session, hello_of(kNode, {list_.at(3)}));
    std::ignore = give(session, refusal_);
    EXPECT_EQ(told(give(session, hello_of(kNode, {list_.at(3)}))).size(), 1U);
}

TEST_F(StoppedStreamTest, IsToldAtOnceWhereAnAcknowledgementShowsIt) {
    CentralSession session{kNode, keys_.trust, {}, {list_.at(3)}, log_};
    EXPECT_TRUE(told(give(session, hello_of(kNode, {list_.at(2)}))).empty());
    wire::Hash256 other{};
    other.fill(9);
    EXPECT_EQ(told(give(session, wire::Ack{kList, Epoch{1}, Seq{3}, other, {}})).size(), 1U);
}

}  // namespace
}  // namespace sarhad::replication
