// Files of rules: what is read, what is refused and where, and the published examples.
#include "need_data.h"
#include "rule_file_text.h"

#include "rules/author/explain.h"
#include "rules/author/rule_tests.h"

#include <algorithm>

namespace sarhad::rules {
namespace {

TEST(RuleFile, WhatATrainedOfficerNotedIsForTrainedOfficers) {
    const std::string asked =
        with("&& traveller.bags_checked == 0", "&& traveller.signs.signs_of_fear");
    says(asked, "audience = \"trained\"");
    const std::size_t at = asked.find("mode = ");
    EXPECT_EQ(first_problem(asked.substr(0, at) + "audience = \"trained\"\n" + asked.substr(at)),
              "");
}

TEST(RuleFile, HoldsAllThatARuleIs) {
    const auto document = read_toml(kGood);
    ASSERT_TRUE(document.has_value()) << document.error().what;
    const ReadRule read = read_rule(*document, kGood);
    ASSERT_TRUE(read.problems.empty()) << read.problems[0].what;
    const Rule& rule = read.rule;
    EXPECT_EQ(rule.id, "TST-001");
    EXPECT_EQ(rule.kind, RuleKind::kTraveller);
    EXPECT_EQ(rule.hit_rate_max_ppm, 10'000U);
    EXPECT_EQ(rule.hits_a_day_max, 40U);
    ASSERT_EQ(rule.vars.size(), 2U);
    EXPECT_EQ(rule.vars[0].name, "late");  // In the file's order, though sorted names are not.
    EXPECT_EQ(rule.excepts[0].until, (facts::PartialDate{2026, 6, 30}));
    EXPECT_EQ(rule.tests.size(), 4U);
    RuleBench bench;
    const Compilation compiled = compile(rule, bench.schema);
    ASSERT_NE(compiled.rule, nullptr) << compiled.problems[0].what;
    for (const RuleTestResult& result : run_rule_tests(rule, *compiled.rule, bench.schema)) {
        EXPECT_EQ(result.failure, "") << result.name;
    }
}

TEST(RuleFile, AMistakeHasItsPlaceAndItsRemedy) {
    says(with("severity = \"medium\"", "severity = \"medum\""),
         "5:12: 'severity' is one of info, low, medium, high, critical: did you mean 'medium'?");
    says(with("score = 35", "scor = 35"), "'score' is missing");
    says(with("score = 35", "score = 135"), "6:9: 'score': wanted a whole number from 0 to 100");
    says(with("mode = \"draft\"", "mode = \"draft\"\nmodes = 1"),
         "there is no 'modes' here: did you mean 'mode'?");
    says(with("TST-001", "tst1"), "1:6: 'id' is two to eight capitals");
    says(with("PK*", "pk"), "'pk' is no UN/LOCODE");
    says(with("review_by = 2026-09-30", "review_by = 2027-09-30"), "within 12 months");
    says(with("until = 2026-06-30", "until = 2027-06-30"), "ends after the rule");
    says(with("until = 2026-06-30", ""), "'until' is missing");
    says(with("late_cash = { en", "late_cahs = { en"), "names neither a part of [vars]");
    says(with("max_hit_rate = 0.01", "max_hit_rate = 2"), "wanted a share above 0");
    says(with("late = \"", "booking = \""), "cannot name a part");
    says(with("kind = \"traveller\"", "kind = "), "2:8");
}

TEST(RuleFile, AMistakeInAnExpressionStandsWhereTheFileHasIt) {
    says(with("  && traveller.bags_checked == 0", "  && traveller.bags_cheked == 0"),
         "16:16: traveller has no field 'bags_cheked': did you mean 'bags_checked'?");
    says(with("  && traveller.bags_checked == 0", "  && (traveller.bags_checked == 0"),
         "the '(' at 2:6 is still open");
    says(with("booking.days_before_departure <= 3", "booking.days_before_departure <= 3.5 + 'a'"),
         "19:");
    says(with("booking.agency in ['UNHCR']", "booking.agncy in ['UNHCR']"),
         "25:17: booking has no field 'agncy'");
    // No text closes another's brackets.
    says(with("  && traveller.bags_checked == 0", "  ) || (true"), "16:3");
}

TEST(RuleFile, OneMatchAndOneNoMatchAreTested) {
    says(with("expect = \"no_match\"", "expect = \"unknown\""), "at least one [[test]]");
}

TEST(RuleFile, WhoAPersonIsNeverDecides) {
    const auto refused = [](std::string_view condition) {
        return first_problem(
                   with("condition = '''\nlate_cash\n  && traveller.bags_checked == 0\n'''",
                        "condition = '''" + std::string{condition} + "'''"))
                   .find("may narrow a rule, never decide") != std::string::npos;
    };
    EXPECT_TRUE(refused("traveller.nationality == 'AAA'"));
    EXPECT_TRUE(refused("traveller.sex == 'F' && traveller.birth_year < 1990"));
    EXPECT_TRUE(refused("booking.one_way || traveller.birth_year > 2000"));
    EXPECT_TRUE(refused("!(booking.one_way && traveller.nationality != 'AAA')"));
    EXPECT_TRUE(refused("traveller.minor ? booking.one_way : traveller.sex == 'F'"));
    EXPECT_TRUE(refused("booking.legs.exists(l, traveller.nationality == 'AAA')"));
    EXPECT_TRUE(
        refused("traveller.nationality in lists.countries_controlled && now.getHours() < 4 && "
                "port.kind == 'AIR'"));
    EXPECT_TRUE(refused("cel.bind(x, traveller.sex, x == 'F')"));
    EXPECT_TRUE(refused("booking.party_size > traveller.birth_year"));
    EXPECT_FALSE(refused("booking.one_way && traveller.nationality == 'AAA'"));
    EXPECT_FALSE(refused("late_cash && (traveller.sex == 'F' || traveller.birth_year > 2000)"));
    EXPECT_FALSE(refused("!(traveller.sex == 'M' || !booking.one_way)"));
    EXPECT_FALSE(
        refused("booking.legs.exists(l, l.to_country == 'QQ' && traveller.nationality != 'AAA')"));
}

TEST(RuleFile, ANameThatMeansTwoThingsIsRefused) {
    const RuleBench bench;
    const auto refused = [&](std::string_view condition) {
        const auto problems =
            compile_expression(condition, RuleKind::kTraveller, bench.schema).problems;
        return !problems.empty() &&
               problems[0].what.find("means something else already") != std::string::npos;
    };
    EXPECT_TRUE(refused("cel.bind(x, booking.one_way, cel.bind(x, x || booking.split, x))"));
    EXPECT_TRUE(refused("cel.bind(x, bags.exists(x, x.late), x)"));
    EXPECT_TRUE(refused("bags.exists(b, booking.legs.exists(b, b.carrier == ''))"));
    EXPECT_TRUE(refused("hits.exists(hits, hits.confirmed)"));
    EXPECT_TRUE(refused("bags.exists(x, x.late) || cel.bind(x, booking.split, x)"));
    EXPECT_FALSE(refused("bags.exists(x, x.late) || booking.legs.exists(x, x.carrier == '')"));
}

TEST(RuleFile, NamesThatUseEachOtherTwiceDoNotDouble) {
    std::string text;
    for (int i = 30; i > 0; --i) {
        const std::string inner = "v" + std::to_string(i);
        text = "cel.bind(v" + std::to_string(i + 1) + ", " + inner + " && (" + inner +
               " || booking.split), " + (i == 30 ? "v31" : text) + ")";
    }
    text = "cel.bind(v1, booking.one_way, " + text + ")";
    RuleBench bench;
    Rule rule;
    rule.kind = RuleKind::kBooking;
    rule.condition = {text, {1, 1}, true};
    const Compilation compiled = compile(rule, bench.schema);
    ASSERT_NE(compiled.rule, nullptr) << compiled.problems[0].what;
    const FactFrame facts =
        bench.frame(RuleKind::kBooking, R"({"booking": {"one_way": true, "split": false}})");
    EXPECT_EQ(explain(*compiled.rule, facts, bench.schema).verdict, Verdict::kMatch);
}

TEST(RuleFile, FailedTestsSayWhatCame) {
    const std::string text = with("expect = \"unknown\"", "expect = \"match\"");
    const auto document = read_toml(text);
    const ReadRule read = read_rule(*document, text);
    RuleBench bench;
    const Compilation compiled = compile(read.rule, bench.schema);
    const auto results = run_rule_tests(read.rule, *compiled.rule, bench.schema);
    ASSERT_EQ(results.size(), 4U);
    EXPECT_NE(results[3].failure.find("wanted match, got unknown (waits for PNR)"),
              std::string::npos)
        << results[3].failure;
    EXPECT_EQ(results[3].place.line, 40U);
}

TEST(RuleFile, ThePublishedExamplesCheckAndTheirTestsPass) {
    SARHAD_NEED_DATA("rules/example-pack.json");
    RuleBench bench;
    std::size_t tests = 0;
    const std::vector<Rule> rules = example_rules();
    for (const Rule& rule : rules) {
        const Compilation compiled = compile(rule, bench.schema);
        ASSERT_NE(compiled.rule, nullptr) << rule.id << ": " << compiled.problems[0].what;
        EXPECT_LE(compiled.rule->cost.units, kRuleCostMax);
        for (const RuleTestResult& result : run_rule_tests(rule, *compiled.rule, bench.schema)) {
            EXPECT_EQ(result.failure, "") << rule.id << ": " << result.name;
            ++tests;
        }
    }
    EXPECT_EQ(rules.size(), 25U);
    EXPECT_EQ(tests, 53U);
}

TEST(RuleFile, TheShippedRulesCheckAndTheirTestsPass) {
    RuleBench bench;
    std::size_t tests = 0;
    for (const Rule& rule : shipped_rules()) {
        const Compilation compiled = compile(rule, bench.schema);
        ASSERT_NE(compiled.rule, nullptr) << rule.id << ": " << compiled.problems[0].what;
        for (const RuleTestResult& result : run_rule_tests(rule, *compiled.rule, bench.schema)) {
            EXPECT_EQ(result.failure, "") << rule.id << ": " << result.name;
            ++tests;
        }
    }
    EXPECT_GE(tests, 160U);
}

TEST(RuleFile, ThePublishedTomlExampleIsRead) {
    SARHAD_NEED_DATA("rules/PAX-001.rule.toml");
    std::ifstream file{places::shared_data() + "/rules/PAX-001.rule.toml"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto document = read_toml(text);
    ASSERT_TRUE(document.has_value()) << document.error().what;
    const ReadRule read = read_rule(*document, text);
    // It shows the form, and leaves out the test that expects no match.
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_NE(read.problems[0].what.find("expects no_match"), std::string::npos);
    RuleBench bench;
    const Compilation compiled = compile(read.rule, bench.schema);
    ASSERT_NE(compiled.rule, nullptr) << compiled.problems[0].what;
    for (const RuleTestResult& result : run_rule_tests(read.rule, *compiled.rule, bench.schema)) {
        EXPECT_EQ(result.failure, "") << result.name;
    }
}

TEST(Documents, BothFormsSayTheSame) {
    const auto toml = read_toml("a = [1, 2.5, \"x\", true]\n[b]\nc = { d = -1 }");
    const auto json = read_json(R"({"a": [1, 2.5, "x", true], "b": {"c": {"d": -1}}})");
    ASSERT_TRUE(toml.has_value() && json.has_value());
    EXPECT_TRUE(toml->is_same(*json));
    EXPECT_FALSE(toml->is_same(*read_json(R"({"a": [1, 2.5, "x", true], "b": {"c": {"d": -2}}})")));
}

TEST(Documents, WhatIsNoneSaysWhere) {
    EXPECT_NE(read_toml("a = 1\nb = ").error().what.find("2:"), std::string::npos);
    EXPECT_EQ(read_json("{\"a\": 1,\n \"a\": 2}").error().what,
              "2:4: a name given twice in one table");
    EXPECT_EQ(read_json("[1, 2").error().code, core::Errc::kInvalid);
    EXPECT_EQ(read_json(std::string(40, '[') + std::string(40, ']')).error().code,
              core::Errc::kExhausted);
    EXPECT_EQ(read_toml("a = " + std::string(40, '[') + std::string(40, ']')).error().code,
              core::Errc::kExhausted);
    EXPECT_NE(read_toml("a = 10:00:00").error().what.find("a time without its date"),
              std::string::npos);
}

}  // namespace
}  // namespace sarhad::rules
