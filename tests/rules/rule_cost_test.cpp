// The worst case of a condition: never below what it takes, named where it is too much.
#include "rule_bench.h"
#include "rule_dice.h"

namespace sarhad::rules {
namespace {

const std::array<std::pair<RuleKind, std::string_view>, 24> kDear{{
    {RuleKind::kDeclaration, "declaration.lines.exists(l, l.description.contains('gold'))"},
    {RuleKind::kDeclaration,
     "declaration.lines.filter(l, l.net_kg > 3.0).map(l, l.hs2).exists(h, h == '84')"},
    {RuleKind::kDeclaration,
     "sum(declaration.lines.map(l, l.value_ref)) > 4.0 * declaration.total_ref"},
    {RuleKind::kDeclaration,
     "declaration.lines.exists(l, l.brand.matches('(gold|silver).*[0-9]'))"},
    {RuleKind::kDeclaration, "declaration.lines.exists(l, fold(l.brand) in lists.brands_recorded)"},
    {RuleKind::kDeclaration, "declaration.lines.exists_one(l, l.hs6 in ['293361', '84', '85'])"},
    {RuleKind::kConsignment,
     "consignment.containers.exists(c, consignment.route.exists(r, r.locode == c.iso_type))"},
    {RuleKind::kConsignment, "max(consignment.containers.map(c, c.vgm_kg)) > 10.0"},
    {RuleKind::kTraveller,
     "cel.bind(far, booking.legs.filter(l, l.to_country != 'QQ'), far.size() > 2 && far.all(l, "
     "l.carrier != ''))"},
    {RuleKind::kTraveller,
     "booking.legs.all(i, l, i < 3 || l.from.startsWith('PK')) ? traveller.crew : booking.split"},
    {RuleKind::kTraveller,
     "hits.map(w, w.list) == ['NARC', 'TERR'] || bags.map(b, b.tag).size() == 20"},
    {RuleKind::kTraveller,
     "traveller.doc.number + booking.agency == 'xxxxxxxx' || [1, 2, 3].map(x, x * "
     "hist.crossings_30d).exists(x, x == 6)"},
    {RuleKind::kTraveller,
     "string(hist.crossings_30d).size() == 2 && traveller.doc.number.substring(1, 2) == 'x' && "
     "now.getHours() < 5"},
    {RuleKind::kCash,
     "math.greatest(cash.amount_ref, cash.found_ref, cash.instruments_ref) > 100.0 || "
     "cash.currency.lowerAscii() in ['usd']"},
    {RuleKind::kDeclaration,
     "declaration.lines[0].description.trim().reverse().upperAscii().endsWith('X')"},
    {RuleKind::kDeclaration,
     "declaration.lines[0].description.indexOf('y') < "
     "declaration.lines[0].description.lastIndexOf('x', 2)"},
    {RuleKind::kDeclaration,
     "declaration.lines[1].description < declaration.lines[0].description + declaration.number"},
    {RuleKind::kDeclaration,
     "declaration.lines.map(l, l.description) == declaration.lines.transformList(i, l, "
     "l.description)"},
    {RuleKind::kDeclaration,
     "declaration.lines.map(l, l.hs2) + declaration.permits.map(p, p.kind) == ['84', 'CITES']"},
    {RuleKind::kDeclaration, "declaration.number in declaration.lines.map(l, l.hs)"},
    {RuleKind::kConsignment,
     "consignment.containers.all(c, iso6346_valid(c.number) || c.number.charAt(3) == 'U')"},
    {RuleKind::kConsignment,
     "min(consignment.containers.map(c, c.days_in_transit)) < 3 || "
     "math.least(consignment.containers.map(c, c.tare_kg)) < 1.0"},
    {RuleKind::kConveyance,
     "imo_valid(conveyance.id) || string(conveyance.draught_change_m) + string(now) + "
     "conveyance.id == 'x'"},
    {RuleKind::kTraveller,
     "days(now, traveller.stay_until) > 3 && now + duration('24h') > traveller.visa.valid_until && "
     "near(hist.avg_stay_hours_90d, double(hist.crossings_30d), 2.0)"},
}};

/// Never an error of the budget where the budget is the bound.
void holds_over_many_facts(const CompiledRule& rule, std::uint32_t times, RuleBench& bench) {
    for (std::uint32_t seed = 1; seed <= times; ++seed) {
        Dice dice{seed};
        const auto facts = FactFrame::read(
            facts_of_kind(rule.kind, dice, false), bench.schema, rule.kind, 0, bench.given);
        ASSERT_TRUE(facts.has_value()) << facts.error().what;
        const cel::Value value = cel::evaluate(rule.program,
                                               facts->values_for(rule.program),
                                               {rule.cost.units, kRuleBytesMax, kRuleNestingMax},
                                               bench.made);
        const bool is_over =
            value.is(cel::ValueKind::kError) && value.fault() == cel::Fault::kBudget;
        ASSERT_FALSE(is_over) << rule.composed << " seed " << seed << ", bound " << rule.cost.units;
    }
}

TEST(RuleCost, TheBoundIsNeverBelowWhatDearConditionsTake) {
    RuleBench bench;
    for (const auto& [kind, text] : kDear) {
        const Compilation compiled = compile_expression(text, kind, bench.schema);
        ASSERT_NE(compiled.rule, nullptr) << text << ": " << compiled.problems[0].what;
        holds_over_many_facts(*compiled.rule, 40, bench);
    }
}

TEST(RuleCost, TheBoundIsNeverBelowWhatTheShippedRulesTake) {
    RuleBench bench;
    for (const Rule& rule : shipped_rules()) {
        const Compilation compiled = compile(rule, bench.schema);
        ASSERT_NE(compiled.rule, nullptr) << rule.id << ": " << compiled.problems[0].what;
        holds_over_many_facts(*compiled.rule, 6, bench);
    }
}

TEST(RuleCost, GrowsWithTheMaximaAndNamesThem) {
    RuleBench bench;
    const Compilation small =
        compile_expression("booking.one_way", RuleKind::kBooking, bench.schema);
    EXPECT_LT(small.cost->units, 5U);
    const Compilation lines = compile_expression(
        "declaration.lines.exists(l, l.hs2 == '85')", RuleKind::kDeclaration, bench.schema);
    EXPECT_GT(lines.cost->units, 200U * 5U);
    ASSERT_FALSE(lines.cost->parts.empty());
    EXPECT_EQ(lines.cost->parts[0].field, "declaration.lines");
    EXPECT_EQ(lines.cost->parts[0].max, 200U);
}

TEST(RuleCost, PastTheLimitTheLoopAndItsFieldAreNamed) {
    RuleBench bench;
    const std::string what =
        bench.refusal(RuleKind::kDeclaration,
                      "declaration.lines.exists(l, declaration.lines.exists(m, l.hs6 == m.hs6))");
    EXPECT_NE(what.find("a rule at most 20000"), std::string::npos) << what;
    EXPECT_NE(what.find("'declaration.lines.exists(m, l.hs6 == m.hs6)' alone costs"),
              std::string::npos)
        << what;
    EXPECT_NE(what.find("declaration.lines may have 200"), std::string::npos) << what;
    const std::string deep = bench.refusal(
        RuleKind::kTraveller,
        "[1].exists(a, [1].exists(b, [1].exists(c, a + b + c == hist.crossings_30d)))");
    EXPECT_NE(deep.find("3 loops within loops, a rule at most 2"), std::string::npos) << deep;
}

TEST(RuleCost, WhatHasNoBoundOrNoTypeIsRefused) {
    RuleBench bench;
    const auto refused = [&](std::string_view text, std::string_view why) {
        const std::string what = bench.refusal(RuleKind::kTraveller, text);
        EXPECT_NE(what.find(why), std::string::npos) << text << ": " << what;
    };
    refused("'%s'.format([booking.agency]) == 'a'", "rules have no function 'format'");
    refused("dyn(booking.party_size) == 1", "no fixed type");
    refused("booking.agency.split('a').size() == 1", "rules have no function 'split'");
    refused("{'a': 1}.size() == booking.party_size", "makes no maps");
    refused("has(traveller.doc)", "is a record, and always there");
    refused("traveller.doc == traveller.doc", "records are not compared");
    refused("booking.agency.matches(booking.locator)", "a pattern is written out");
    refused("booking.agency.matches('(')", "this is no pattern: missing )");
    refused("booking.agency.matches('" + std::string(300, 'a') + "')", "256 bytes at most");
    refused("booking.party_size", "a condition is true or false");
}

}  // namespace
}  // namespace sarhad::rules
