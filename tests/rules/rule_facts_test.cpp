// Facts: what is given, absent and unknown; what a partial result says of the rest; explanations.
#include "rule_bench.h"
#include "rule_dice.h"

#include "rules/author/explain.h"

#include <algorithm>

namespace sarhad::rules {
namespace {

std::string refused(RuleKind kind, std::string_view json) {
    RuleBench bench;
    const auto document = read_json(json);
    EXPECT_TRUE(document.has_value()) << json;
    const auto read = FactFrame::read(*document, bench.schema, kind, 0, bench.given);
    return read ? "" : read.error().what;
}

TEST(FactFrame, AFeedHasArrivedWhenOneOfItsFieldsIsGivenOrItIsNamed) {
    RuleBench bench;
    const auto verdict = [&](std::string_view condition, std::string_view json) {
        return bench.outcome(RuleKind::kTraveller, condition, json).verdict;
    };
    EXPECT_EQ(verdict("booking.one_way", "{}"), Verdict::kUnknown);
    EXPECT_EQ(verdict("booking.one_way", R"({"booking": {"party_size": 1}})"), Verdict::kNoMatch);
    EXPECT_EQ(verdict("booking.one_way", R"({"booking": {"one_way": null}})"), Verdict::kNoMatch);
    EXPECT_EQ(verdict("booking.one_way", R"({"feeds": ["PNR"]})"), Verdict::kNoMatch);
    EXPECT_EQ(verdict("bags.size() == 0", "{}"), Verdict::kUnknown);
    EXPECT_EQ(verdict("bags.size() == 0", R"({"bags": []})"), Verdict::kMatch);
    EXPECT_EQ(verdict("bags.size() == 0", R"({"traveller": {"bags_checked": 0}})"),
              Verdict::kMatch);
    // Fields of one element come from two feeds.
    EXPECT_EQ(verdict("bags.exists(b, b.image_score > 0.5)", R"({"bags": [{"weight_kg": 2}]})"),
              Verdict::kUnknown);
    EXPECT_EQ(verdict("bags.exists(b, b.weight_kg > 1.0)", R"({"bags": [{"weight_kg": 2}]})"),
              Verdict::kMatch);
    EXPECT_EQ(
        verdict("'QQ' in lists.transit_of_concern || booking.one_way", R"({"feeds": ["PNR"]})"),
        Verdict::kUnknown);
    EXPECT_EQ(verdict("now == timestamp('2026-01-01T00:00:00Z') && port.code == ''", "{}"),
              Verdict::kMatch);
    EXPECT_EQ(
        bench.outcome(RuleKind::kTraveller, "booking.one_way && bags.size() > 0", "{}").waits_for,
        source_of(Feed::kPnr) | source_of(Feed::kDcs));
}

TEST(FactFrame, AbsentIsNotUnknownAndReadsAsTheTableSays) {
    RuleBench bench;
    const auto holds = [&](std::string_view condition) {
        return bench
                   .outcome(RuleKind::kTraveller,
                            condition,
                            R"({"feeds": ["PNR", "API", "VISA"], "booking": {"party_size": 0}})")
                   .verdict == Verdict::kMatch;
    };
    EXPECT_TRUE(
        holds("!has(booking.one_way) && has(booking.party_size) && booking.party_size == 0"));
    EXPECT_TRUE(holds("traveller.stay_days == -1 && traveller.doc.days_to_expiry == -1"));
    EXPECT_TRUE(holds("booking.legs.size() == 0 && booking.agency == ''"));
    EXPECT_TRUE(holds("traveller.visa.valid_until == timestamp(0)"));
}

TEST(FactFrame, AWrongFactIsNamedByItsPath) {
    EXPECT_EQ(refused(RuleKind::kTraveller, R"({"boking": {}})"),
              "1:12: boking: no such field of traveller: did you mean 'booking'?");
    EXPECT_EQ(refused(RuleKind::kTraveller, R"({"booking": {"legs": [{"to_cuntry": "QQ"}]}})"),
              "1:40: booking.legs[0].to_cuntry: no such field of Leg: did you mean 'to_country'?");
    EXPECT_NE(refused(RuleKind::kTraveller, R"({"booking": {"one_way": 1}})")
                  .find("booking.one_way: wanted true or false, got a whole number"),
              std::string::npos);
    EXPECT_NE(refused(RuleKind::kTraveller, R"({"booking": {"payment_form": "CASH"}})")
                  .find("4 bytes, at most 2"),
              std::string::npos);
    EXPECT_NE(
        refused(RuleKind::kTraveller,
                R"({"bags": [{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]})")
            .find("21 elements, at most 20"),
        std::string::npos);
    EXPECT_NE(refused(RuleKind::kTraveller, R"({"traveller": {"stay_until": "soon"}})")
                  .find("wanted a moment"),
              std::string::npos);
    EXPECT_NE(refused(RuleKind::kTraveller, R"({"feeds": ["PRN"]})")
                  .find("no such feed; there are API PNR"),
              std::string::npos);
    EXPECT_NE(refused(RuleKind::kTraveller, R"({"traveller": 3})")
                  .find("wanted a table, got a whole number"),
              std::string::npos);
    EXPECT_NE(refused(RuleKind::kTraveller, "[]").find("wanted a table, got a list"),
              std::string::npos);
}

TEST(FactFrame, TheLargestFactsFit) {
    RuleBench bench;
    for (const RuleKind kind : rule_kinds()) {
        Dice dice{7};
        const Document all = facts_of_kind(kind, dice, true);
        const auto read = FactFrame::read(all, bench.schema, kind, 0, bench.given);
        EXPECT_TRUE(read.has_value()) << read.error().what;
    }
}

/// The document without what `missing` sources would have told.
Document without(const Document& facts, const FactRecord& record, std::uint64_t missing) {
    Document::Table kept;
    for (const auto& [name, value] : *facts.table()) {
        const FactField* field = record.find(name);
        if (field == nullptr || (source_of(*field) & missing) != 0) {
            continue;
        }
        if (field->record == nullptr) {
            kept.emplace_back(name, value);
        } else if (value.table() != nullptr) {
            kept.emplace_back(name, without(value, *field->record, missing));
        } else {
            Document::List elements;
            for (const Document& each : *value.list()) {
                elements.push_back(without(each, *field->record, missing));
            }
            kept.emplace_back(name, Document{std::move(elements), {}});
        }
    }
    return {std::move(kept), {}};
}

/// Every feed named but the missing ones: what is not given is absent.
void name_feeds(Document& facts, std::uint64_t missing) {
    Document::List feeds;
    for (std::uint32_t number = 1; number < kFeedCount; ++number) {
        const Feed feed{static_cast<std::uint8_t>(number)};
        if ((source_of(feed) & missing) == 0) {
            feeds.push_back({std::string{name_of(feed)}, {}});
        }
    }
    std::get<Document::Table>(facts.held).emplace_back("feeds", Document{std::move(feeds), {}});
}

TEST(FactFrame, APartialResultIsNeverContradictedByAnyCompletion) {
    RuleBench bench;
    int decided = 0;
    int waiting = 0;
    for (const Rule& rule : shipped_rules()) {
        const Compilation compiled = compile(rule, bench.schema);
        ASSERT_NE(compiled.rule, nullptr);
        for (std::uint32_t seed = 1; seed <= 8; ++seed) {
            Dice dice{seed};
            const std::uint64_t missing = dice.below(1U << 14U) & ~1U;
            const FactRecord& variables = variables_of(rule.kind);
            Document whole = facts_of_kind(rule.kind, dice, false);
            Document part = without(whole, variables, missing);
            name_feeds(part, missing);
            name_feeds(whole, 0);
            const auto given = FactFrame::read(part, bench.schema, rule.kind, 0, bench.given);
            ASSERT_TRUE(given.has_value()) << given.error().what;
            const RuleOutcome before = evaluate_rule(*compiled.rule, *given, bench.made);
            if (before.verdict == Verdict::kUnknown) {
                EXPECT_NE(before.waits_for, 0U);
                ++waiting;
                continue;
            }
            ++decided;
            // The one that they were taken from, and others drawn anew.
            for (std::uint32_t other = 0; other < 5; ++other) {
                Document completion = whole;
                if (other != 0) {
                    Dice again{seed * 1000 + other};
                    Document drawn = facts_of_kind(rule.kind, again, false);
                    completion = merged(part, drawn, variables, missing);
                }
                const auto full =
                    FactFrame::read(completion, bench.schema, rule.kind, 0, bench.given);
                ASSERT_TRUE(full.has_value()) << full.error().what;
                const RuleOutcome after = evaluate_rule(*compiled.rule, *full, bench.made);
                EXPECT_EQ(name_of(after.verdict), name_of(before.verdict))
                    << rule.id << " seed " << seed << " completion " << other;
            }
        }
    }
    EXPECT_GT(decided, 200);
    EXPECT_GT(waiting, 50);
}

std::string line(RuleKind kind, std::string_view condition, std::string_view json, bool personal) {
    RuleBench bench;
    const Compilation compiled = compile_expression(condition, kind, bench.schema);
    EXPECT_NE(compiled.rule, nullptr) << compiled.problems[0].what;
    const FactFrame facts = bench.frame(kind, json);
    return explain_line(explain(*compiled.rule, facts, bench.schema), {personal, "en", {}});
}

TEST(RuleExplain, AMatchTellsWhatMadeItTrueWithFeedAndAge) {
    EXPECT_EQ(
        line(
            RuleKind::kTraveller,
            "booking.payment_form == 'CA' && (booking.split || booking.days_before_departure <= 3)",
            R"({"now": "2026-01-01T02:00:00Z", "feeds": {"PNR": "2026-01-01T00:00:00Z"},
                       "booking": {"payment_form": "CA", "days_before_departure": 1}})",
            false),
        "match: booking.payment_form is 'CA' (PNR, 2 h old); "
        "booking.days_before_departure is 1 (limit <= 3; PNR, 2 h old)");
}

TEST(RuleExplain, OfALoopTheElementThatDecided) {
    EXPECT_EQ(line(RuleKind::kDeclaration,
                   "declaration.lines.exists(l, l.hs2 in ['84', '85'] && l.value_per_kg < 2.0)",
                   R"({"declaration": {"lines": [{"hs2": "10", "value_per_kg": 1.0},
                       {"hs2": "85", "value_per_kg": 1.5}]}})",
                   false),
              "match: declaration.lines[1].hs2 is '85' (limit in ['84', '85']; DECL); "
              "declaration.lines[1].value_per_kg is 1.5 (limit < 2; DECL)");
    EXPECT_EQ(line(RuleKind::kDeclaration,
                   "declaration.lines.all(l, l.net_kg > 5.0)",
                   R"({"declaration": {"lines": [{"net_kg": 9.0}, {"net_kg": 2.0}]}})",
                   false),
              "no match: l.net_kg > 5.0 does not hold: declaration.lines[1].net_kg is 2 (limit > "
              "5; DECL)");
}

TEST(RuleExplain, UnknownTellsTheMissingFeeds) {
    EXPECT_EQ(line(RuleKind::kTraveller,
                   "traveller.bags_checked == 0 && booking.one_way && hist.crossings_90d == 0",
                   R"({"traveller": {"bags_checked": 0}})",
                   false),
              "unknown: waits for PNR, LOCAL: booking.one_way is not known yet (PNR); "
              "hist.crossings_90d is not known yet (LOCAL)");
}

TEST(RuleExplain, ANearMissTellsTheFirstLeafThatFailed) {
    EXPECT_EQ(
        line(RuleKind::kTraveller,
             "booking.one_way && !(booking.party_size > 2 && booking.split) && booking.changes > 3",
             R"({"booking": {"one_way": true, "party_size": 3, "split": true}})",
             false),
        "no match: booking.party_size > 2 holds and should not: booking.party_size is 3 (limit > "
        "2; PNR)");
}

TEST(RuleExplain, WhatBroughtAMatchAboutByNotHoldingIsTurnedRound) {
    EXPECT_EQ(line(RuleKind::kTraveller,
                   "booking.one_way && !(booking.agency in ['UNHCR'] || booking.party_size > 9)",
                   R"({"booking": {"one_way": true, "party_size": 3, "agency": "AG17"}})",
                   false),
              "match: booking.one_way is true (PNR); booking.agency is 'AG17' (limit not in "
              "['UNHCR']; PNR); booking.party_size is 3 (limit not > 9; PNR)");
}

TEST(RuleExplain, AnExceptionIsToldByItsName) {
    RuleBench bench;
    const auto rules = shipped_rules();
    const auto rule = std::find_if(
        rules.begin(), rules.end(), [](const Rule& each) { return each.id == "BKG-002"; });
    ASSERT_NE(rule, rules.end());
    const Compilation compiled = compile(*rule, bench.schema);
    const FactFrame facts = bench.frame(
        RuleKind::kBooking,
        R"({"booking": {"payment_form": "CA", "days_before_departure": 1, "agency": "IOM",
            "one_way": true}, "lists": {"agencies_watch": ["IOM"]}})");
    EXPECT_EQ(
        explain_line(explain(*compiled.rule, facts, bench.schema), {}),
        "no match: except relief flights [booking.agency is 'IOM' (limit in ['UNHCR', 'IOM']; "
        "PNR)]");
}

TEST(RuleExplain, PersonalFactsAreMaskedButForWhoMaySee) {
    constexpr std::string_view kCondition = "traveller.birth_year > 1990 && booking.one_way";
    constexpr std::string_view kFacts =
        R"({"traveller": {"birth_year": 1985}, "booking": {"one_way": true}})";
    EXPECT_EQ(line(RuleKind::kTraveller, kCondition, kFacts, false),
              "no match: a condition on traveller.birth_year does not hold: "
              "traveller.birth_year is *** (API)");
    EXPECT_EQ(line(RuleKind::kTraveller, kCondition, kFacts, true),
              "no match: traveller.birth_year > 1990 does not hold: "
              "traveller.birth_year is 1985 (limit > 1990; API)");
}

TEST(RuleExplain, APersonalValueIsMaskedThroughListsThatAreMadeOfIt) {
    constexpr std::string_view kFacts =
        R"({"traveller": {"nationality": "QQX", "birth_year": 1985},
            "booking": {"agency": "QQX", "days_before_departure": 3},
            "lists": {"agencies_watch": ["QQX"]}})";
    for (const std::string_view condition : {
             "[traveller.nationality].exists(n, n == 'QQX') && booking.agency != ''",
             "['a', traveller.nationality].filter(n, n != 'a').exists(n, n == 'QQX') && "
             "booking.agency != ''",
             "[1, 2].map(i, traveller.nationality).exists(n, n.startsWith('QQX')) && "
             "booking.agency != ''",
             "[traveller.nationality].exists(n, [n].exists(m, m == 'QQX')) && booking.agency != ''",
             "booking.agency == traveller.nationality && booking.agency != ''",
             "booking.agency in [traveller.nationality] && booking.agency != ''",
         }) {
        const std::string told = line(RuleKind::kTraveller, condition, kFacts, false);
        EXPECT_TRUE(told.starts_with("match: ")) << told;
        // Once, of the open condition that asks the agency alone.
        EXPECT_EQ(told.find("QQX"), told.rfind("QQX")) << told;
        EXPECT_NE(told.find("booking.agency is 'QQX' (limit != ''; PNR)"), std::string::npos)
            << told;
        EXPECT_NE(told.find("traveller.nationality is ***"), std::string::npos) << told;
    }
    EXPECT_EQ(line(RuleKind::kTraveller,
                   "booking.days_before_departure < traveller.birth_year",
                   kFacts,
                   false),
              "match: booking.days_before_departure is *** (PNR); traveller.birth_year is *** "
              "(API)");
    EXPECT_EQ(line(RuleKind::kTraveller, "[booking.agency].exists(a, a == 'QQX')", kFacts, false),
              "match: booking.agency is 'QQX' (PNR)");
}

TEST(RuleExplain, AbsentFactsAndErrorsAreTold) {
    EXPECT_EQ(line(RuleKind::kTraveller, "has(booking.agency)", R"({"feeds": ["PNR"]})", false),
              "no match: has(booking.agency) does not hold: booking.agency is not given (PNR)");
    EXPECT_EQ(line(RuleKind::kCash,
                   "cash.amount % cash.currencies == 0",
                   R"({"cash": {"amount": 5}})",
                   false),
              "error: modulus by zero: cash.amount % cash.currencies == 0");
}

}  // namespace
}  // namespace sarhad::rules
