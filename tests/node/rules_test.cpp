// Agencies' rules at a port: taken whole, kept over a kill, refused without losing what is there.
#include "node_fixture.h"

#include "node/rules_keeper.h"
#include "support/rule_changes.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <variant>

namespace sarhad::node {
namespace {

using rule_changes::Said;

class PortRules : public NodeTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        rig_.settle();
    }
    /// The next delta of the stream.
    wire::DeltaBody delta(const wire::SignedRuleChange& change) {
        wire::DeltaBody body;
        body.stream = wire::kRuleStream;
        body.name = "rules";
        body.epoch = core::Epoch{1};
        body.seq = core::next(at_.seq);
        body.prev_chain = at_.chain;
        body.edition = body.seq.value();
        body.ends_edition = true;
        body.ops.push_back({wire::OpKind::kUpsert,
                            wire::rule_change_id("test", wire::blake2b(change.change)),
                            wire::encode(change)});
        at_ = {body.stream,
               body.epoch,
               body.seq,
               wire::chain_hash(body.prev_chain, wire::encode(body))};
        return body;
    }
    wire::SignedRuleChange change(const Said& said, const std::vector<std::string>& retired = {}) {
        wire::RuleChange made;
        made.owner = "test";
        made.retired = retired;
        if (!said.id.empty()) {
            Said one = said;
            one.owner = one.owner.empty() ? "test" : one.owner;
            made.put.push_back(rule_changes::rule(one));
        }
        return rule_changes::approved(made, rig_.central.agency, rig_.central.deputy);
    }
    void deliver(const wire::SignedRuleChange& change) {
        rig_.deliver(delta(change));
        rig_.settle();
    }
    [[nodiscard]] const rules::RuleBook& book() const { return *rig_.node->rules().book; }
    [[nodiscard]] std::size_t in_force() const { return book().live()->size(); }
    /// Roots that the node has acknowledged the stream with.
    std::vector<wire::Ack> acks() {
        std::vector<wire::Ack> found;
        for (const wire::Message& message : rig_.transport.take_sent()) {
            const auto* ack = std::get_if<wire::Ack>(&message);
            if (ack != nullptr && ack->stream == wire::kRuleStream) {
                found.push_back(*ack);
            }
        }
        return found;
    }

    wire::StreamPosition at_{wire::kRuleStream, core::Epoch{1}, core::Seq{0}, {}};
};

TEST_F(PortRules, ThatWaitForASetHitOnceItArrivesAndOverAKill) {
    const auto decided = [this](const std::string& reference) {
        rig_.drop_file(reference + ".edi", paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}}));
        rig_.pass(kMoment);
        return crossings_of(rig_).back().crossing.decision;
    };
    deliver(change({.condition = "booking.one_way || (now > timestamp('2026-06-01T00:00:00Z') && "
                                 "traveller.doc.kind == 'P' && "
                                 "port.code in lists.ports_of_concern)"}));
    ASSERT_EQ(in_force(), 1U);
    EXPECT_TRUE(decided("A1").shadow_hits.empty());
    EXPECT_EQ(decided("A2").rule_lists, 0U);

    wire::RuleChange made;
    made.owner = "test";
    made.sets = {rules::set_change_bytes({"ports_of_concern", 1, 0, false, {"PKXXA"}, {}})};
    deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
    const facts::Decision hit = decided("A3");
    EXPECT_EQ(hit.shadow_hits, std::vector<std::string>{"TST-001"});
    EXPECT_EQ(hit.rule_lists, 2U);
    EXPECT_EQ(hit.rules_hash, book().pack().hash());
    rig_.crash();
    rig_.start();
    EXPECT_EQ(decided("A4").shadow_hits, std::vector<std::string>{"TST-001"});
}

TEST_F(PortRules, AreInForceOnceTwoKeysOfTheAgencySigned) {
    EXPECT_EQ(in_force(), 0U);
    deliver(change({}));
    EXPECT_EQ(in_force(), 1U);
    EXPECT_EQ(book().pack().edition(), 1U);
    const std::vector<wire::Ack> said = acks();
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.back().upto, core::Seq{1});
    EXPECT_EQ(said.back().root, book().pack().hash());
    deliver(change({.rev = 2, .mode = "live"}));
    EXPECT_EQ(book().find("TST-001")->mode, rules::RuleMode::kLive);
    deliver(change({.id = ""}, {"TST-001"}));
    EXPECT_EQ(in_force(), 0U);
    EXPECT_EQ(book().find("TST-001")->mode, rules::RuleMode::kRetired);
}

TEST_F(PortRules, OutliveAKillAndARestart) {
    deliver(change({}));
    deliver(change({.id = "TST-002"}));
    deliver(change({.id = ""}, {"TST-002"}));
    const rules::RulePack pack = book().pack();
    rig_.crash();
    rig_.start();
    EXPECT_EQ(in_force(), 1U);
    EXPECT_EQ(book().pack(), pack);
    EXPECT_EQ(book().find("TST-002")->mode, rules::RuleMode::kRetired);
    rig_.bring_link_up();
    rig_.settle();
    deliver(change({.rev = 2, .mode = "live"}));  // The stream goes on where it was.
    EXPECT_EQ(book().find("TST-001")->rev, 2U);
}

TEST_F(PortRules, StayAsTheyAreWhereAChangeIsNotSignedByTwo) {
    deliver(change({}));
    const facts::Hash256 before = book().pack().hash();
    EXPECT_FALSE(acks().empty());
    wire::RuleChange made;
    made.owner = "test";
    made.put = {rule_changes::rule({.owner = "test", .rev = 2})};
    deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.agency));
    EXPECT_EQ(book().find("TST-001")->rev, 1U);
    EXPECT_EQ(in_force(), 1U);
    ASSERT_EQ(rig_.node->rules().refused.size(), 1U);
    EXPECT_NE(rig_.node->rules().refused[0].why.find("second person"), std::string::npos);
    // Central sees by the root that the node goes on without it.
    const std::vector<wire::Ack> said = acks();
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.back().upto, core::Seq{2});
    EXPECT_EQ(said.back().root, book().pack().hash());
    EXPECT_NE(said.back().root, before);  // Of this edition, with the rules as they were.
}

TEST_F(PortRules, StayAsTheyAreWhereARuleFailsItsOwnTest) {
    deliver(change({}));
    deliver(change({.rev = 2, .condition = "!booking.one_way"}));
    EXPECT_EQ(book().find("TST-001")->rev, 1U);
    EXPECT_NE(rig_.node->rules().refused.at(0).why.find("its test"), std::string::npos);
    deliver(change({.rev = 3}));  // And the stream is not stopped by it.
    EXPECT_EQ(book().find("TST-001")->rev, 3U);
}

TEST_F(PortRules, StayAsTheyAreWhereAnotherAgencySigns) {
    wire::SignedRuleChange made = change({.owner = "other"});
    deliver(made);
    EXPECT_EQ(in_force(), 0U);
    EXPECT_NE(rig_.node->rules().refused.at(0).why.find("owner"), std::string::npos);
}

TEST_F(PortRules, AreTriedAgainAtTheNextStart) {
    wire::RuleChange made;
    made.owner = "later";
    made.put = {rule_changes::rule({.owner = "later"})};
    wire::DeltaBody body =
        delta(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
    body.ops[0].id = "later/1";
    rig_.deliver(body);
    rig_.settle();
    ASSERT_EQ(rig_.node->rules().refused.size(), 1U);  // Nobody holds that role here yet.
    EXPECT_EQ(in_force(), 0U);
    rig_.crash();
    rig_.central.other_agencies = {"wl/later"};
    rig_.start();
    EXPECT_EQ(in_force(), 1U);
    EXPECT_TRUE(rig_.node->rules().refused.empty());
    rig_.crash();
    rig_.start();
    EXPECT_EQ(in_force(), 1U);
}

}  // namespace
}  // namespace sarhad::node
