// What the engine promises besides what the oracle compares: frames, snapshots, budget, advice.
#include "rules/engine/engine.h"

#include "random_rules.h"

#include "core/text.h"
#include "rules/engine/decision.h"
#include "support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sarhad::rules::engine {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

const RuleWorld& world() {
    static const RuleWorld made;
    return made;
}

std::shared_ptr<const Rule> rule(const std::string& id,
                                 std::string_view condition,
                                 RuleTerms terms = {}) {
    terms.id = id;
    if (terms.score == 0) {
        terms.mode = RuleMode::kLive;
    }
    std::string issues;
    auto made = world().rule(terms, condition, &issues);
    EXPECT_NE(made, nullptr) << issues;
    return made;
}

std::shared_ptr<const Engine> engine_of(std::vector<std::shared_ptr<const Rule>> rules) {
    auto built = Engine::build(std::move(rules));
    EXPECT_TRUE(built.has_value()) << (built ? "" : built.error().what);
    return *built;
}

/// A traveller's facts and what an engine says of them.
class EngineTest : public ::testing::Test {
protected:
    void set(std::string_view path, const Fact& fact) {
        const auto place = layout.find(0, path);
        ASSERT_EQ(place.kind, cel::SlotLayout::PlaceKind::kSlot) << path;
        ASSERT_TRUE(builder.set(place.index, fact).has_value());
    }
    static std::vector<std::string> ids(const std::vector<Outcome>& outcomes) {
        std::vector<std::string> made;
        for (const Outcome& each : outcomes) {
            made.push_back(each.rule->terms.id);
        }
        std::sort(made.begin(), made.end());
        return made;
    }
    void evaluate(const Engine& engine, const Frame& frame) {
        engine.evaluate(RuleKind::kTraveller, frame, lists, work, said);
    }

    const cel::SlotLayout& layout = world().layouts.of(RuleKind::kTraveller);
    FrameBuilder builder{layout};
    ReferenceLists lists{layout, 7};
    Workspace work;
    Evaluation said;
};

using Ids = std::vector<std::string>;

TEST_F(EngineTest, AFrameComesBackFromItsBytes) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const RuleKind kind = rule_kinds()[seed % kRuleKindCount];
        const cel::SlotLayout& its = world().layouts.of(kind);
        RandomRules random{its, seed};
        FrameBuilder facts{its};
        const core::Bytes bytes = random.frame(facts).to_bytes(its);
        const auto back = Frame::parse(bytes, its);
        ASSERT_TRUE(back.has_value()) << back.error().what;
        EXPECT_EQ(back->to_bytes(its), bytes);
        for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 50) {
            EXPECT_FALSE(Frame::parse(core::ByteView{bytes}.first(cut), its).has_value());
        }
    }
}

TEST_F(EngineTest, TheBytesOfAFrameStay) {
    cel::SlotLayout small;
    ASSERT_TRUE(small.add_slot(0, {"a", cel::SlotType::kString, 1, 20, 0}).has_value());
    ASSERT_TRUE(small.add_slot(0, {"b", cel::SlotType::kInt, 2, 0, 5}).has_value());
    const auto list = small.add_list({"c", 1, 3, nullptr, {}});
    ASSERT_TRUE(list.has_value());
    ASSERT_TRUE(small.add_slot(*list, {"d", cel::SlotType::kDouble, 1, 0, 0}).has_value());
    FrameBuilder facts{small};
    facts.begin(2);
    ASSERT_TRUE(facts.set(0, std::string_view{"longer than a slot"}).has_value());
    ASSERT_TRUE(facts.add_row(*list).has_value());
    ASSERT_TRUE(facts.set_in(*list, 0, 1.5).has_value());
    ASSERT_TRUE(facts.add_row(*list).has_value());
    const core::Bytes bytes = facts.finish().to_bytes(small);
    EXPECT_EQ(golden::kept("formats/v1/rule_frame.bin", bytes), bytes);
}

TEST_F(EngineTest, FactsBeyondTheLayoutAreRefusedAndNothingChanges) {
    const std::uint32_t code = layout.find(0, "port.code").index;
    const std::uint32_t bags = layout.find(0, "bags").index;
    builder.begin(kAll);
    set("port.code", std::string_view{"PKKHI"});
    EXPECT_EQ(builder.set(code, std::string_view{"PKKHI1"}).error().code, core::Errc::kExhausted);
    EXPECT_EQ(builder.set(code, std::int64_t{1}).error().code, core::Errc::kInvalid);
    EXPECT_EQ(builder.set(99'999, true).error().code, core::Errc::kInvalid);
    EXPECT_EQ(builder.set_in(bags, 0, true).error().code, core::Errc::kInvalid);
    EXPECT_EQ(builder.set(layout.find(0, "now").index, Micros{kMomentLast + 1}).error().code,
              core::Errc::kInvalid);
    for (std::uint32_t i = 0; i < layout.tables()[bags].rows_max; ++i) {
        ASSERT_TRUE(builder.add_row(bags).has_value());
    }
    EXPECT_EQ(builder.add_row(bags).error().code, core::Errc::kExhausted);
    EXPECT_EQ(builder.finish().port(), "PKKHI");
}

TEST_F(EngineTest, ARuleThatWaitsIsAskedAgainWhenItsFeedArrives) {
    const auto engine = engine_of({rule("A", "booking.one_way && traveller.bags_checked == 0"),
                                   rule("B", "traveller.bags_checked == 0"),
                                   rule("C", "traveller.visa.present")});
    builder.begin(kAll & ~source_of(Feed::kPnr) & ~source_of(Feed::kVisa));
    evaluate(*engine, builder.finish());
    EXPECT_EQ(ids(said.unknown), (Ids{"A", "C"}));
    EXPECT_EQ(ids(said.matches), Ids{"B"});
    EXPECT_EQ(said.unknown[0].waits_for | said.unknown[1].waits_for,
              source_of(Feed::kPnr) | source_of(Feed::kVisa));

    builder.begin(kAll & ~source_of(Feed::kVisa));
    set("booking.one_way", true);
    evaluate(*engine, builder.finish());
    EXPECT_EQ(ids(said.matches), (Ids{"A", "B"}));
    EXPECT_EQ(ids(said.unknown), Ids{"C"});
}

TEST_F(EngineTest, ADeadlineTurnsUnknownIntoWhatTheRuleSays) {
    RuleTerms strict;
    strict.mode = RuleMode::kLive;
    strict.score = 1;
    strict.on_unknown = OnUnknown::kMatch;
    const auto engine = engine_of(
        {rule("A", "booking.one_way", strict), rule("B", "booking.split"), rule("C", "true")});
    builder.begin(0);
    evaluate(*engine, builder.finish());
    EXPECT_EQ(settle(said), 2U);
    EXPECT_EQ(ids(said.matches), (Ids{"A", "C"}));
    EXPECT_TRUE(said.unknown.empty());
}

TEST_F(EngineTest, ThePortAndTheTimeSayWhichRulesAreAsked) {
    RuleTerms here;
    here.ports = {"PKK*", "PKLHE"};
    RuleTerms later;
    later.from = 1'000;
    later.until = 2'000;
    const auto engine =
        engine_of({rule("A", "true", here), rule("B", "true", later), rule("C", "true")});
    const auto at = [&](std::string_view port, std::int64_t now) {
        builder.begin(kAll);
        set("port.code", port);
        set("now", Micros{now});
        evaluate(*engine, builder.finish());
        return ids(said.matches);
    };
    EXPECT_EQ(at("PKKHI", 999), (Ids{"A", "C"}));
    EXPECT_EQ(at("PKISB", 1'000), (Ids{"B", "C"}));
    EXPECT_EQ(at("PKLHE", 2'000), (Ids{"A", "C"}));
}

TEST_F(EngineTest, AnErrorStopsNoOtherRule) {
    const auto engine =
        engine_of({rule("A", "6 / traveller.bags_checked == 1"), rule("B", "true")});
    builder.begin(kAll);
    evaluate(*engine, builder.finish());
    EXPECT_EQ(ids(said.errors), Ids{"A"});
    EXPECT_EQ(said.errors[0].fault, cel::Fault::kDivideByZero);
    EXPECT_EQ(ids(said.matches), Ids{"B"});
}

TEST_F(EngineTest, APackWhoseWorstCaseIsTooMuchIsRefused) {
    const std::string costly = "bags.all(b, bags.all(c, b.weight_kg >= c.weight_kg))";
    std::vector<std::shared_ptr<const Rule>> rules;
    for (int i = 0; i < 300; ++i) {
        rules.push_back(rule(core::cat("R-", i), costly));
    }
    const auto refused = Engine::build(rules);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, core::Errc::kExhausted);
    EXPECT_NE(refused.error().what.find("about a traveller"), std::string::npos);
    rules.resize(10);
    const auto small = engine_of(rules);
    EXPECT_FALSE(small->changed({{300, rule("R-0", costly)}, {}}).has_value());
}

TEST_F(EngineTest, RulesThatAskForOneCodeOfGoodsEachCountTogetherOnlyAsOneCanHaveThem) {
    RuleTerms terms;
    terms.kind = RuleKind::kDeclaration;
    std::vector<std::shared_ptr<const Rule>> rules;
    for (int i = 0; i < 2'000; ++i) {
        rules.push_back(rule(core::cat("R-", i),
                             core::cat("declaration.lines.exists(l, l.hs6 == '",
                                       100'000 + i,
                                       "' && l.value_per_kg < 2.0)"),
                             terms));
    }
    EXPECT_LT(worst_steps(rules), kEntityStepsMax);
    // The same without the code is asked for every line of every declaration.
    const auto wide =
        rule("W", "declaration.lines.exists(l, l.value_per_kg < 2.0 && l.net_kg > 1.0)", terms);
    EXPECT_GT(worst_steps(std::vector<std::shared_ptr<const Rule>>(2'000, wide)), kEntityStepsMax);
}

TEST_F(EngineTest, WhatTheBudgetKeptFromAnAnswerIsUnknownAndLookedAt) {
    // Complete facts never take so much; facts of which a key is unknown may.
    RuleTerms terms;
    terms.kind = RuleKind::kDeclaration;
    terms.mode = RuleMode::kLive;
    terms.score = 1;
    std::vector<std::shared_ptr<const Rule>> rules;
    for (int i = 0; i < 1'000; ++i) {
        rules.push_back(rule(core::cat("R-", i),
                             core::cat("declaration.lines.exists(l, l.hs6 == '",
                                       100'000 + i,
                                       "' && l.value_per_kg < 2.0)"),
                             terms));
    }
    const auto engine = engine_of(rules);
    const cel::SlotLayout& its = world().layouts.of(RuleKind::kDeclaration);
    const std::uint32_t lines = its.find(0, "declaration.lines").index;
    const std::uint32_t hs6 = its.find(lines, "hs6").index;
    FrameBuilder facts{its};
    facts.begin(kAll);
    for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(facts.add_row(lines).has_value());
        ASSERT_TRUE(facts.set_unknown_in(lines, hs6).has_value());
    }
    const ReferenceLists none{its};
    engine->evaluate(RuleKind::kDeclaration, facts.finish(), none, work, said);
    EXPECT_EQ(said.unknown.size(), 1'000U);
    EXPECT_LE(said.steps, kEntityStepsMax);
    EXPECT_EQ(said.unknown.back().waits_for, 0U);
    const RuleAdvice advice = advise(said);
    EXPECT_EQ(advice.causes.back().channel, facts::Channel::kYellow);
    EXPECT_EQ(advice.causes.back().reference, "unknown: budget");
    EXPECT_EQ(settle(said) + said.unknown.size(), 1'000U);
    EXPECT_FALSE(said.unknown.empty());
}

TEST_F(EngineTest, AChangeSaysTheSameAsAPackBuiltAnew) {
    RandomRules random{layout, 11};
    std::vector<std::shared_ptr<const Rule>> rules;
    for (int i = 0; i < 1'500; ++i) {
        rules.push_back(rule(core::cat("R-", i), random.condition()));
    }
    auto engine = *Engine::build(rules, std::uint64_t{1} << 40U);
    for (int round = 0; round < 5; ++round) {
        Engine::Change change;
        for (int i = 0; i < 10; ++i) {
            const std::size_t at = random.below(rules.size());
            rules[at] = rule(rules[at]->terms.id, random.condition());
            std::erase_if(change.put,
                          [&](const auto& each) { return each->terms.id == rules[at]->terms.id; });
            change.put.push_back(rules[at]);
        }
        change.removed = {rules.back()->terms.id, "never was"};
        std::erase_if(change.put,
                      [&](const auto& each) { return each->terms.id == rules.back()->terms.id; });
        rules.pop_back();
        const auto next = engine->changed(change);
        ASSERT_TRUE(next.has_value());
        EXPECT_EQ((*next)->bucket(RuleKind::kCash), engine->bucket(RuleKind::kCash));
        engine = *next;
        EXPECT_EQ(engine->size(), rules.size());
        const auto anew = *Engine::build(rules, std::uint64_t{1} << 40U);
        for (int i = 0; i < 40; ++i) {
            const Frame frame = random.frame(builder);
            const ReferenceLists sets = random.lists();
            Evaluation other;
            Workspace everything;
            everything.search = {&search_everything, "everything"};
            engine->evaluate(RuleKind::kTraveller, frame, sets, work, said);
            anew->evaluate(RuleKind::kTraveller, frame, sets, everything, other);
            EXPECT_EQ(ids(said.matches), ids(other.matches));
            EXPECT_EQ(ids(said.unknown), ids(other.unknown));
            EXPECT_EQ(ids(said.errors), ids(other.errors));
        }
    }
}

TEST_F(EngineTest, AChangeMakesOnlyTheTilesOfItsOwnBlock) {
    std::vector<std::shared_ptr<const Rule>> rules;
    for (int i = 0; i < 1'500; ++i) {
        rules.push_back(rule(core::cat("R-", i), "hist.crossings_90d > 3"));
    }
    const auto engine = engine_of(rules);
    const auto next = engine->changed({{rule("R-0", "hist.crossings_90d > 3")}, {}});
    ASSERT_TRUE(next.has_value());
    const Index& index = (*next)->bucket(RuleKind::kTraveller)->index();
    EXPECT_EQ(index.tile_count(), 3U);
    EXPECT_EQ(index.shared_tiles(engine->bucket(RuleKind::kTraveller)->index()), 2U);
}

TEST_F(EngineTest, AnIdThatIsThereTwiceIsRefused) {
    const auto twice = Engine::build({rule("A", "true"), rule("A", "false")});
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(twice.error().code, core::Errc::kConflict);
}

TEST_F(EngineTest, ColumnsWithMoreValuesThanClassesLoseNoRule) {
    std::vector<std::shared_ptr<const Rule>> rules;
    for (int i = 0; i < 5'000; ++i) {
        rules.push_back(
            rule(core::cat("R-", i),
                 core::cat("booking.agency == 'A", i, "' && hist.crossings_90d < ", i)));
    }
    const auto engine = engine_of(rules);
    for (const int number : {0, 1, 300, 4'096, 4'999}) {
        builder.begin(kAll);
        set("booking.agency", core::cat("A", number));
        evaluate(*engine, builder.finish());
        EXPECT_EQ(ids(said.matches), number == 0 ? Ids{} : Ids{core::cat("R-", number)});
        EXPECT_LT(said.asked, 20U);
    }
}

TEST_F(EngineTest, TheAdviceIsWholeNumbersOfLiveHitsInTheOrderOfTheirIds) {
    const auto terms = [](std::int32_t score, facts::Channel channel, std::string group) {
        RuleTerms made;
        made.mode = RuleMode::kLive;
        made.score = score;
        made.channel = channel;
        made.group = std::move(group);
        return made;
    };
    RuleTerms shadow = terms(90, facts::Channel::kRed, "");
    shadow.mode = RuleMode::kShadow;
    const auto engine = engine_of({rule("D", "true", terms(33, facts::Channel::kYellow, "")),
                                   rule("A", "true", terms(35, facts::Channel::kGreen, "cash")),
                                   rule("B", "true", terms(50, facts::Channel::kYellow, "cash")),
                                   rule("C", "true", shadow)});
    builder.begin(kAll);
    evaluate(*engine, builder.finish());
    const RuleAdvice advice = advise(said);
    // B: 1000 * 50 / 100 = 500. D: 500 * 67 / 100 = 335. A has B before it in its group.
    EXPECT_EQ(advice.score.value(), 665);
    ASSERT_EQ(advice.causes.size(), 2U);
    EXPECT_EQ(advice.causes[0].reference, "B");
    EXPECT_EQ(advice.causes[1].reference, "D");
    EXPECT_EQ(advice.shadow_hits, Ids{"C"});
}

TEST(RuleGlob, AStarStandsForAnyText) {
    EXPECT_TRUE(matches_glob("*", ""));
    EXPECT_TRUE(matches_glob("PK*", "PKKHI"));
    EXPECT_TRUE(matches_glob("*K*I", "PKKHI"));
    EXPECT_FALSE(matches_glob("PK", "PKKHI"));
    EXPECT_FALSE(matches_glob("PK*A", "PKKHI"));
    EXPECT_FALSE(matches_glob("", "P"));
}

}  // namespace
}  // namespace sarhad::rules::engine
