// Agencies' rules at a port: taken whole, kept over a kill, refused without losing what is there.
#include "port_rules.h"

namespace sarhad::node {
namespace {

TEST_F(PortRules, ThatWaitForASetHitOnceItArrivesAndOverAKill) {
    const auto decided = [this](const std::string& reference) {
        rig_.drop_file(reference + ".edi",
                       paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}}, flight_of(reference)));
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
