// Rules that act: what they ask for, what is told of them and to whom.
#include "live_rule.h"

#include "core/text.h"
#include "screening/rule_advice.h"
#include "screening/screen.h"

#include <gtest/gtest.h>

#include <functional>

namespace sarhad::screening {
namespace {

using facts::CauseKind;
using facts::Channel;
using rules::RuleChannel;
using rules::RuleMode;

facts::Hash256 sum(core::ByteView bytes) {
    return facts::Hash256{static_cast<std::uint8_t>(bytes.size())};
}

std::shared_ptr<const watchlists::ListSnapshot> lists(
    facts::ListAction action = facts::ListAction::kSearch) {
    watchlists::ListEntry entry;
    entry.id = "T-1";
    entry.names.emplace_back().text = core::Redacted<std::string>{"Zorvan Belkhadim"};
    entry.order.action = action;
    watchlists::ListManifest manifest;
    manifest.name = "wl/nacta/terr";
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.add_list(manifest, {entry}).has_value());
    return builder.build(&sum);
}

ScreeningFacts someone(std::string name = "Lumi Aaltovirta") {
    ScreeningFacts facts;
    facts.traveller.full_name = core::Redacted<std::string>{std::move(name)};
    facts.traveller.nationality = "XAA";
    facts.traveller.bag_count = 3;
    facts.arrived = {facts::Feed::kApi};
    facts.port = core::PortId{"PKXXA-1"};
    facts.now = core::WallTime{1'795'000'000'000'000};
    facts.on = facts::day_of(facts.now);
    return facts;
}

facts::Decision decide(const rules::LiveRules::Authored& all,
                       const ScreeningFacts& facts = someone()) {
    return screen(facts, *lists(), *live(all));
}

constexpr const char* kThreeBags = "traveller.bags_checked >= 3";

TEST(ScreenRules, ALiveHitAsksAndSaysWhy) {
    const auto decision = decide({rule("TST-001", kThreeBags)});
    EXPECT_EQ(decision.channel, Channel::kYellow);
    ASSERT_EQ(decision.causes.size(), 1U);
    EXPECT_EQ(decision.causes[0].kind, CauseKind::kRule);
    EXPECT_EQ(decision.causes[0].reference, "TST-001");
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    const facts::RuleHit& hit = decision.rule_hits[0];
    EXPECT_EQ(hit.id, "TST-001");
    EXPECT_EQ(hit.revision, 2U);
    EXPECT_EQ(hit.title, "title of TST-001");
    EXPECT_EQ(hit.channel, Channel::kYellow);
    EXPECT_EQ(hit.score, 20);
    EXPECT_EQ(hit.why, "traveller.bags_checked is 3 (limit >= 3; DCS)");
    EXPECT_EQ(decision.score.value(), 200);
    EXPECT_EQ(decision.rules_hash, facts::Hash256{9});
    EXPECT_EQ(decision.rule_lists, 4U);
    EXPECT_EQ(decision.rules_schema, 1U);
    EXPECT_FALSE(is_reported(decision)) << "yellow waits for the batch";
}

/// Rules of kinds booking and cash were asked of nobody.
TEST(ScreenRules, RulesAboutBookingsAndCashAreAskedOfTheTraveller) {
    ScreeningFacts facts = someone();
    facts.arrived.push_back(facts::Feed::kPnr);
    facts.booking.emplace().agency = "AG01";
    facts.cash.emplace().declared.lines.resize(1);
    facts.cash->declared.lines[0].instrument = facts::Instrument::kCash;
    facts.cash->declared.lines[0].usd_cents = 2'500'000;
    const auto decision =
        decide({rule("BKG-901",
                     "booking.agency == 'AG01'",
                     [](rules::Rule& made) { made.kind = rules::RuleKind::kBooking; }),
                rule("CUR-901",
                     "cash.amount_ref > 20000.0 && traveller.bags_checked == 3",
                     [](rules::Rule& made) { made.kind = rules::RuleKind::kCash; }),
                rule("TST-001", "cash.amount_ref > 30000.0")},
               facts);
    ASSERT_EQ(decision.rule_hits.size(), 2U);
    EXPECT_EQ(decision.rule_hits[0].id, "BKG-901");
    EXPECT_EQ(decision.rule_hits[0].why, "booking.agency is 'AG01' (PNR)");
    EXPECT_EQ(decision.rule_hits[1].id, "CUR-901");
    EXPECT_TRUE(decision.waiting.empty());
    EXPECT_EQ(decision.channel, Channel::kYellow);
}

TEST(ScreenRules, PersonalFactsAreMaskedInTheReason) {
    const auto decision =
        decide({rule("TST-001", "traveller.bags_checked >= 3 && traveller.nationality == 'XAA'")});
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].why.find("XAA"), std::string::npos);
    EXPECT_NE(decision.rule_hits[0].why.find("traveller.nationality is ***"), std::string::npos)
        << decision.rule_hits[0].why;
}

TEST(ScreenRules, RulesAndTheBestListHitMakeOneScore) {
    const auto group = [](rules::Rule& each) { each.group = "bags"; };
    const auto decision = screen(someone("Zorvan Belkhadim"),
                                 *lists(),
                                 *live({rule("TST-001", kThreeBags),
                                        rule("TST-002", kThreeBags, group),
                                        rule("TST-003", kThreeBags, group)}));
    ASSERT_EQ(decision.hits.size(), 1U);
    int rest = 1000;
    rest = rest * 80 / 100;
    rest = rest * 80 / 100;  // Of the group one counts.
    rest = rest * (1000 - decision.hits[0].score.value()) / 1000;
    EXPECT_EQ(decision.score.value(), 1000 - rest);
    ASSERT_EQ(decision.causes.size(), 4U);
    EXPECT_EQ(decision.causes[0].kind, CauseKind::kListTier);
    EXPECT_EQ(decision.causes[3].reference, "TST-003");
}

TEST(ScreenRules, ShadowRulesAreRecordedAndNoCounterSeesThem) {
    const auto decision = decide({rule("TST-001", kThreeBags, [](rules::Rule& each) {
        each.mode = RuleMode::kShadow;
        each.channel = RuleChannel::kRed;
    })});
    EXPECT_EQ(decision.channel, Channel::kGreen);
    EXPECT_EQ(decision.score.value(), 0);
    EXPECT_TRUE(decision.causes.empty());
    EXPECT_TRUE(decision.rule_hits.empty());
    EXPECT_EQ(decision.shadow_hits, std::vector<std::string>{"TST-001"});
    EXPECT_FALSE(is_reported(decision));
    EXPECT_TRUE(at_counter(decision).shadow_hits.empty());
}

TEST(ScreenRules, ARedRuleIsToldAtOnceAndIsNoSecret) {
    const auto decision = decide(
        {rule("TST-001", kThreeBags, [](rules::Rule& each) { each.channel = RuleChannel::kRed; })});
    EXPECT_EQ(decision.channel, Channel::kRed);
    EXPECT_TRUE(is_reported(decision));
    EXPECT_FALSE(is_secret(decision));
}

TEST(ScreenRules, ARuleThatWaitsSaysForWhat) {
    const auto decision =
        decide({rule("TST-001", "booking.one_way"),
                rule("TST-002", "booking.one_way && hist.crossings_90d > 2"),
                rule("TST-003", "booking.party_size > 3"),
                rule("TST-004", "booking.one_way && crew_off", [](auto& each) {
                    each.vars.push_back({"crew_off", {"traveller.crew", {1, 1}, true}});
                })});
    ASSERT_EQ(decision.waiting.size(), 2U);
    EXPECT_EQ(decision.waiting[0].feeds, std::vector<std::string>{"PNR"});
    EXPECT_EQ(decision.waiting[0].rules, 2U);
    EXPECT_EQ(decision.waiting[0].ids, (std::vector<std::string>{"TST-001", "TST-003"}));
    EXPECT_EQ(decision.waiting[1].feeds, (std::vector<std::string>{"PNR", "LOCAL"}));
    EXPECT_EQ(decision.waiting[1].ids, std::vector<std::string>{"TST-002"});
    EXPECT_EQ(decision.channel, Channel::kGreen);
}

TEST(ScreenRules, MoreGroupsThatWaitThanADecisionHoldsAreToldTogether) {
    rules::LiveRules::Authored all;
    for (const char* set : {"ports_of_concern",
                            "transit_of_concern",
                            "agencies_watch",
                            "precursor_hs6",
                            "dual_use_hs6",
                            "countries_controlled",
                            "perishable_hs2",
                            "cites_hs6",
                            "cultural_hs4",
                            "countries_cultural",
                            "brands_recorded",
                            "waste_hs6"}) {
        all.push_back(rule(core::cat("TST-", 100 + all.size()),
                           core::cat("!traveller.crew && port.code in lists.", set)));
    }
    const auto decision = decide(all);
    ASSERT_EQ(decision.waiting.size(), kWaitingGroupsMax);
    std::uint32_t told = 0;
    for (const facts::WaitingRules& group : decision.waiting) {
        told += group.rules;
    }
    EXPECT_EQ(told, 12U);
    EXPECT_EQ(decision.waiting.back().rules, 5U);
    EXPECT_EQ(decision.waiting.back().ids.size(), 5U);
    EXPECT_EQ(decision.waiting.back().feeds.size(), 5U);
}

TEST(ScreenRules, AtTheCounterAWaitingRuleIsWhatItsAuthorSays) {
    const auto careful = rule("TST-001", "booking.one_way", [](rules::Rule& each) {
        each.on_unknown = rules::Verdict::kMatch;
    });
    const auto other = rule("TST-002", "booking.one_way");
    ScreeningFacts facts = someone();
    EXPECT_EQ(decide({careful, other}, facts).waiting.at(0).rules, 2U);
    facts.is_due = true;
    const auto decision = decide({careful, other}, facts);
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].id, "TST-001");
    EXPECT_EQ(decision.rule_hits[0].why,
              "unknown: waits for PNR: booking.one_way is not known yet (PNR)");
    EXPECT_EQ(decision.channel, Channel::kYellow);
    ASSERT_EQ(decision.waiting.size(), 1U);
    EXPECT_EQ(decision.waiting[0].ids, std::vector<std::string>{"TST-002"});
}

TEST(ScreenRules, NothingAtTheCounterHangsOnADiscreetHit) {
    const auto all = live({rule("TST-001", "hits.exists(h, h.list == 'TERR' && h.score > 0.5)"),
                           rule("TST-002", "hits.size() > 0"),
                           rule("TST-003", "!hits.exists(h, h.list == 'TERR')")});
    const auto open = screen(someone("Zorvan Belkhadim"), *lists(), *all);
    ASSERT_EQ(open.rule_hits.size(), 2U);
    const auto discreet_lists = lists(facts::ListAction::kDiscreet);
    const auto discreet = screen(someone("Zorvan Belkhadim"), *discreet_lists, *all);
    ASSERT_EQ(discreet.hits.size(), 1U);
    const auto nobody = screen(someone(), *discreet_lists, *all);
    ASSERT_TRUE(nobody.hits.empty());
    EXPECT_EQ(at_counter(discreet), at_counter(nobody));
}

TEST(ScreenRules, OfARuleForTheTrainedACounterSeesOnlyThatItAsks) {
    const auto decision = decide({rule("TST-001", kThreeBags, [](rules::Rule& each) {
        each.audience = rules::Audience::kTrained;
    })});
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].title, "title of TST-001");
    const auto seen = at_counter(decision);
    EXPECT_EQ(seen.channel, Channel::kYellow);
    EXPECT_EQ(seen.rule_hits[0].title, "");
    EXPECT_EQ(seen.rule_hits[0].why, "for trained officers only");
}

TEST(ScreenRules, AHeldRuleIsAShadowHere) {
    ScreeningFacts facts = someone();
    facts.held = std::make_shared<const HeldRules>(
        HeldRules::Map{{"TST-001", {2, Held::kShadow}}, {"TST-002", {1, Held::kShadow}}});
    const auto red = [](rules::Rule& each) { each.channel = RuleChannel::kRed; };
    const auto decision =
        decide({rule("TST-001", kThreeBags, red), rule("TST-002", kThreeBags)}, facts);
    EXPECT_EQ(decision.shadow_hits, std::vector<std::string>{"TST-001"});
    ASSERT_EQ(decision.rule_hits.size(), 1U) << "another revision than the held one acts";
    EXPECT_EQ(decision.rule_hits[0].id, "TST-002");
    EXPECT_EQ(decision.channel, Channel::kYellow);
    EXPECT_EQ(decision.score.value(), 200);
}

TEST(ScreenRules, ACriticalRuleThatIsHeldIsToldAndAsksForYellowAtMost) {
    ScreeningFacts facts = someone();
    facts.held =
        std::make_shared<const HeldRules>(HeldRules::Map{{"TST-001", {2, Held::kLimited}}});
    const auto decision = decide(
        {rule("TST-001", kThreeBags, [](rules::Rule& each) { each.channel = RuleChannel::kRed; })},
        facts);
    EXPECT_EQ(decision.channel, Channel::kYellow);
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_NE(decision.rule_hits[0].why.find("(limited: "), std::string::npos);
    EXPECT_FALSE(is_reported(decision));
    EXPECT_TRUE(decision.shadow_hits.empty());
}

TEST(ScreenRules, LimitedRulesTakeNoPlaceFromOneThatAsksForRed) {
    ScreeningFacts facts = someone();
    HeldRules::Map held;
    rules::LiveRules::Authored all{
        rule("TST-999", kThreeBags, [](rules::Rule& each) { each.channel = RuleChannel::kRed; })};
    for (std::size_t i = 0; i < kRuleHitsMax; ++i) {
        const std::string id = core::cat("TST-", 100 + i);
        held[id] = {2, Held::kLimited};
        all.push_back(rule(id, kThreeBags, [](rules::Rule& each) {
            each.channel = RuleChannel::kRed;
            each.score = 90;
        }));
    }
    facts.held = std::make_shared<const HeldRules>(held);
    const auto decision = decide(all, facts);
    EXPECT_EQ(decision.channel, Channel::kRed);
    EXPECT_EQ(decision.rule_hits.at(0).id, "TST-999");
}

TEST(ScreenRules, ALimitedRuleIsToldBeforeOthersThatAskForYellow) {
    ScreeningFacts facts = someone();
    facts.held =
        std::make_shared<const HeldRules>(HeldRules::Map{{"TST-999", {2, Held::kLimited}}});
    rules::LiveRules::Authored all{rule("TST-999", kThreeBags, [](rules::Rule& each) {
        each.channel = RuleChannel::kRed;
        each.score = 1;
    })};
    for (std::size_t i = 0; i < kRuleHitsMax; ++i) {
        all.push_back(rule(core::cat("TST-", 100 + i), kThreeBags));
    }
    const auto decision = decide(all, facts);
    EXPECT_EQ(decision.rule_hits.at(0).id, "TST-999");
    EXPECT_EQ(decision.causes.back().reference, "TST-999");
}

TEST(ScreenRules, AShadowRulesErrorAndOverflowAreNoCounters) {
    const auto shadow = [](rules::Rule& each) { each.mode = RuleMode::kShadow; };
    rules::LiveRules::Authored all{rule("TST-001", "7 / (traveller.bags_checked - 3) > 1", shadow)};
    for (std::size_t i = 0; i <= kShadowHitsMax; ++i) {
        all.push_back(rule(core::cat("TST-", 100 + i), kThreeBags, shadow));
    }
    const auto decision = decide(all);
    EXPECT_EQ(decision.rule_errors, 0U);
    EXPECT_EQ(decision.rules_left_out, 1U);
    EXPECT_EQ(at_counter(decision).rules_left_out, 0U);
}

TEST(ScreenRules, AnErrorOfOneRuleStopsNoOther) {
    const auto decision = decide(
        {rule("TST-001", "7 / (traveller.bags_checked - 3) > 1"), rule("TST-002", kThreeBags)});
    EXPECT_EQ(decision.rule_errors, 1U);
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].id, "TST-002");
}

TEST(ScreenRules, OfMoreHitsThanADecisionHoldsTheStrictestAreTold) {
    rules::LiveRules::Authored all;
    for (int i = 0; i < 40; ++i) {
        all.push_back(rule(core::cat("TST-", 100 + i), kThreeBags, [i](rules::Rule& each) {
            each.channel = i == 39 ? RuleChannel::kRed : RuleChannel::kYellow;
            each.score = static_cast<std::uint8_t>(i == 20 ? 50 : 1);
        }));
    }
    for (int i = 0; i < 70; ++i) {
        all.push_back(rule(core::cat("TST-", 200 + i), kThreeBags, [](rules::Rule& each) {
            each.mode = RuleMode::kShadow;
        }));
    }
    const auto decision = decide(all);
    ASSERT_EQ(decision.rule_hits.size(), kRuleHitsMax);
    EXPECT_EQ(decision.rule_hits[0].id, "TST-139");
    EXPECT_EQ(decision.rule_hits[1].id, "TST-120");
    EXPECT_EQ(decision.rule_hits[2].id, "TST-100");
    EXPECT_EQ(decision.causes.size(), kRuleHitsMax);
    EXPECT_EQ(decision.channel, Channel::kRed);
    EXPECT_EQ(decision.shadow_hits.size(), kShadowHitsMax);
    EXPECT_EQ(decision.rules_left_out, 40 - kRuleHitsMax + 70 - kShadowHitsMax);
}

TEST(ScreenRules, TheRandomShareIsDrawnOnce) {
    ScreeningFacts facts = someone();
    facts.policy.random_share = core::Permille{1000};
    const auto decision = decide({rule("TST-001", "traveller.bags_checked > 9")}, facts);
    ASSERT_EQ(decision.causes.size(), 1U);
    EXPECT_EQ(decision.causes[0].kind, CauseKind::kRandomShare);
}

TEST(ScreenRules, SameFactsAndSnapshotsGiveTheSameDecision) {
    const auto facts = someone("Zorvan Belkhadim");
    const rules::LiveRules::Authored all{rule("TST-002", kThreeBags),
                                         rule("TST-001", "booking.one_way"),
                                         rule("TST-003", "hits.size() > 0")};
    const rules::LiveRules::Authored other_order{all[2], all[0], all[1]};
    EXPECT_EQ(decide(all, facts), decide(other_order, facts));
}

}  // namespace
}  // namespace sarhad::screening
