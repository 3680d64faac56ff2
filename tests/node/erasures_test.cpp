// What central orders to be erased is gone here too, and pages say so.
#include "node_fixture.h"

#include "core/text.h"
#include "node/erasures_store.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::node {
namespace {

class ErasedHere : public NodeTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        rig_.pass(kMoment);
        rig_.drop_file("a.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
        rig_.drop_file("b.edi", paxlst("B1", {{"EXAMPLOV", "BOLAT", "XT1112223"}}));
        rig_.pass(kMoment);
        const auto crossings = crossings_of(rig_);
        ASSERT_EQ(crossings.size(), 2U);
        person_ = crossings[0].crossing;
        other_ = crossings[1].crossing;
    }
    /// As central publishes it in its desk stream.
    void order(const CrossingId& crossing, const std::string& policy = "order/114") {
        const facts::Erasure word{crossing, policy, core::WallTime{1'795'000'000'000'000}};
        wire::DeltaBody delta;
        delta.stream = wire::down::kDesk;
        delta.name = "desk";
        delta.epoch = core::Epoch{1};
        delta.seq = core::Seq{++desk_seq_};
        delta.prev_chain = desk_chain_;
        delta.ends_edition = true;
        delta.ops = {{wire::OpKind::kUpsert,
                      core::cat(facts::kErasureOp, core::to_hex(crossing)),
                      wire::encode(word)}};
        rig_.deliver(delta);
        desk_chain_ = wire::chain_hash(desk_chain_, wire::encode(delta));
    }
    void alert(const facts::Crossing& of, std::uint64_t seq, const wire::Hash256& before) {
        facts::Alert alert;
        alert.id = of.id;
        alert.port = core::PortId{"PKXXB-1"};
        alert.report.body = wire::encode(of);
        wire::DeltaBody delta;
        delta.stream = wire::kAlertStream;
        delta.name = "alert";
        delta.epoch = core::Epoch{1};
        delta.seq = core::Seq{seq};
        delta.prev_chain = before;
        delta.ends_edition = true;
        delta.ops = {{wire::OpKind::kUpsert, core::to_hex(alert.id), wire::encode(alert)}};
        rig_.deliver(delta);
        alert_chain_ = wire::chain_hash(before, wire::encode(delta));
    }
    std::vector<AlertItem> alerts() {
        std::vector<AlertItem> items;
        rig_.node->alerts({}, kPageMax, [&](core::Result<std::vector<AlertItem>> page) {
            ASSERT_TRUE(page) << page.error().what;
            items = *std::move(page);
        });
        rig_.settle();
        return items;
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig_.database->prepare(sql);
        return statement->query_int64()->value_or(-1);
    }

    facts::Crossing person_;
    facts::Crossing other_;
    std::uint64_t desk_seq_{0};
    wire::Hash256 desk_chain_{};
    wire::Hash256 alert_chain_{};
};

TEST_F(ErasedHere, ACrossingIsGoneAndItsPlaceSaysWhy) {
    order(person_.id);
    const auto crossings = crossings_of(rig_);
    ASSERT_EQ(crossings.size(), 2U);
    ASSERT_TRUE(crossings[0].erased);
    EXPECT_EQ(crossings[0].erased->policy, "order/114");
    EXPECT_EQ(crossings[0].erased->crossing, person_.id);
    EXPECT_EQ(crossings[0].crossing.id, person_.id);
    EXPECT_TRUE(crossings[0].crossing.traveller.surname.reveal().empty());
    EXPECT_FALSE(crossings[1].erased);
    EXPECT_EQ(crossings[1].crossing.id, other_.id);
    EXPECT_EQ(count("SELECT count(*) FROM crossing WHERE length(body) = 0"), 1);
    order(CrossingId{9});
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty()) << "another port's crossing";
    rig_.crash();
    rig_.start();
    EXPECT_TRUE(crossings_of(rig_)[0].erased) << "after a restart too";
}

TEST_F(ErasedHere, WhatCountsAPersonAndWhatCameOfAnInspectionGoToo) {
    bool is_told = false;
    rig_.node->inspect({person_.id, facts::Finding::kPositive, 5, {"desk.1", 1001}},
                       [&](auto answer) { is_told = answer.has_value(); });
    rig_.settle();
    ASSERT_TRUE(is_told);
    const std::int64_t before = count("SELECT count(*) FROM passage");
    ASSERT_EQ(before, count("SELECT count(DISTINCT crossing) FROM passage"));
    ASSERT_EQ(before, 2) << "a document each";
    order(person_.id);
    EXPECT_EQ(count("SELECT count(*) FROM passage"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM inspection"), 0);
}

TEST_F(ErasedHere, AnAlertThatIsHereIsMasked) {
    alert(other_, 1, {});
    alert(person_, 2, alert_chain_);
    ASSERT_EQ(alerts().size(), 2U);
    order(person_.id);
    const auto shown = alerts();
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_FALSE(shown[0].erased);
    ASSERT_TRUE(shown[1].erased);
    EXPECT_TRUE(shown[1].alert.report.body.empty());
    EXPECT_EQ(count("SELECT count(*) FROM alert WHERE length(body) = 0"), 1);
}

TEST_F(ErasedHere, AnAlertThatComesBehindTheOrderIsNotKept) {
    order(person_.id);
    const std::size_t told = count_of(rig_.events, NodeEventKind::kAlertReceived);
    alert(person_, 1, {});
    ASSERT_EQ(alerts().size(), 1U);
    EXPECT_TRUE(alerts()[0].erased);
    EXPECT_EQ(count("SELECT count(*) FROM alert WHERE length(body) = 0"), 1);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kAlertReceived), told) << "nobody is warned";
}

TEST_F(ErasedHere, TheAlertStreamGoesOnBehindAnErasedAlert) {
    wire::Hash256 chain_there{};
    chain_there.fill(7);
    wire::DeltaBody gap;
    gap.stream = wire::kAlertStream;
    gap.name = "alert";
    gap.epoch = core::Epoch{1};
    gap.seq = core::Seq{1};
    gap.ends_edition = true;
    gap.erased_chain = chain_there;
    rig_.deliver(gap);
    alert(other_, 2, chain_there);
    EXPECT_EQ(alerts().size(), 1U);
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
}

class ErasedAndListed : public ErasedHere {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        rig_.drop_file("a.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
        rig_.pass(kMoment);
        person_ = crossings_of(rig_).at(0).crossing;
    }
};

TEST_F(ErasedAndListed, ALateHitOfItGoesToo) {
    publish(ops_);
    rig_.pass(std::chrono::seconds{2});
    ASSERT_EQ(count("SELECT count(*) FROM late_hit"), 1);
    order(other_.id);
    EXPECT_EQ(count("SELECT count(*) FROM late_hit"), 1) << "of another crossing";
    order(person_.id);
    EXPECT_EQ(count("SELECT count(*) FROM late_hit"), 0);
}

TEST_F(ErasedAndListed, NobodyIsFoundLateOnceHeIsErased) {
    order(person_.id);
    publish(ops_);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(count("SELECT count(*) FROM late_hit"), 0);
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U) << "and nothing waits for it";
    rig_.crash();
    rig_.start();
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().rescreen.travellers, 0U) << "it is not read in again";
}

TEST_F(ErasedHere, AWordThatCannotBeReadStopsTheStreamAndErasesNothing) {
    order(person_.id, "two words");
    EXPECT_FALSE(crossings_of(rig_)[0].erased);
    EXPECT_EQ(rig_.node->status().uplink.quarantines.size(), 1U);
}

}  // namespace
}  // namespace sarhad::node
