// What an author's file is refused for, and where.
#include "rule_file_text.h"

#include "rules/author/rule_tests.h"

namespace sarhad::rules {
namespace {

RuleProblem problem_of(const std::string& text) {
    const auto document = read_toml(text);
    EXPECT_TRUE(document) << (document ? "" : document.error().what);
    const ReadRule read = document ? read_rule(*document, text) : ReadRule{};
    EXPECT_FALSE(read.problems.empty());
    return read.problems.empty() ? RuleProblem{} : read.problems.back();
}

TEST(RuleReader, AMisspeltNameIsPutRightWhereTheNameStands) {
    const RuleProblem wrong = problem_of(with("mode = \"draft\"", "mode = \"draft\"\nscoer = 3"));
    EXPECT_EQ(wrong.place, (FilePlace{10, 1}));
    EXPECT_EQ(wrong.instead, "score");
    EXPECT_EQ(problem_of(with("[vars]", "[vars]\nwhile = \"true\"")).place, (FilePlace{19, 1}));
    EXPECT_EQ(problem_of(with("late_cash = { en", "late_cahs = { en")).place, (FilePlace{22, 1}));
}

TEST(RuleReader, AllPortsAreWrittenOut) {
    says(with("[\"PK*\", \"*\"]", "[]"), "8:9: 'ports' is empty: name ports, or '*'");
}

TEST(RuleReader, ATitleIsWhatItLooksLike) {
    says(with("Late cash one-way", "Late \u202ehsac\u202c"), "'title' holds a control character");
    says(with("Late cash one-way", "Late\\u001b[2J"), "'title' holds a control character");
    says(with("Late cash one-way", "Late\u0085cash"), "'title' holds a control character");
    says(with("bought late with cash", "bought \u2066late"), "'label' holds a control character");
    says(with("name = \"relief\"", "name = \"a\\nb\""), "'name' holds a control character");
    EXPECT_EQ(first_problem(with("Late cash one-way", "دیر سے نقد، فقط جانا")), "");
}

TEST(RuleReader, WhatPublishingRefusesIsFoundBefore) {
    says(with("\"customs\"", "\"Customs Agency\""), "'owner' is an agency's name");
    says(with("name = \"relief\"", "name = \"late\""), "another test has the name 'late'");
    says(with("until = 2026-06-30", "until = 2025-12-31"), "ends before the rule begins");
    says(with("{ en = \"bought late with cash\" }", "{}"), "has no text");
    says(with("{ en = \"bought late with cash\" }", "{ \"\" = \"x\" }"), "named by languages");
    const auto of_tests = [](const std::string& text) {
        const auto document = read_toml(text);
        const ReadRule read = read_rule(*document, text);
        const Compilation compiled = compile(read.rule, RuleBench::shared_schema());
        const auto problems =
            check_rule_tests(read.rule, *compiled.rule, RuleBench::shared_schema());
        return problems.empty() ? std::string{} : problems[0].what;
    };
    EXPECT_EQ(of_tests(std::string{kGood}), "");
    EXPECT_EQ(
        of_tests(with("because = \"late_cash\"", "because = \"traveller.bags_checked == 0\"")), "");
    EXPECT_NE(of_tests(with("because = \"late_cash\"", "because = \"late_csh\""))
                  .find("because 'late_csh' names no part"),
              std::string::npos);
    EXPECT_NE(
        of_tests(with("payment_form = \"CA\" }", "payment_from = \"CA\" }")).find("test 'late': "),
        std::string::npos);
}

TEST(RuleReader, WhatWasPublishedIsReadAsItWas) {
    const std::string text = with("[\"PK*\", \"*\"]", "[]");
    const auto document = read_toml(text);
    ASSERT_TRUE(document);
    EXPECT_TRUE(read_rule(*document, text, RuleOrigin::kPublished).problems.empty());
}

TEST(RuleReader, APartIsDefinedAboveWhereItIsUsed) {
    std::string turned = with("late = \"booking.days_before_departure <= 3\"\n", "");
    const std::string_view behind = "payment_form == 'CA'\"\n";
    turned.insert(turned.find(behind) + behind.size(),
                  "late = \"booking.days_before_departure <= 3\"\n");
    says(turned, "'late' is used before it is defined: in [vars] put it above 'late_cash'");
}

TEST(RuleReader, AWordOfCelNamesNoPart) {
    says(with("late = \"", "in = \""), "19:1: 'in' cannot name a part");
}

}  // namespace
}  // namespace sarhad::rules
