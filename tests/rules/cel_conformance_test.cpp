#include "cel_suite.h"
#include "cel_tree.h"
#include "need_data.h"

#include "rules/cel/parser.h"
#include "rules/cel/unparser.h"
#include "rules/schema/fact_schema.h"

namespace sarhad::rules::cel {
namespace {

constexpr ParseOptions kSuiteOptions{true, true};

void expect_parses_and_checks(const SuiteTest& test) {
    Parsed parsed = parse(test.expr, kSuiteOptions);
    ASSERT_TRUE(parsed.ok()) << test.id << "\n" << format(parsed.issues, test.expr);
    if (!test.check) {
        return;
    }
    const Checked checked = check(std::move(parsed.ast), *test.environment);
    ASSERT_TRUE(checked.ok()) << test.id << "\n"
                              << test.expr << "\n"
                              << format(checked.issues, test.expr);
    if (!test.wanted_type.empty()) {
        EXPECT_EQ(checked.type().format(), test.wanted_type) << test.id << "\n" << test.expr;
    }
}

void expect_round_trip(const std::string& expr) {
    const Parsed first = parse(expr, kSuiteOptions);
    ASSERT_TRUE(first.ok()) << expr;
    const std::string text = to_text(first.ast);
    const Parsed second = parse(text, kSuiteOptions);
    ASSERT_TRUE(second.ok()) << expr << "\nbecame\n" << text << "\n" << format(second.issues, text);
    EXPECT_EQ(tree_text(second.ast, second.ast.root()), tree_text(first.ast, first.ast.root()))
        << expr << "\nbecame\n"
        << text;
    EXPECT_EQ(to_text(second.ast), text);
}

TEST(CelConformance, EveryExpressionOfTheSuiteParsesAndChecks) {
    SARHAD_NEED_DATA("cel");
    const std::string folder = shared_data("cel");
    const auto types = suite_types(folder);
    std::size_t count = 0;
    for (const std::string& name : suite_files(folder)) {
        for (const SuiteTest& test : suite_tests(folder, name, *types)) {
            if (!test.strong_enum) {
                expect_parses_and_checks(test);
                ++count;
            }
        }
    }
    EXPECT_GT(count, 2000U);
}

TEST(CelConformance, EveryExpressionOfTheSuiteComesBackFromItsText) {
    SARHAD_NEED_DATA("cel");
    const std::string folder = shared_data("cel");
    const auto types = suite_types(folder);
    for (const std::string& name : suite_files(folder)) {
        for (const SuiteTest& test : suite_tests(folder, name, *types)) {
            expect_round_trip(test.expr);
        }
    }
}

TEST(CelConformance, EveryRuleOfTheExamplePackIsACondition) {
    SARHAD_NEED_DATA("rules");
    const FactSchema schema;
    const auto rules = pack_rules(shared_data("rules/example-pack.json"));
    EXPECT_EQ(rules.size(), 25U);
    for (const RuleText& rule : rules) {
        const Checked checked = check(parse(rule.condition).ast, schema.environment(rule.kind));
        ASSERT_TRUE(checked.ok()) << rule.id << "\n" << format(checked.issues, rule.condition);
        EXPECT_EQ(checked.type().format(), "bool") << rule.id;
        expect_round_trip(rule.condition);
    }
}

}  // namespace
}  // namespace sarhad::rules::cel
