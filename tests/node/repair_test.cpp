// A list that is not as its agency signed it: how the node notices, and gets it right again.
#include "node_fixture.h"

#include "core/text.h"
#include "replication/frames.h"
#include "store/transaction.h"
#include "support/signed_list.h"
#include "wire/hash.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <tuple>

namespace sarhad::node {
namespace {

/// In place of a day, of which each second is a task.
constexpr core::Duration kLookEvery = std::chrono::minutes{5};

class RepairTest : public NodeTest {
protected:
    RepairTest() {
        rig_.lists_checked_every = kLookEvery;
        for (const wire::DeltaBody& delta : edition_deltas(
                 ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}})) {
            list_.position = {kTestStream,
                              delta.epoch,
                              delta.seq,
                              wire::chain_hash(list_.position.chain, wire::encode(delta))};
        }
        for (const wire::Op& op : ops_) {
            list_.rows.emplace(op.id, op.body);
        }
    }

    void start_with_list() {
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        rig_.pass(kMoment);
        ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    }
    /// In the store, under the running node.
    void rot(store::Sql sql) {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        {
            auto statement = rig_.database->prepare(sql);
            ASSERT_TRUE(statement) << statement.error().what;
            const core::Status done = statement->run();
            ASSERT_TRUE(done) << done.error().what;
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    void restart() {
        rig_.crash();
        rig_.start();
    }
    /// Central answers what is asked until nothing is; the last ACK that came.
    std::optional<wire::Ack> answer_all() {
        std::optional<wire::Ack> acked;
        for (bool is_asking = true; is_asking;) {
            is_asking = false;
            rig_.settle();
            for (const wire::Message& message : rig_.transport.take_sent()) {
                if (const auto* ack = std::get_if<wire::Ack>(&message)) {
                    acked = *ack;
                }
                const auto* ask = std::get_if<wire::ReconAsk>(&message);
                if (ask != nullptr) {
                    is_asking = true;
                    rig_.transport.receive(wire::Channel::kBulk,
                                           replication::to_frame(list_.answer(*ask)));
                }
            }
        }
        rig_.pass(kMoment);
        return acked;
    }
    [[nodiscard]] bool is_diverged() { return !rig_.node->status().uplink.diverged.empty(); }
    /// Whether the list as it stands in the store is the signed one, bodies and all.
    void expect_right() {
        EXPECT_FALSE(is_diverged());
        ASSERT_EQ(rig_.node->status().lists.size(), 1U);
        EXPECT_EQ(rig_.node->status().lists[0].root, list_.root());
        EXPECT_EQ(rig_.node->status().lists[0].entries, list_.rows.size());
        restart();
        EXPECT_FALSE(is_diverged());
        rig_.pass(kLookEvery);
        EXPECT_FALSE(is_diverged());
    }
    [[nodiscard]] std::size_t hits_of(const std::string& surname, const std::string& given) {
        const std::string serial = std::to_string(100001 + files_++);
        rig_.drop_file(serial + ".edi",
                       paxlst(serial, {{surname, given, "XT0000001"}}, flight_of(serial)));
        rig_.pass(kMoment);
        const std::vector<CrossingItem> all = crossings_of(rig_);
        return all.empty() ? 0 : all.back().crossing.decision.hits.size();
    }

    golden::SignedList list_{std::string{kTestList}, {}, rig_.central.agency};
    int files_{0};
};

TEST_F(RepairTest, ARowWhoseHashRottedIsFoundAtTheStartAndPutRight) {
    start_with_list();
    rot("UPDATE list_entry SET hash = zeroblob(32) WHERE id = 'T.2'");
    restart();
    ASSERT_TRUE(is_diverged());
    rig_.bring_link_up();
    const std::optional<wire::Ack> ack = answer_all();
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->upto, list_.position.seq);
    EXPECT_EQ(ack->root, list_.root());
    EXPECT_EQ(rig_.node->status().uplink.repaired_rows, 1U);
    expect_right();
}

TEST_F(RepairTest, ABodyThatDoesNotOpenIsFoundByTheNextLookAndPutRight) {
    start_with_list();
    rot("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    rig_.pass(kLookEvery / 2);
    EXPECT_FALSE(is_diverged());
    rig_.pass(kLookEvery);
    ASSERT_TRUE(is_diverged());
    rig_.bring_link_up();
    answer_all();
    expect_right();
}

/// A list that does not build is looked at within a minute, not a day later.
TEST_F(RepairTest, AListThatDoesNotBuildIsPutRight) {
    start_with_list();
    rot("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    std::filesystem::remove_all(rig_.folder.path() + "/lists");
    restart();
    EXPECT_TRUE(rig_.node->status().lists.empty());
    rig_.pass(std::chrono::minutes{2});
    ASSERT_TRUE(is_diverged());
    rig_.bring_link_up();
    answer_all();
    rig_.pass(kMoment);
    expect_right();
}

TEST_F(RepairTest, ARowThatWentMissingIsScreenedAgainstOnceItIsBack) {
    start_with_list();
    rot("DELETE FROM list_entry WHERE id = 'T.1'");
    std::filesystem::remove_all(rig_.folder.path() + "/lists");
    restart();
    ASSERT_TRUE(is_diverged());
    EXPECT_EQ(hits_of("QORBANTEST", "ZAMIR"), 0U);
    rig_.bring_link_up();
    answer_all();
    EXPECT_EQ(hits_of("QORBANTEST", "ZAMIR"), 1U);
    rig_.pass(std::chrono::minutes{1});
    EXPECT_EQ(rig_.node->status().rescreen.late_hits, 1U);  // He who passed meanwhile.
    expect_right();
}

TEST_F(RepairTest, ARowThatNobodySignedGoes) {
    start_with_list();
    rot("INSERT INTO list_entry(stream, id, hash, body, bucket)"
        " SELECT stream, 'T.9', hash, body, 7 FROM list_entry WHERE id = 'T.1'");
    restart();
    ASSERT_TRUE(is_diverged());
    rig_.bring_link_up();
    answer_all();
    expect_right();
}

TEST_F(RepairTest, ARowInNoBucketIsPutRight) {
    start_with_list();
    rot("UPDATE list_entry SET bucket = -7 WHERE id = 'T.1'");
    restart();
    ASSERT_TRUE(is_diverged());
    rig_.bring_link_up();
    answer_all();
    expect_right();
}

TEST_F(RepairTest, ADeltaOfAnotherStateIsNotAppliedAndTheListRepaired) {
    start_with_list();
    wire::DeltaBody next;
    next.stream = kTestStream;
    next.name = kTestList;
    next.epoch = core::Epoch{1};
    next.seq = core::next(list_.position.seq);
    next.prev_chain = list_.position.chain;
    next.pre_root.fill(9);
    next.post_root = root_of({ops_[0]});
    next.edition = 2;
    next.ends_edition = true;
    next.ops = {{wire::OpKind::kRemove, "T.2", {}}};
    std::ignore = rig_.transport.take_sent();
    rig_.deliver(next);
    ASSERT_TRUE(is_diverged());
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
    list_.rows.erase("T.2");
    list_.edition = 2;
    list_.position = {
        kTestStream, next.epoch, next.seq, wire::chain_hash(next.prev_chain, wire::encode(next))};
    const std::optional<wire::Ack> ack = answer_all();
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->upto, next.seq);
    EXPECT_EQ(rig_.node->status().lists[0].edition, 2U);
    expect_right();
}

TEST_F(RepairTest, WhatCentralMakesUpIsNotPutInForce) {
    start_with_list();
    rot("DELETE FROM list_entry WHERE id = 'T.1'");
    restart();
    rig_.bring_link_up();
    const wire::SigningKey stranger = wire::SigningKey::generate(rig_.random);
    golden::SignedList forged{std::string{kTestList}, list_.position, stranger};
    forged.rows = {{"T.2", list_.rows.at("T.2")}};
    rig_.settle();
    for (const wire::Message& message : rig_.transport.take_sent()) {
        if (const auto* ask = std::get_if<wire::ReconAsk>(&message)) {
            rig_.transport.receive(wire::Channel::kBulk,
                                   replication::to_frame(forged.answer(*ask)));
        }
    }
    rig_.settle();
    EXPECT_TRUE(is_diverged());
    rig_.pass(std::chrono::seconds{10});
    answer_all();
    expect_right();
}

TEST_F(RepairTest, AnOfferOfCentralIsLookedInto) {
    start_with_list();
    rot("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    wire::ReconTell offer;
    offer.stream = kTestStream;
    offer.what = wire::ReconWhat::kOffer;
    std::ignore = rig_.transport.take_sent();
    rig_.transport.receive(wire::Channel::kBulk, replication::to_frame(offer));
    answer_all();
    EXPECT_EQ(rig_.node->status().uplink.repaired_rows, 1U);
    expect_right();
}

}  // namespace
}  // namespace sarhad::node
