#include "support.h"

#include "store/transaction.h"
#include "wire/state_tree.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using core::Errc;
using core::NodeId;
using core::Seq;

NewNode new_node(std::uint8_t key) {
    NewNode node;
    node.port = core::PortId{"PKXXA-1"};
    node.link.fill(key);
    node.sign.fill(static_cast<std::uint8_t>(key + 100));
    return node;
}

wire::Hash256 filled(std::uint8_t with) {
    wire::Hash256 hash{};
    hash.fill(with);
    return hash;
}

RowBatch rows(std::uint64_t first, std::uint64_t last) {
    RowBatch batch;
    batch.node = NodeId{1};
    batch.prev = first == 1 ? wire::Hash256{} : filled(static_cast<std::uint8_t>(first - 1));
    batch.position = {
        core::StreamId{1}, core::Epoch{1}, Seq{last}, filled(static_cast<std::uint8_t>(last))};
    for (std::uint64_t seq = first; seq <= last; ++seq) {
        batch.rows.push_back({Seq{seq}, {5}, core::Bytes(16, 3), core::to_bytes("body")});
    }
    return batch;
}

NewAlert alert(std::uint64_t seq, std::uint8_t id) {
    NewAlert made;
    made.alert.id.fill(id);
    made.delta.prev = seq == 1 ? wire::Hash256{} : filled(static_cast<std::uint8_t>(seq - 1));
    made.delta.position = {
        core::StreamId{2}, core::Epoch{1}, Seq{seq}, filled(static_cast<std::uint8_t>(seq))};
    made.delta.delta = {1, 2, 3};
    return made;
}

TEST(SqliteStore, AllotsNodeNumbersFromOneAndNeverAgain) {
    TempStore kept;
    EXPECT_EQ(kept.store().provision_node(new_node(1), {7})->id, NodeId{1});
    ASSERT_TRUE(kept.store().revoke_node(NodeId{1}, {8}));
    EXPECT_EQ(kept.store().provision_node(new_node(2), {9})->id, NodeId{2});
    kept.reopen();
    const auto nodes = kept.store().nodes();
    ASSERT_TRUE(nodes);
    ASSERT_EQ(nodes->size(), 2U);
    EXPECT_EQ(nodes->at(0).revoked_at, core::WallTime{8});
    EXPECT_EQ(nodes->at(1).link, new_node(2).link);
    EXPECT_FALSE(nodes->at(1).heard_at);
}

TEST(SqliteStore, RefusesASecondNodeWithTheSameKey) {
    TempStore kept;
    ASSERT_TRUE(kept.store().provision_node(new_node(1), {7}));
    NewNode elsewhere = new_node(1);
    elsewhere.port = core::PortId{"PKXXZ-9"};
    const auto refused = kept.store().provision_node(elsewhere, {7});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kConflict);
}

TEST(SqliteStore, GivesTheSameNodeToTheSameRequestAgain) {
    TempStore kept;
    ASSERT_TRUE(kept.store().provision_node(new_node(1), {7}));
    const auto again = kept.store().provision_node(new_node(1), {8});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, NodeId{1});
    EXPECT_EQ(again->added_at, core::WallTime{7});
    EXPECT_EQ(kept.store().nodes()->size(), 1U);
    ASSERT_TRUE(kept.store().revoke_node(NodeId{1}, {9}));
    EXPECT_FALSE(kept.store().provision_node(new_node(1), {10}));  // A revoked key stays out.
}

// The same port in another folder made a second node without a word.
TEST(SqliteStore, RefusesASecondNodeOfAPortUntilTheFirstIsRevoked) {
    TempStore kept;
    ASSERT_TRUE(kept.store().provision_node(new_node(1), {7}));
    const auto refused = kept.store().provision_node(new_node(2), {8});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kConflict);
    EXPECT_EQ(refused.error().what,
              "port PKXXA-1: node 1 is there since 1970-01-01T00:00:00.000007Z: revoke it first "
              "(sarhadctl node revoke 1), or give the new one another site");
    NewNode elsewhere = new_node(2);
    elsewhere.port = core::PortId{"PKXXA-2"};
    EXPECT_TRUE(kept.store().provision_node(elsewhere, {9}));
    ASSERT_TRUE(kept.store().revoke_node(NodeId{1}, {10}));
    EXPECT_EQ(kept.store().provision_node(new_node(3), {11})->id, NodeId{3});
}

TEST(SqliteStore, RevokingAnUnknownNodeIsNotFound) {
    TempStore kept;
    EXPECT_EQ(kept.store().revoke_node(NodeId{9}, {1}).error().code, Errc::kNotFound);
}

TEST(SqliteStore, KeepsRowsAndPositionOverAReopen) {
    TempStore kept;
    ASSERT_TRUE(kept.store().append_rows(rows(1, 3)));
    ASSERT_TRUE(kept.store().append_rows(rows(4, 5)));
    kept.reopen();
    const auto summary = kept.store().crossings_summary(NodeId{1});
    ASSERT_TRUE(summary);
    ASSERT_EQ(summary->size(), 1U);
    EXPECT_EQ(summary->at(0).rows, 5U);
    EXPECT_EQ(summary->at(0).position.seq, Seq{5});
    EXPECT_EQ(kept.store().held_positions()->at(0).position.chain, filled(5));
}

TEST(SqliteStore, RefusesARepeatEvenWhereTheSessionWouldNot) {
    TempStore kept;
    ASSERT_TRUE(kept.store().append_rows(rows(1, 3)));
    EXPECT_EQ(kept.store().append_rows(rows(1, 3)).error().code, Errc::kConflict);
    EXPECT_EQ(kept.store().append_rows(rows(3, 4)).error().code, Errc::kConflict);
    EXPECT_EQ(kept.store().crossings_summary({})->at(0).rows, 3U);
}

TEST(SqliteStore, RefusesAGapAndAnotherChain) {
    TempStore kept;
    ASSERT_TRUE(kept.store().append_rows(rows(1, 3)));
    EXPECT_EQ(kept.store().append_rows(rows(5, 6)).error().code, Errc::kConflict);
    RowBatch other = rows(4, 4);
    other.prev = filled(99);
    EXPECT_EQ(kept.store().append_rows(other).error().code, Errc::kConflict);
}

TEST(SqliteStore, StoresRowsAndTheirAlertTogetherOrNotAtAll) {
    TempStore kept;
    RowBatch first = rows(1, 1);
    first.alerts.push_back(alert(1, 4));
    ASSERT_TRUE(kept.store().append_rows(first));
    RowBatch second = rows(2, 2);
    second.alerts.push_back(alert(2, 4));  // The same alert again.
    EXPECT_EQ(kept.store().append_rows(second).error().code, Errc::kConflict);
    EXPECT_EQ(kept.store().held_positions()->at(0).position.seq, Seq{1});
    EXPECT_EQ(kept.store().published_heads()->at(0).position.seq, Seq{1});
    EXPECT_EQ(kept.store().alerts(Seq{0}, 10)->size(), 1U);
}

TEST(SqliteStore, ADeltaThatDoesNotFollowItsLogIsRefused) {
    TempStore kept;
    RowBatch batch = rows(1, 1);
    batch.alerts.push_back(alert(2, 4));
    EXPECT_EQ(kept.store().append_rows(batch).error().code, Errc::kConflict);
}

TEST(SqliteStore, BodiesOnTheDiskAreSealed) {
    TempStore kept;
    ASSERT_TRUE(kept.store().append_rows(rows(1, 1)));
    auto select = kept.database().prepare("SELECT body FROM up_row");
    ASSERT_TRUE(select);
    ASSERT_EQ(*select->step(), store::Step::kRow);
    EXPECT_EQ(core::as_text(select->bytes(0)).find("body"), std::string_view::npos);
}

TEST(SqliteStore, LoadsDeltasInOrderWithinTheRequest) {
    TempStore kept;
    RowBatch batch = rows(1, 3);
    for (std::uint8_t seq = 1; seq <= 3; ++seq) {
        batch.alerts.push_back(alert(seq, seq));
    }
    ASSERT_TRUE(kept.store().append_rows(batch));
    const auto two = kept.store().deltas_after(core::StreamId{2}, {Seq{1}, 10, 1000});
    ASSERT_TRUE(two);
    ASSERT_EQ(two->size(), 2U);
    EXPECT_EQ(two->at(0).seq, Seq{2});
    EXPECT_EQ(two->at(0).delta, (core::Bytes{1, 2, 3}));
    EXPECT_EQ(kept.store().deltas_after(core::StreamId{2}, {Seq{0}, 1, 1000})->size(), 1U);
    EXPECT_EQ(kept.store().deltas_after(core::StreamId{2}, {Seq{0}, 9, 1})->size(), 1U);
}

NewEdition two_deltas() {
    NewEdition edition;
    edition.head.name = "wl/demo/persons";
    edition.head.position = {core::StreamId{100}, core::Epoch{1}, Seq{2}, filled(2)};
    edition.head.root = wire::state_root({});
    edition.deltas = {{{core::StreamId{100}, core::Epoch{1}, Seq{1}, filled(1)}, {}, {1}},
                      {edition.head.position, filled(1), {1}}};
    return edition;
}

TEST(SqliteStore, WhatIsAppliedNeverFalls) {
    TempStore kept;
    const NewEdition edition = two_deltas();
    ASSERT_TRUE(kept.store().publish_edition(edition));
    for (const NewDelta& delta : {edition.deltas[1], edition.deltas[0]}) {
        const auto refused = kept.store().record_applied({{NodeId{1}, delta.position, {}, {9}}});
        ASSERT_TRUE(refused);
        EXPECT_TRUE(refused->empty());
    }
    EXPECT_EQ(kept.store().applied_state()->at(0).position.seq, Seq{2});
}

TEST(SqliteStore, DoesNotRecordAHistoryThatItDidNotPublish) {
    TempStore kept;
    const NewEdition edition = two_deltas();
    ASSERT_TRUE(kept.store().publish_edition(edition));
    Applied other{NodeId{1}, edition.deltas[0].position, {}, {9}};
    other.position.chain = filled(7);
    const Applied good{NodeId{2}, edition.deltas[0].position, {}, {9}};
    const auto refused = kept.store().record_applied({other, good});
    ASSERT_TRUE(refused);
    ASSERT_EQ(refused->size(), 1U);
    EXPECT_EQ(refused->at(0).node, NodeId{1});
    ASSERT_EQ(kept.store().applied_state()->size(), 1U);
    EXPECT_EQ(kept.store().applied_state()->at(0).node, NodeId{2});
}

TEST(SqliteStore, RemembersWhenANodeHadEachEdition) {
    TempStore kept;
    NewEdition edition;
    edition.head.name = "wl/demo/persons";
    edition.head.position = {core::StreamId{100}, core::Epoch{1}, Seq{1}, filled(1)};
    edition.head.edition = 7;
    edition.deltas = {{edition.head.position, {}, {1}}};
    edition.changes = {{"D1", filled(3), Seq{1}}};
    edition.head.root = wire::state_root({{"D1", filled(3)}});
    ASSERT_TRUE(kept.store().publish_edition(edition));
    ASSERT_TRUE(kept.store().record_applied({{NodeId{4}, edition.head.position, {}, {55}}}));
    const auto history = kept.store().edition_history(core::StreamId{100}, 10);
    ASSERT_TRUE(history);
    ASSERT_EQ(history->size(), 1U);
    EXPECT_EQ(history->at(0).node, NodeId{4});
    EXPECT_EQ(history->at(0).edition, 7U);
    EXPECT_EQ(history->at(0).at, core::WallTime{55});
    EXPECT_EQ(kept.store().list_rows(core::StreamId{100})->at("D1"), filled(3));
}

TEST(SqliteStore, KeepsAQuarantine) {
    TempStore kept;
    ASSERT_TRUE(kept.store().quarantine(
        {NodeId{1}, replication::Direction::kDown, core::StreamId{2}, "fork", {5}}));
    ASSERT_TRUE(kept.store().quarantine(
        {NodeId{1}, replication::Direction::kDown, core::StreamId{2}, "fork", {6}}));
    ASSERT_TRUE(kept.store().quarantine(
        {NodeId{1}, replication::Direction::kUp, core::StreamId{2}, "fork", {7}}));
    kept.reopen();
    ASSERT_EQ(kept.store().quarantines()->size(), 2U);
    EXPECT_EQ(kept.store().quarantines()->at(0).direction, replication::Direction::kDown);
    EXPECT_EQ(kept.store().quarantines()->at(0).at, core::WallTime{5});
    EXPECT_EQ(kept.store().quarantines()->at(1).direction, replication::Direction::kUp);
}

TEST(SqliteStore, KeepsWhoLiftedAQuarantineAndWhy) {
    TempStore kept;
    const QuarantineRow down{
        NodeId{1}, replication::Direction::kDown, core::StreamId{100}, "fork", {5}};
    const QuarantineRow up{NodeId{1}, replication::Direction::kUp, core::StreamId{2}, "fork", {6}};
    ASSERT_TRUE(kept.store().quarantine(down) && kept.store().quarantine(up));
    ASSERT_TRUE(kept.store().release({{down, "admin.1", "looked at it", {9}}}));
    kept.reopen();
    ASSERT_EQ(kept.store().quarantines()->size(), 1U);
    EXPECT_EQ(kept.store().quarantines()->at(0).direction, replication::Direction::kUp);
    const auto releases = kept.store().releases(10);
    ASSERT_TRUE(releases);
    ASSERT_EQ(releases->size(), 1U);
    EXPECT_EQ(releases->at(0).quarantine.reason, "fork");
    EXPECT_EQ(releases->at(0).quarantine.at, core::WallTime{5});
    EXPECT_EQ(releases->at(0).officer, "admin.1");
    EXPECT_EQ(releases->at(0).why, "looked at it");
    EXPECT_EQ(releases->at(0).at, core::WallTime{9});
    ASSERT_TRUE(kept.store().end_quarantine(up));
    EXPECT_TRUE(kept.store().quarantines()->empty());
    EXPECT_EQ(kept.store().releases(10)->size(), 1U);
}

TEST(Pages, AreReadBesideTheWriter) {
    TempStore kept;
    const auto reader = store::Reader::open(kept.database().path());
    ASSERT_TRUE(reader);
    wire::OsRandom random;
    const wire::RecordSeal seal{wire::Secret{32}, random};
    SqlitePages pages{store::QuerySource{**reader}, seal};
    auto transaction = store::Transaction::begin(kept.database());  // The writer is at work.
    ASSERT_TRUE(transaction);
    const auto alerts = pages.alerts(core::Seq{0}, 10);
    ASSERT_TRUE(alerts) << alerts.error().what;
    EXPECT_TRUE(alerts->empty());
    EXPECT_TRUE(pages.crossings_summary(std::nullopt));
    EXPECT_TRUE(pages.edition_history(core::StreamId{100}, 10));
}

}  // namespace
}  // namespace sarhad::central
