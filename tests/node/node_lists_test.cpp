// What a node does with the lists that it holds: staged, in force, damaged, stopped, across
// restarts.
#include "node_fixture.h"

#include "core/text.h"
#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "wire/msgpack.h"
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

TEST_F(NodeLists, AReleasedListIsTakenAgainAndStaysInForceMeanwhile) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    const std::vector<wire::StreamPosition> nothing;  // Central was restored from before the list.
    rig_.bring_link_up(&nothing);
    ASSERT_EQ(rig_.node->status().uplink.quarantines.size(), 1U);
    rig_.node->release_stream(
        {replication::Direction::kDown, kTestStream, "admin.1", "central was restored"},
        [](const core::Result<Release>& released) { ASSERT_TRUE(released); });
    rig_.settle();
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
    EXPECT_EQ(rig_.transport.last_hello().down.at(0).seq, core::Seq{0});

    rig_.crash();
    rig_.start();
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);  // As it was, until it is whole again.
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
    rig_.bring_link_up();
    publish({ops_[1]});  // Another history, as central has it now.
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].entries, 1U);
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
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
    rig_.drop_file("b.edi", paxlst("B1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}, "QX613"));
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

/// An edition that adds one entry behind those of `last`, which ended the one before.
wire::DeltaBody next_edition(const wire::DeltaBody& last,
                             std::vector<wire::Op> held,
                             const wire::Op& more) {
    wire::DeltaBody next = last;
    next.seq = core::next(last.seq);
    next.prev_chain = wire::chain_hash(last.prev_chain, wire::encode(last));
    next.edition = last.edition + 1;
    next.pre_root = root_of(held);
    held.push_back(more);
    next.post_root = root_of(held);
    next.ops = {more};
    return next;
}

class KeptLists : public NodeLists {
protected:
    /// In the store, under the running node.
    void change(store::Sql sql) {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        {
            auto statement = rig_.database->prepare(sql);
            ASSERT_TRUE(statement && statement->run());
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    /// The hits of a traveller whom only `document` tells.
    std::size_t hits_of(const std::string& document) {
        const std::string reference = core::cat("R", ++messages_);  // The same one is dropped.
        rig_.drop_file(reference,
                       paxlst(reference, {{"NOBODY", "ELSE", document}}, flight_of(reference)));
        rig_.pass(kMoment);
        EXPECT_EQ(crossings_of(rig_).size(), messages_);
        return crossings_of(rig_).back().crossing.decision.hits.size();
    }
    /// The first edition of a second list.
    static wire::DeltaBody other_list() {
        auto other = edition_deltas({upsert_of(listed_person("S.1", "DARO INVENTO", "XT5556667"))},
                                    1,
                                    {},
                                    {core::StreamId{101}, core::Epoch{1}, core::Seq{0}, {}});
        other[0].name = "wl/test/second";
        return other[0];
    }

    std::size_t messages_{0};
};

TEST_F(KeptLists, AnEditionInForceStaysWhileTheNewerOneDoesNotBuild) {
    rig_.start();
    rig_.bring_link_up();
    const auto first =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    publish(ops_);
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    const facts::Hash256 hash = rig_.node->status().list_hash;

    change("UPDATE edition SET changes_since = 99");  // So that all of it is built anew.
    change("CREATE TABLE kept AS SELECT id, body FROM list_entry");
    change("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    const wire::DeltaBody second = next_edition(
        first.back(), ops_, upsert_of(listed_person("T.3", "CHIARA SAMPLINI", "XT3334445")));
    rig_.deliver(second);

    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].edition, 1U);
    EXPECT_EQ(rig_.node->status().list_hash, hash);
    ASSERT_EQ(rig_.node->status().lists_waiting.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists_waiting[0].stored.edition, 2U);
    EXPECT_NE(rig_.node->status().lists_waiting[0].why, "");
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kEditionApplied), 1U);
    EXPECT_EQ(hits_of("XT1112223"), 1U);  // Of the damaged row: what is in force is whole.
    EXPECT_EQ(hits_of("XT3334445"), 0U);

    change(
        "UPDATE list_entry SET body = (SELECT body FROM kept WHERE kept.id = list_entry.id)"
        " WHERE id = 'T.2'");
    rig_.pass(kBuildRetryMax);
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].edition, 2U);
    EXPECT_TRUE(rig_.node->status().lists_waiting.empty());
    EXPECT_EQ(hits_of("XT3334445"), 1U);
}

TEST_F(KeptLists, AnotherListWaitsForTheOneInForceThatDoesNotBuild) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    const wire::DeltaBody other = other_list();
    rig_.deliver(other);
    const facts::Hash256 hash = rig_.node->status().list_hash;
    change("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    change("UPDATE edition SET changes_since = 99 WHERE name = 'wl/test/second'");
    rig_.deliver(next_edition(
        other, other.ops, upsert_of(listed_person("S.2", "ORADO INVENTA", "XT8889990"))));
    EXPECT_EQ(rig_.node->status().list_hash, hash);
    std::string why;
    for (const WaitingList& list : rig_.node->status().lists_waiting) {
        why = list.stored.name == "wl/test/second" ? list.why : why;
    }
    EXPECT_EQ(why, core::cat("waits for ", kTestList, ", which does not build"));
    EXPECT_EQ(hits_of("XT1112223"), 1U);
    EXPECT_EQ(hits_of("XT8889990"), 0U);
}

TEST_F(KeptLists, AnEditionIsTakenInWithoutTheRowsThatItDoesNotTouch) {
    rig_.start();
    rig_.bring_link_up();
    const auto first =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    publish(ops_);
    change("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    rig_.deliver(next_edition(
        first.back(), ops_, upsert_of(listed_person("T.3", "CHIARA SAMPLINI", "XT3334445"))));
    rig_.deliver(other_list());
    EXPECT_EQ(rig_.node->status().lists.size(), 2U);
    EXPECT_TRUE(rig_.node->status().lists_waiting.empty());
    EXPECT_EQ(hits_of("XT1112223"), 1U);
    EXPECT_EQ(hits_of("XT3334445"), 1U);
    EXPECT_EQ(hits_of("XT5556667"), 1U);
}

TEST_F(KeptLists, ADamagedRowOfAnEditionKeepsTheOneBeforeAndNoOtherList) {
    rig_.start();
    rig_.bring_link_up();
    const auto first =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    publish(ops_);
    rig_.executor.hold_next(core::Lane::kRead);  // Stored, and not read yet.
    rig_.deliver(next_edition(
        first.back(), ops_, upsert_of(listed_person("T.3", "CHIARA SAMPLINI", "XT3334445"))));
    change("CREATE TABLE kept AS SELECT id, body FROM list_entry");
    change("UPDATE list_entry SET body = x'00' WHERE id = 'T.3'");
    rig_.executor.release();
    rig_.deliver(other_list());
    ASSERT_EQ(rig_.node->status().lists_waiting.size(), 1U);
    EXPECT_NE(rig_.node->status().lists_waiting[0].why, "");
    EXPECT_EQ(hits_of("XT1112223"), 1U);
    EXPECT_EQ(hits_of("XT3334445"), 0U);
    EXPECT_EQ(hits_of("XT5556667"), 1U);
    change(
        "UPDATE list_entry SET body = (SELECT body FROM kept WHERE kept.id = list_entry.id)"
        " WHERE id = 'T.3'");
    rig_.pass(kBuildRetryMax);
    EXPECT_EQ(hits_of("XT3334445"), 1U);
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
    const BuiltLists built = build_lists(lists, seal, ListKeys{});
    ASSERT_EQ(built.left_out.size(), 1U);
    EXPECT_EQ(built.left_out[0].stored.name, "wl/test/a");
    EXPECT_NE(built.left_out[0].why, "");
    ASSERT_EQ(built.lists.size(), 1U);
    ASSERT_EQ(built.snapshot->manifests().size(), 1U);
    EXPECT_EQ(built.snapshot->manifests()[0].name, "wl/test/b");
}

TEST(BuildLists, AListThatFailsHalfWayLeavesNothingBehind) {
    ASSERT_TRUE(wire::sodium_start());
    wire::OsRandom random;
    const wire::RecordSeal seal{wire::Secret{32}, random};
    const auto add_row = [&](SealedList& list, std::string_view id, const core::Bytes& body) {
        const core::Bytes place = entry_place(list.state.stream, id);
        list.entries.push_back({std::string{id}, seal.seal(kListEntryTable, place, body)});
    };
    std::vector<SealedList> lists(3);
    for (std::size_t i = 0; i < lists.size(); ++i) {
        SealedList& list = lists[i];
        list.state.stream = core::StreamId{static_cast<std::uint16_t>(100 + i)};
        list.state.name = core::cat("wl/test/", i);
        watchlists::ListManifest manifest;
        manifest.name = list.state.name;
        manifest.source = core::cat("SOURCE ", i);
        for (const std::string_view id : {"T.1", "T.2", "T.3"}) {
            add_row(list,
                    id,
                    watchlists::entry_bytes(
                        listed_person(std::string{id}, "ZAMIR QORBANTEST", "XT1234567")));
        }
        add_row(list, watchlists::kManifestId, wire::encode(manifest));  // Wherever it stands.
        std::swap(list.entries[i], list.entries[3]);
    }
    const auto whole = build_lists({lists[0], lists[2]}, seal, ListKeys{});
    lists[1].entries[2].sealed[20] ^= 1U;
    const BuiltLists built = build_lists(lists, seal, ListKeys{});
    ASSERT_EQ(built.left_out.size(), 1U);
    EXPECT_EQ(built.left_out[0].stored.name, "wl/test/1");
    ASSERT_EQ(built.lists.size(), 2U);
    EXPECT_EQ(built.snapshot->size().entries, 6U);
    EXPECT_EQ(built.snapshot->manifests()[1].source, "SOURCE 2");
    EXPECT_EQ(*built.snapshot->segment_bytes(), *whole.snapshot->segment_bytes());
}

}  // namespace
}  // namespace sarhad::node
