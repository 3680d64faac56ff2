// Rules at a node: what they ask for is recorded, told and counted.
#include "expected_port.h"
#include "node_fixture.h"

#include "rules/live/live_rules.h"
#include "wire/streams.h"

#include <functional>

namespace sarhad::node {
namespace {

using rules::RuleChannel;
using rules::RuleMode;

constexpr std::uint8_t kPack = 9;

class NodeRules : public NodeTest {
protected:
    void start() {
        rig_.start();
        rig_.bring_link_up();
        publish({ops_[1]});
    }
    static std::shared_ptr<const rules::Rule> rule(
        const std::string& id,
        const std::string& condition,
        const std::function<void(rules::Rule&)>& change = {}) {
        rules::Rule made;
        made.id = id;
        made.title = "title of " + id;
        made.mode = RuleMode::kLive;
        made.channel = RuleChannel::kYellow;
        made.score = 20;
        made.ports = {"PKXXA"};
        made.condition = {condition, {1, 1}, true};
        if (change) {
            change(made);
        }
        return std::make_shared<const rules::Rule>(std::move(made));
    }
    void put(const rules::LiveRules::Authored& all) {
        const auto none = rules::LiveRules::none({});
        auto live = rules::LiveRules::make(all, {facts::Hash256{kPack}, 1, 1}, none->lists());
        ASSERT_TRUE(live.has_value()) << live.error().what;
        rig_.node->put_rules(*live);
    }
    void screen(const std::string& reference) {
        rig_.drop_file(reference + ".edi", paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}}));
        rig_.pass(kMoment);
    }
    facts::Decision last() { return crossings_of(rig_).back().crossing.decision; }
};

TEST_F(NodeRules, ANodeBeginsWithoutRules) {
    start();
    screen("A1");
    EXPECT_EQ(rig_.node->status().rules_in_force, 0U);
    EXPECT_EQ(last().rules_schema, 0U);
    EXPECT_TRUE(last().rule_hits.empty());
}

TEST_F(NodeRules, AYellowRuleIsRecordedAndWaitsForTheBatch) {
    start();
    put({rule("TST-001", "traveller.doc.kind == 'P'"), rule("TST-002", "booking.one_way")});
    screen("A1");
    const facts::Decision decision = last();
    EXPECT_EQ(decision.channel, facts::Channel::kYellow);
    EXPECT_EQ(decision.rules_hash, facts::Hash256{kPack});
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].why, "traveller.doc.kind is *** (API)");
    ASSERT_EQ(decision.waiting.size(), 1U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 0U);
    EXPECT_EQ(rig_.events.back().rule, "TST-001");
    const NodeStatus status = rig_.node->status();
    EXPECT_EQ(status.rules_in_force, 2U);
    EXPECT_EQ(status.rules_hash, facts::Hash256{kPack});
    EXPECT_EQ(status.rules.hits, 1U);
    EXPECT_EQ(status.rules.waiting, 1U);
}

TEST_F(NodeRules, ARedRuleIsToldToCentralAtOnce) {
    start();
    put({rule("TST-001", "traveller.doc.kind == 'P'", [](rules::Rule& each) {
        each.channel = RuleChannel::kRed;
    })});
    screen("A1");
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 1U);
    EXPECT_EQ(rig_.node->status().records.hits, 1U);
    rig_.pass(std::chrono::seconds{2});  // The status is a second old.
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kHits).last_seq, 1U);
}

TEST_F(NodeRules, AShadowRuleIsCountedAndAsksForNothing) {
    start();
    put({rule("TST-001", "traveller.doc.kind == 'P'", [](rules::Rule& each) {
        each.mode = RuleMode::kShadow;
    })});
    screen("A1");
    EXPECT_EQ(last().channel, facts::Channel::kGreen);
    EXPECT_EQ(last().shadow_hits, std::vector<std::string>{"TST-001"});
    EXPECT_EQ(rig_.node->status().rules.shadow_hits, 1U);
    EXPECT_EQ(rig_.node->status().rules.hits, 0U);
}

TEST_F(NodeRules, ARuleOfAnotherPortIsNotAsked) {
    start();
    put({rule("TST-001", "traveller.doc.kind == 'P'", [](rules::Rule& each) {
        each.ports = {"PKXXB", "AE*"};
    })});
    screen("A1");
    EXPECT_TRUE(last().rule_hits.empty());
}

TEST_F(NodeRules, AtTheDeskTheDecisionIsDue) {
    start();
    put({rule("TST-001", "booking.one_way", [](rules::Rule& each) {
        each.on_unknown = rules::Verdict::kMatch;
    })});
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
    void put_limited(const std::function<void(rules::Rule&)>& change = {}) {
        put({rule("TST-001", "traveller.doc.kind == 'P'", [&](rules::Rule& each) {
            each.hits_a_day_max = 2;
            each.channel = RuleChannel::kRed;
            if (change) {
                change(each);
            }
        })});
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
    start();
    put_limited();
    flood();
    ASSERT_EQ(rig_.node->status().rules_held.size(), 1U);
    screen_and_read("B1");
    EXPECT_EQ(last().channel, facts::Channel::kGreen);
    EXPECT_EQ(last().shadow_hits, std::vector<std::string>{"TST-001"});
    put_limited();
    screen_and_read("B2");
    EXPECT_EQ(last().channel, facts::Channel::kGreen) << "the same revision";
    put_limited([](rules::Rule& each) { each.rev = 2; });
    EXPECT_TRUE(rig_.node->status().rules_held.empty());
    screen_and_read("B3");
    EXPECT_EQ(last().channel, facts::Channel::kRed);
}

TEST_F(NodeRulesHeld, ItStaysHeldOverARestart) {
    start();
    put_limited();
    flood();
    rig_.crash();
    rig_.time.step_wall(std::chrono::hours{24 * 30});  // Its hits are long past.
    rig_.start();
    put_limited();
    screen_and_read("B1");
    EXPECT_EQ(last().shadow_hits, std::vector<std::string>{"TST-001"});
}

TEST_F(NodeRulesHeld, ARestartCountsTheRecordAgain) {
    start();
    put_limited();
    screen_and_read("A1");
    screen_and_read("A2");
    rig_.crash();
    rig_.start();
    put_limited();
    screen_and_read("A3");
    EXPECT_EQ(rig_.node->status().rules_held.size(), 1U);
}

TEST_F(NodeRulesHeld, ACriticalRuleAsksForYellow) {
    start();
    put_limited([](rules::Rule& each) { each.severity = rules::Severity::kCritical; });
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
        start();
        put({rule("TST-001", "traveller.bags_checked >= 3")});
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
