#include "central/fleet.h"

#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

constexpr core::StreamId kList{100};
constexpr std::int64_t kSecond = 1'000'000;

FleetTargets two_editions() {
    FleetTargets targets;
    StreamHead head;
    head.name = "wl/demo/persons";
    head.position = {kList, core::Epoch{1}, core::Seq{9}, {}};
    head.edition = 2;
    targets.heads = {head};
    targets.editions = {{kList, 1, core::Seq{4}, {}, {0}},
                        {kList, 2, core::Seq{9}, {}, {100 * kSecond}}};
    return targets;
}

NodeFacts live_at(std::uint64_t seq) {
    NodeFacts node;
    node.is_live = true;
    node.heard_at = core::WallTime{0};
    node.applied[kList] = {core::NodeId{1}, {kList, core::Epoch{1}, core::Seq{seq}, {}}, {}, {}};
    return node;
}

TEST(Fleet, ANodeWithoutContactWasNeverSeen) {
    EXPECT_EQ(status_of({}, two_editions(), {0}).state, NodeState::kNeverSeen);
}

TEST(Fleet, ANodeWithoutASessionIsSilentAndKeepsItsLastNumbers) {
    NodeFacts node = live_at(4);
    node.is_live = false;
    node.heard_at = core::WallTime{7};
    const NodeStatus status = status_of(node, two_editions(), {500 * kSecond});
    EXPECT_EQ(status.state, NodeState::kSilent);
    EXPECT_EQ(status.as_of, core::WallTime{7});
    EXPECT_EQ(status.lists.at(0).edition, 1U);
    EXPECT_EQ(status.lists.at(0).missing, 5U);
}

TEST(Fleet, ANodeBehindItsListIsOutdatedOnceTheGraceIsOver) {
    const FleetTargets targets = two_editions();
    EXPECT_EQ(status_of(live_at(4), targets, {159 * kSecond}).state, NodeState::kCurrent);
    EXPECT_EQ(status_of(live_at(4), targets, {161 * kSecond}).state, NodeState::kOutdated);
}

TEST(Fleet, ANodeThatMissesManyDeltasIsOutdatedAtOnce) {
    FleetTargets targets = two_editions();
    targets.outdated_deltas = 4;
    EXPECT_EQ(status_of(live_at(4), targets, {100 * kSecond}).state, NodeState::kOutdated);
}

TEST(Fleet, HalfAnEditionIsNotTheEdition) {
    EXPECT_EQ(status_of(live_at(8), two_editions(), {0}).lists.at(0).edition, 1U);
    EXPECT_EQ(status_of(live_at(9), two_editions(), {0}).lists.at(0).edition, 2U);
}

TEST(Fleet, ANodeWhoseOutboxWaitsIsBehindAndElseCurrent) {
    NodeFacts node = live_at(9);
    EXPECT_EQ(status_of(node, two_editions(), {0}).state, NodeState::kCurrent);
    node.outbox = 3;
    EXPECT_EQ(status_of(node, two_editions(), {0}).state, NodeState::kBehind);
}

TEST(Fleet, ANodeWithAStoppedStreamIsNeverCurrent) {
    NodeFacts node = live_at(9);
    node.quarantines = {
        {core::NodeId{1}, replication::Direction::kUp, core::StreamId{2}, "a fork", {0}}};
    NodeStatus status = status_of(node, two_editions(), {0});
    EXPECT_EQ(status.state, NodeState::kBehind);
    EXPECT_EQ(status.reason,
              "hits (stream 2 up) stopped since 1970-01-01T00:00:00.000000Z: a fork");
    node.quarantines.push_back(
        {core::NodeId{1}, replication::Direction::kDown, kList, "refused", {0}});
    status = status_of(node, two_editions(), {0});
    EXPECT_EQ(status.state, NodeState::kOutdated);
    EXPECT_NE(status.reason.find("refused"), std::string::npos);
    node.is_live = false;
    EXPECT_EQ(status_of(node, two_editions(), {0}).state, NodeState::kSilent);
}

TEST(Fleet, ANodeThatLacksAnAlertForTooLongIsOutdated) {
    FleetTargets targets = two_editions();
    StreamHead alerts;
    alerts.name = "alert";
    alerts.position = {wire::kAlertStream, core::Epoch{1}, core::Seq{3}, {}};
    targets.heads.push_back(alerts);
    NodeFacts node = live_at(9);
    node.alerts_missing_since = core::WallTime{200 * kSecond};
    EXPECT_EQ(status_of(node, targets, {259 * kSecond}).state, NodeState::kCurrent);
    const NodeStatus late = status_of(node, targets, {261 * kSecond});
    EXPECT_EQ(late.state, NodeState::kOutdated);
    EXPECT_EQ(late.reason, "3 alerts missing since 1970-01-01T00:03:20.000000Z");
}

}  // namespace
}  // namespace sarhad::central
