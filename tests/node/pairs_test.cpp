// "Not the same person", as officers say it at a port.
#include "node_fixture.h"

#include "core/text.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

class KnownPairsTest : public NodeTest {
protected:
    /// Two crossings of one name; the one listed has another document than this.
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        pass_by("A1", "XT0000001");
    }
    void pass_by(const std::string& reference, const std::string& document) {
        rig_.drop_file(
            reference + ".edi",
            paxlst(reference, {{"QORBANTEST", "ZAMIR", document}}, flight_of(reference)));
        rig_.pass(kMoment);
    }
    [[nodiscard]] PairOrder order(const std::string& officer) {
        const facts::Crossing crossing = crossings_of(rig_).back().crossing;
        PairOrder order;
        order.crossing = crossing.id;
        order.list = std::string{kTestList};
        order.entry = "T.1";
        order.officer.account = officer;
        order.why = "interviewed, another father";
        return order;
    }
    core::Result<facts::KnownPair> say(const PairOrder& order) {
        core::Result<facts::KnownPair> said{core::Error{core::Errc::kUnavailable, "no answer"}};
        rig_.node->add_pair(
            order, [&](core::Result<facts::KnownPair> answer) { said = std::move(answer); });
        rig_.settle();
        return said;
    }
    [[nodiscard]] facts::Hit last_hit() {
        const facts::Crossing crossing = crossings_of(rig_).back().crossing;
        return crossing.decision.hits.empty() ? facts::Hit{} : crossing.decision.hits.front();
    }
};

TEST_F(KnownPairsTest, ASaidPairSuppressesTheHitAndStaysOnRecord) {
    ASSERT_EQ(last_hit().entry, "T.1");
    ASSERT_LT(last_hit().tier, facts::Tier::kHold);
    const auto pair = say(order("desk.1"));
    ASSERT_TRUE(pair) << pair.error().what;
    EXPECT_TRUE(pair->is_in_force());
    EXPECT_EQ(say(order("desk.1")).error().code, core::Errc::kConflict);
    pass_by("A2", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, core::to_hex(pair->id));
    EXPECT_EQ(crossings_of(rig_).back().crossing.decision.score.value(), 0);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 1U);  // The first one's.
    EXPECT_EQ(rig_.node->status().suppressed, 1U);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().outbox[wire::up::kDesk].rows, 1U);
}

TEST_F(KnownPairsTest, AnotherDocumentIsAnotherPerson) {
    ASSERT_TRUE(say(order("desk.1")));
    pass_by("A2", "XT0000002");
    EXPECT_EQ(last_hit().suppressed_by, "");
}

TEST_F(KnownPairsTest, HoldsAfterARestartUntilItExpires) {
    PairOrder short_order = order("desk.1");
    short_order.days = 1;
    ASSERT_TRUE(say(short_order));
    rig_.crash();
    rig_.start();
    pass_by("A2", "XT0000001");
    EXPECT_NE(last_hit().suppressed_by, "");
    rig_.time.step_wall(std::chrono::hours{25});
    pass_by("A3", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, "");
    EXPECT_TRUE(say(order("desk.1")));  // To be said anew.
}

TEST_F(KnownPairsTest, ARemovedPairSuppressesNothing) {
    const auto pair = say(order("desk.1"));
    ASSERT_TRUE(pair);
    bool is_removed = false;
    rig_.node->remove_pair(pair->id, "desk.2", [&](const core::Result<facts::KnownPair>& gone) {
        is_removed = gone && gone->removed_by == "desk.2";
    });
    rig_.settle();
    EXPECT_TRUE(is_removed);
    pass_by("A2", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, "");
}

TEST_F(KnownPairsTest, WhatTheListsOwnerWithdrawsIsLetGoAndNotTakenAgain) {
    const auto pair = say(order("desk.1"));
    ASSERT_TRUE(pair);
    pass_by("A2", "XT0000001");
    ASSERT_NE(last_hit().suppressed_by, "");
    const auto delta_of = [&](std::uint64_t seq, const wire::Hash256& chain, core::NodeId node) {
        facts::PairWithdrawal word;
        word.pair = pair->id;
        word.node = node;
        word.officer = "owner.1";
        word.why = "it is he";
        wire::DeltaBody delta;
        delta.stream = wire::down::kDesk;
        delta.name = "desk";
        delta.epoch = core::Epoch{1};
        delta.seq = core::Seq{seq};
        delta.prev_chain = chain;
        delta.ends_edition = true;
        delta.ops = {{wire::OpKind::kUpsert, "1", wire::encode(word)}};
        return delta;
    };
    const wire::DeltaBody others = delta_of(1, {}, core::NodeId{9});
    rig_.deliver(others);
    pass_by("A3", "XT0000001");
    EXPECT_NE(last_hit().suppressed_by, "");  // Another node's pair.
    rig_.deliver(delta_of(2, wire::chain_hash({}, wire::encode(others)), rig_.id));
    pass_by("A4", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, "");
    const auto again = say(order("desk.1"));
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().what.find("owner has withdrawn"), std::string::npos);
    rig_.crash();
    rig_.start();
    pass_by("A5", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, "");
}

TEST_F(KnownPairsTest, ADocumentHitIsNeverSuppressed) {
    pass_by("A2", "XT7654321");  // The listed one's own.
    ASSERT_EQ(last_hit().tier, facts::Tier::kHold);
    const auto pair = say(order("desk.1"));
    ASSERT_FALSE(pair);
    EXPECT_EQ(pair.error().code, core::Errc::kConflict);
}

TEST_F(KnownPairsTest, RefusesWhatNobodyCouldMean) {
    PairOrder wrong = order("desk.1");
    wrong.entry = "T.2";
    EXPECT_EQ(say(wrong).error().code, core::Errc::kNotFound);
    wrong = order("desk.1");
    wrong.days = kPairDaysMax + 1;
    EXPECT_EQ(say(wrong).error().code, core::Errc::kInvalid);
    wrong = order("two words");
    EXPECT_EQ(say(wrong).error().code, core::Errc::kInvalid);
    wrong = order("desk.1");
    wrong.why = "";
    EXPECT_EQ(say(wrong).error().code, core::Errc::kInvalid);
    wrong = order("desk.1");
    wrong.crossing.fill(9);
    EXPECT_EQ(say(wrong).error().code, core::Errc::kNotFound);
}

/// A discreet order's person: the counter does not know of any hit.
class DiscreetPairTest : public KnownPairsTest {
protected:
    void SetUp() override {
        watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
        entry.order.action = facts::ListAction::kDiscreet;
        ops_ = {upsert_of(entry)};
        KnownPairsTest::SetUp();
    }
};

TEST_F(DiscreetPairTest, NobodyCanAskAfterADiscreetHitByAPair) {
    ASSERT_EQ(last_hit().entry, "T.1");
    EXPECT_EQ(say(order("desk.1")).error().code, core::Errc::kNotFound);
}

/// The same person with the listed birth: held on the name and the day.
class HeldPairTest : public KnownPairsTest {
protected:
    void SetUp() override {
        watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
        watchlists::ListedBirth birth;
        birth.from = core::Redacted<facts::PartialDate>{*facts::PartialDate::parse("1980-01-02")};
        birth.to = birth.from;
        entry.births = {birth};
        ops_ = {upsert_of(entry)};
        KnownPairsTest::SetUp();
    }
};

TEST_F(HeldPairTest, TheStrongestTierWantsASecondPerson) {
    ASSERT_EQ(last_hit().tier, facts::Tier::kHold);
    const auto first = say(order("desk.1"));
    ASSERT_TRUE(first) << first.error().what;
    EXPECT_FALSE(first->is_in_force());
    pass_by("A2", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, "");
    EXPECT_EQ(say(order("desk.1")).error().code, core::Errc::kConflict);  // Nobody seconds himself.
    const auto second = say(order("desk.2"));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->officer, "desk.1");
    EXPECT_EQ(second->confirmed_by, "desk.2");
    pass_by("A3", "XT0000001");
    EXPECT_NE(last_hit().suppressed_by, "");
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().outbox[wire::up::kDesk].rows, 2U);  // The owner is told of both.
}

/// The traveller is entered at a desk by an officer.
class DeskPairTest : public HeldPairTest {
protected:
    void screen(const DeskOfficer& by) {
        facts::Traveller traveller = crossings_of(rig_).back().crossing.traveller;
        bool is_done = false;
        rig_.node->screen(traveller, by, [&](const core::Result<facts::Crossing>& crossing) {
            is_done = crossing.has_value();
        });
        rig_.settle();
        ASSERT_TRUE(is_done);
    }
    [[nodiscard]] PairOrder order_of(const DeskOfficer& officer) {
        PairOrder said = order("");
        said.officer = officer;
        return said;
    }
};

TEST_F(DeskPairTest, WhoScreenedAtTheDeskIsOnRecord) {
    screen({"desk.1", 1001});
    const facts::Crossing crossing = crossings_of(rig_).back().crossing;
    EXPECT_EQ(crossing.officer, "desk.1");
    EXPECT_EQ(crossing.uid, 1001U);
    EXPECT_EQ(crossings_of(rig_).front().crossing.uid, std::nullopt);  // A message's.
}

TEST_F(DeskPairTest, WhoScreenedDoesNotClearHisOwnSearch) {
    screen({"desk.1", 1001});
    ASSERT_EQ(last_hit().tier, facts::Tier::kHold);
    ASSERT_TRUE(say(order_of({"desk.2", 1002})));
    const auto by_name = say(order_of({"desk.1", 1003}));
    ASSERT_FALSE(by_name);
    EXPECT_NE(by_name.error().what.find("his own search"), std::string::npos);
    EXPECT_EQ(say(order_of({"desk.9", 1001})).error().code, core::Errc::kConflict);  // By uid.
    const auto third = say(order_of({"desk.3", 1003}));
    ASSERT_TRUE(third) << third.error().what;
    EXPECT_TRUE(third->is_in_force());
    EXPECT_EQ(third->confirmed_uid, 1003U);
}

TEST_F(DeskPairTest, WhoScreenedMaySayTheFirstWord) {
    screen({"desk.1", 1001});
    ASSERT_TRUE(say(order_of({"desk.1", 1001})));
    EXPECT_TRUE(say(order_of({"desk.2", 1002})));
}

TEST_F(DeskPairTest, AnotherAccountNameOfTheSameLoginIsNoSecondPerson) {
    ASSERT_TRUE(say(order_of({"desk.1", 1001})));
    EXPECT_EQ(say(order_of({"desk.2", 1001})).error().code, core::Errc::kConflict);
    EXPECT_TRUE(say(order_of({"desk.2", 1002})));
}

/// Listed once he has passed.
class LatePairTest : public KnownPairsTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        pass_by("A1", "XT0000001");
        publish(ops_);
        rig_.pass(std::chrono::seconds{2});
    }
};

TEST_F(LatePairTest, ALateHitBecomesAPairThatSuppressesTheNextOne) {
    ASSERT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(late_hits()[0].cleared_by, "");
    PairOrder said = order("desk.1");
    EXPECT_EQ(say(said).error().code, core::Errc::kNotFound);  // Not by a counter, unknowing.
    said.late = late_hits()[0].late.id;
    const auto pair = say(said);
    ASSERT_TRUE(pair) << pair.error().what;
    EXPECT_TRUE(pair->is_in_force());
    EXPECT_EQ(pair->crossing, late_hits()[0].late.crossing);
    EXPECT_EQ(late_hits()[0].cleared_by, core::to_hex(pair->id));
    pass_by("A2", "XT0000001");
    EXPECT_EQ(last_hit().suppressed_by, core::to_hex(pair->id));
    pass_by("A3", "XT0000002");
    EXPECT_EQ(last_hit().suppressed_by, "");
}

TEST_F(LatePairTest, AnUnknownLateHitIsNotFound) {
    PairOrder said = order("desk.1");
    said.late.emplace().fill(9);
    EXPECT_EQ(say(said).error().code, core::Errc::kNotFound);
}

/// The same by a discreet order.
class DiscreetLatePairTest : public LatePairTest {
protected:
    void SetUp() override {
        watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
        entry.order.action = facts::ListAction::kDiscreet;
        ops_ = {upsert_of(entry)};
        LatePairTest::SetUp();
    }
};

TEST_F(DiscreetLatePairTest, NobodyCanAskAfterADiscreetLateHit) {
    EXPECT_TRUE(late_hits().empty());
    const facts::Crossing crossing = crossings_of(rig_).back().crossing;
    for (const facts::Tier tier : {facts::Tier::kAsk, facts::Tier::kReview, facts::Tier::kHold}) {
        facts::Hit hit;
        hit.list = std::string{kTestList};
        hit.entry = "T.1";
        PairOrder said = order("desk.1");
        said.late = late_hit_id(crossing.id, hit, tier);
        EXPECT_EQ(say(said).error().code, core::Errc::kNotFound);
    }
}

}  // namespace
}  // namespace sarhad::node
