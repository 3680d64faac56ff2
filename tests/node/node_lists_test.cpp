// What a node does with the lists that it holds: staged, in force, damaged, stopped, across
// restarts.
#include "node_fixture.h"

#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

class NodeLists : public NodeTest {};

TEST_F(NodeLists, GoesOnInTheMiddleOfAnEditionAfterARestart) {
    rig_.start();
    rig_.bring_link_up();
    const auto deltas =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    rig_.deliver(deltas[0]);
    EXPECT_TRUE(rig_.node->status().lists.empty());
    rig_.crash();
    rig_.start();
    rig_.bring_link_up();
    rig_.deliver(deltas[1]);
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].entries, 2U);
}

TEST_F(NodeLists, AStoppedStreamStaysStoppedAfterARestart) {
    rig_.start();
    rig_.bring_link_up();
    const auto deltas =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    rig_.deliver(deltas[0]);
    const std::vector<wire::StreamPosition> nothing;  // Central was restored from before the list.
    rig_.bring_link_up(&nothing);
    const wire::Nack refused{
        core::StreamId{2}, core::Epoch{1}, core::Seq{1}, wire::NackReason::kFork};
    rig_.transport.receive(wire::Channel::kControl,
                           wire::encode_frame(refused, wire::Lane::kUrgent, refused.stream));
    rig_.settle();
    const auto before = rig_.node->status().uplink.quarantines;
    ASSERT_EQ(before.size(), 2U);
    EXPECT_EQ(before.begin()->first, (StreamKey{replication::Direction::kUp, core::StreamId{2}}));
    EXPECT_EQ(before.rbegin()->first, (StreamKey{replication::Direction::kDown, kTestStream}));

    rig_.crash();
    rig_.start();
    EXPECT_EQ(rig_.node->status().uplink.quarantines, before);
    rig_.bring_link_up();
    rig_.deliver(deltas[1]);
    EXPECT_TRUE(rig_.node->status().lists.empty());
}

TEST_F(NodeLists, ScreensWithItsListsRightAfterARestart) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    const facts::Hash256 before = rig_.node->status().list_hash;
    rig_.crash();
    rig_.start();
    EXPECT_EQ(rig_.node->status().list_hash, before);
}

TEST_F(NodeLists, CallsAnEditionInForceOnlyOnceItIsScreenedAgainst) {
    rig_.start();
    rig_.bring_link_up();
    rig_.executor.hold_next(core::Lane::kMatch);  // The build.
    publish(ops_);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kEditionApplied), 0U);
    EXPECT_TRUE(rig_.node->status().lists.empty());
    ASSERT_EQ(rig_.node->status().lists_waiting.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists_waiting[0].why, "");
    rig_.drop_file("a.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.pass(kMoment);
    EXPECT_TRUE(crossings_of(rig_).at(0).crossing.decision.hits.empty());
    rig_.executor.release();
    rig_.pass(kMoment);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kEditionApplied), 1U);
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_TRUE(rig_.node->status().lists_waiting.empty());
    rig_.drop_file("b.edi", paxlst("B1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).at(1).crossing.decision.hits.size(), 1U);
}

TEST_F(NodeLists, TriesABuildThatFailedAgain) {
    rig_.start();
    rig_.bring_link_up();
    rig_.executor.set_full(core::Lane::kMatch, true);
    publish(ops_);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kEditionApplied), 0U);
    EXPECT_TRUE(rig_.node->status().lists.empty());
    ASSERT_EQ(rig_.node->status().lists_waiting.size(), 1U);
    EXPECT_NE(rig_.node->status().lists_waiting[0].why.find("busy"), std::string::npos);
    rig_.pass(2 * kBuildRetryMin);
    EXPECT_TRUE(rig_.node->status().lists.empty());
    rig_.executor.set_full(core::Lane::kMatch, false);
    rig_.pass(4 * kBuildRetryMin);
    EXPECT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_TRUE(rig_.node->status().lists_waiting.empty());
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kEditionApplied), 1U);
}

TEST_F(NodeLists, StartsWithoutAListThatIsDamagedAndSaysSo) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        auto damage = rig_.database->prepare("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
        ASSERT_TRUE(damage && damage->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    rig_.crash();
    rig_.start();
    EXPECT_TRUE(rig_.node->status().lists.empty());
    ASSERT_EQ(rig_.node->status().lists_waiting.size(), 1U);
    EXPECT_NE(rig_.node->status().lists_waiting[0].why, "");
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
}

TEST(BuildLists, LeavesOutWhatDoesNotBuildAndKeepsTheRest) {
    ASSERT_TRUE(wire::sodium_start());
    wire::OsRandom random;
    const wire::RecordSeal seal{wire::Secret{32}, random};
    const auto list_of = [&](std::uint16_t stream, const std::string& name) {
        SealedList list;
        list.state.stream = core::StreamId{stream};
        list.state.name = name;
        const auto entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
        list.entries.push_back({entry.id,
                                seal.seal(kListEntryTable,
                                          entry_place(list.state.stream, entry.id),
                                          watchlists::entry_bytes(entry))});
        return list;
    };
    std::vector<SealedList> lists{list_of(100, "wl/test/a"), list_of(101, "wl/test/b")};
    lists[0].entries[0].sealed[20] ^= 1U;
    const BuiltLists built = build_lists(lists, seal);
    ASSERT_EQ(built.left_out.size(), 1U);
    EXPECT_EQ(built.left_out[0].stored.name, "wl/test/a");
    EXPECT_NE(built.left_out[0].why, "");
    ASSERT_EQ(built.lists.size(), 1U);
    ASSERT_EQ(built.snapshot->manifests().size(), 1U);
    EXPECT_EQ(built.snapshot->manifests()[0].name, "wl/test/b");
}

}  // namespace
}  // namespace sarhad::node
