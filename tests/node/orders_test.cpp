// What a node makes of the orders that stand behind its hits.
#include "node_fixture.h"

#include "watchlists/entry.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

class NodeOrders : public NodeTest {
protected:
    void start_with(const watchlists::ListEntry& entry) {
        rig_.start();
        rig_.bring_link_up();
        publish({upsert_of(entry), ops_[1]});
    }
    void screen(const std::string& reference) {
        rig_.drop_file(
            reference + ".edi",
            paxlst(reference, {{"QORBANTEST", "ZAMIR", "XT7654321"}}, flight_of(reference)));
        rig_.pass(kMoment);
    }

    watchlists::ListEntry entry_{listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321")};
};

TEST_F(NodeOrders, ADiscreetHitIsReportedAndNoEventAtThePortTellsOfIt) {
    entry_.order.action = facts::ListAction::kDiscreet;
    start_with(entry_);
    screen("A1");
    const facts::Decision decision = crossings_of(rig_).at(0).crossing.decision;
    ASSERT_EQ(decision.hits.size(), 1U);  // On record.
    EXPECT_EQ(decision.channel, facts::Channel::kGreen);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 0U);
    for (const NodeEvent& event : rig_.events) {
        if (event.kind == NodeEventKind::kTravellerScreened) {
            EXPECT_EQ(event.count, 0U);
            EXPECT_EQ(event.entry, "");
        }
    }
    rig_.pass(std::chrono::seconds{2});  // The status is a second old.
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kHits).last_seq, 1U);  // And for central.
}

TEST_F(NodeOrders, AnOrderEndsByTheNodesOwnClockWithoutALink) {
    entry_.order.valid_until = facts::day_of(rig_.time.wall());
    start_with(entry_);
    rig_.transport.become(wire::LinkState::kDown);
    screen("A1");
    EXPECT_EQ(crossings_of(rig_).at(0).crossing.decision.hits.size(), 1U);
    rig_.time.step_wall(std::chrono::hours{24});
    screen("B1");
    const facts::Decision after = crossings_of(rig_).at(1).crossing.decision;
    EXPECT_TRUE(after.hits.empty());
    EXPECT_GT(after.on, entry_.order.valid_until);
}

}  // namespace
}  // namespace sarhad::node
