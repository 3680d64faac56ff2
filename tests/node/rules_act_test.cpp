// Rules at a node: what they ask for is recorded, told and counted.
#include "expected_port.h"
#include "port_rules.h"

namespace sarhad::node {
namespace {

/// A live rule about whoever shows a passport, which is everybody.
Said passport_rule() {
    Said said;
    said.mode = "live";
    said.condition = "traveller.doc.kind == 'P'";
    said.match = "traveller = { doc = { kind = \"P\" } }";
    said.no_match = "traveller = { doc = { kind = \"V\" } }";
    return said;
}

class NodeRules : public PortRules {
protected:
    void SetUp() override {
        PortRules::SetUp();
        publish({ops_[1]});
    }
    void put(const std::vector<Said>& rules) {
        wire::RuleChange made;
        made.owner = "test";
        made.straight_to_live = "a test waits for nobody";
        for (Said one : rules) {
            one.owner = "test";
            made.put.push_back(rule_changes::rule(one));
        }
        deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
        for (const Said& one : rules) {
            ASSERT_NE(book().find(one.id), nullptr) << rig_.node->rules().refused.back().why;
            ASSERT_EQ(book().find(one.id)->rev, one.rev) << rig_.node->rules().refused.back().why;
        }
    }
    void screen(const std::string& reference) {
        rig_.drop_file(reference + ".edi",
                       paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}}, flight_of(reference)));
        rig_.pass(kMoment);
    }
    facts::Decision last() { return crossings_of(rig_).back().crossing.decision; }
};

TEST_F(NodeRules, ANodeBeginsWithoutRules) {
    screen("A1");
    EXPECT_EQ(rig_.node->status().rules_in_force, 0U);
    EXPECT_EQ(last().rules_schema, 0U);
    EXPECT_TRUE(last().rule_hits.empty());
}

TEST_F(NodeRules, AYellowRuleIsRecordedAndWaitsForTheBatch) {
    put({passport_rule(), {.id = "TST-002", .mode = "live"}});
    screen("A1");
    const facts::Decision decision = last();
    EXPECT_EQ(decision.channel, facts::Channel::kYellow);
    EXPECT_EQ(decision.rules_hash, book().in_force());
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].why, "traveller.doc.kind is *** (API)");
    ASSERT_EQ(decision.waiting.size(), 1U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 0U);
    EXPECT_EQ(rig_.events.back().rule, "TST-001");
    const NodeStatus status = rig_.node->status();
    EXPECT_EQ(status.rules_in_force, 2U);
    EXPECT_EQ(status.rules_hash, book().in_force());
    EXPECT_EQ(status.rules.hits, 1U);
    EXPECT_EQ(status.rules.waiting, 1U);
}

TEST_F(NodeRules, ARedRuleIsToldToCentralAtOnce) {
    Said red = passport_rule();
    red.channel = "red";
    put({red});
    screen("A1");
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 1U);
    EXPECT_EQ(rig_.node->status().records.hits, 1U);
    rig_.pass(std::chrono::seconds{2});  // The status is a second old.
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kHits).last_seq, 1U);
}

TEST_F(NodeRules, AShadowRuleIsCountedAndAsksForNothing) {
    Said shadow = passport_rule();
    shadow.mode = "shadow";
    put({shadow});
    screen("A1");
    EXPECT_EQ(last().channel, facts::Channel::kGreen);
    EXPECT_EQ(last().shadow_hits, std::vector<std::string>{"TST-001"});
    EXPECT_EQ(rig_.node->status().rules.shadow_hits, 1U);
    EXPECT_EQ(rig_.node->status().rules.hits, 0U);
}

TEST_F(NodeRules, ARuleOfAnotherPortIsNotAsked) {
    Said others = passport_rule();
    others.ports = R"("PKXXB", "AE*")";
    put({others});
    screen("A1");
    EXPECT_TRUE(last().rule_hits.empty());
}

/// Rules of kind cash were asked of nobody.
TEST_F(NodeRules, ARuleAboutCashIsAskedWithTheForm) {
    Said cash;
    cash.kind = "cash";
    cash.mode = "live";
    cash.condition = "cash.amount_ref > cash.threshold_ref && cash.threshold_ref > 0.0";
    cash.match = "cash = { amount_ref = 6000.0, threshold_ref = 5000.0 }";
    cash.no_match = "cash = { amount_ref = 4000.0, threshold_ref = 5000.0 }";
    put({cash});
    const auto form = [](const std::string& reference, const std::string& amount) {
        return R"({"form":"currency","reference":")" + reference +
               R"(","direction":"in","point":"KHI","made":"2026-03-01","destination":"PAK",)"
               R"("traveller":{"surname":"Quiettest","first_name":"Ana",)"
               R"("date_of_birth":"1990-02-14","documents":[{"kind":"P","number":"XT5"}]},)"
               R"("lines":[{"instrument":"cash","amount":")" +
               amount + R"("}]})";
    };
    rig_.drop_file("A1.json", form("A1", "12,000 USD"));
    rig_.pass(kMoment);
    EXPECT_EQ(last().rule_hits.size(), 1U);
    ASSERT_TRUE(crossings_of(rig_).back().crossing.cash);
    rig_.drop_file("A2.json", form("A2", "900 USD"));
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).size(), 2U);
    EXPECT_TRUE(last().rule_hits.empty());
    EXPECT_TRUE(last().waiting.empty());
}

TEST_F(NodeRules, AtTheDeskTheDecisionIsDue) {
    put({{.mode = "live", .more = "on_unknown = \"match\""}});
    screen("A1");
    EXPECT_TRUE(last().rule_hits.empty());
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{"Lumi Aaltovirta"};
    bool is_answered = false;
    rig_.node->screen(traveller, {}, [&](const core::Result<facts::Crossing>& crossing) {
        ASSERT_TRUE(crossing) << crossing.error().what;
        EXPECT_EQ(crossing->decision.rule_hits.size(), 1U);
        is_answered = true;
    });
    rig_.pass(kMoment);
    EXPECT_TRUE(is_answered);
}

/// Rules that hit more often than their authors allow.
class NodeRulesHeld : public NodeRules {
protected:
    void put_limited(std::uint32_t rev = 1, const std::string& severity = "low") {
        Said said = passport_rule();
        said.rev = rev;
        said.severity = severity;
        said.channel = "red";
        said.more = "limits = { max_hits_day = 2 }";
        put({said});
    }
    void screen_and_read(const std::string& reference) {
        screen(reference);
        rig_.pass(std::chrono::seconds{2});
    }
    void flood() {
        for (const char* reference : {"A1", "A2", "A3"}) {
            screen_and_read(reference);
            EXPECT_EQ(last().channel, facts::Channel::kRed);
        }
    }
};

TEST_F(NodeRulesHeld, BeyondItsLimitARuleIsAShadowUntilItsNextRevision) {
    put_limited();
    flood();
    ASSERT_EQ(rig_.node->status().rules_held.size(), 1U);
    screen_and_read("B1");
    EXPECT_EQ(last().channel, facts::Channel::kGreen);
    EXPECT_EQ(last().shadow_hits, std::vector<std::string>{"TST-001"});
    put({{.id = "TST-002"}});
    screen_and_read("B2");
    EXPECT_EQ(last().channel, facts::Channel::kGreen) << "the same revision";
    put_limited(2);
    EXPECT_TRUE(rig_.node->status().rules_held.empty());
    screen_and_read("B3");
    EXPECT_EQ(last().channel, facts::Channel::kRed);
}

TEST_F(NodeRulesHeld, ItStaysHeldOverARestart) {
    put_limited();
    flood();
    rig_.crash();
    rig_.time.step_wall(std::chrono::hours{24 * 30});  // Its hits are long past.
    rig_.start();
    screen_and_read("B1");
    EXPECT_EQ(last().shadow_hits, std::vector<std::string>{"TST-001"});
}

TEST_F(NodeRulesHeld, ARestartCountsTheRecordAgain) {
    put_limited();
    screen_and_read("A1");
    screen_and_read("A2");
    rig_.crash();
    rig_.start();
    screen_and_read("A3");
    EXPECT_EQ(rig_.node->status().rules_held.size(), 1U);
}

TEST_F(NodeRulesHeld, ACriticalRuleAsksForYellow) {
    put_limited(1, "critical");
    flood();
    screen_and_read("B1");
    EXPECT_EQ(last().channel, facts::Channel::kYellow);
    ASSERT_EQ(last().rule_hits.size(), 1U);
}

/// A journey that central announced, and what comes of it later.
class NodeRulesExpected : public NodeRules {
protected:
    void SetUp() override {
        NodeRules::SetUp();
        put({{.mode = "live",
              .condition = "traveller.bags_checked >= 3",
              .match = "traveller = { bags_checked = 3 }",
              .no_match = "traveller = { bags_checked = 2 }"}});
    }
    /// Its first passenger has so many bags; 0: nothing is said of bags.
    static std::string list(const std::string& reference, int bags) {
        std::string text =
            paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}, {"OTHERTEST", "B", "XT6"}});
        if (bags == 0) {
            return text;
        }
        const std::string behind = "'ATT+2++M";
        text.insert(text.find(behind), core::cat("'MEA+CT++:", bags));
        const std::size_t count = text.find("'UNT+") + 5;
        const std::size_t plus = text.find('+', count);
        const auto segments = core::parse_uint(text.substr(count, plus - count));
        return text.replace(count, plus - count, std::to_string(*segments + 1));
    }
    void expect(const std::string& reference, int bags) {
        port_.tell(port_.ops_of(port_.journey(list(reference, bags))));
        rig_.pass(kMoment);
    }
    void arrive(const std::string& reference, int bags) {
        rig_.drop_file(reference + ".edi", list(reference, bags));
        rig_.pass(kMoment);
    }

    ExpectedPort port_{rig_};
};

TEST_F(NodeRulesExpected, MoreThatTheSpoolTellsAsksTheRulesAgain) {
    expect("A1", 0);
    ASSERT_EQ(crossings_of(rig_).size(), 2U);
    EXPECT_EQ(last().waiting.size(), 1U);
    arrive("B1", 3);
    const auto crossings = crossings_of(rig_);
    ASSERT_EQ(crossings.size(), 3U) << "he whom a rule hits now, and nobody else";
    EXPECT_EQ(crossings[2].crossing.traveller.surname.reveal(), "QUIETTEST");
    EXPECT_EQ(last().rule_hits.at(0).id, "TST-001");
    arrive("B2", 4);
    EXPECT_EQ(crossings_of(rig_).size(), 3U) << "no rule says more";
}

TEST_F(NodeRulesExpected, MoreThatANewerListTellsAsksTheRulesAgain) {
    expect("A1", 0);
    expect("A2", 2);
    EXPECT_EQ(crossings_of(rig_).size(), 2U) << "no rule hits";
    expect("A3", 3);
    const auto crossings = crossings_of(rig_);
    ASSERT_EQ(crossings.size(), 3U);
    EXPECT_EQ(crossings[2].crossing.traveller.surname.reveal(), "QUIETTEST");
    EXPECT_EQ(last().rule_hits.at(0).id, "TST-001");
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kCrossings).last_seq, 3U);
    expect("A4", 4);
    EXPECT_EQ(crossings_of(rig_).size(), 3U) << "no rule says more";
}

}  // namespace
}  // namespace sarhad::node
