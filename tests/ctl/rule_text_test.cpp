// A published rule comes back as a file that is that rule.
#include "ctl/rule_text.h"

#include "rules/pack/rule_bytes.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sarhad::ctl {
namespace {

rules::Rule read(const std::string& text) {
    const auto document = rules::read_toml(text);
    EXPECT_TRUE(document.has_value()) << document.error().what << '\n' << text;
    if (!document) {
        return {};
    }
    rules::ReadRule made = rules::read_rule(*document, text);
    EXPECT_TRUE(made.problems.empty()) << made.problems.front().what << '\n' << text;
    return std::move(made.rule);
}

TEST(RuleText, GivesEveryShippedRuleBack) {
    std::size_t rules = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator{places::source_root() + "/demo/rules"}) {
        std::ifstream file{entry.path(), std::ios::binary};
        const rules::Rule rule = read({std::istreambuf_iterator<char>{file}, {}});
        EXPECT_EQ(*rules::rule_bytes(read(rule_text(rule))), *rules::rule_bytes(rule))
            << entry.path();
        ++rules;
    }
    EXPECT_GE(rules, 70U);
}

TEST(RuleText, KeepsQuotesAndLines) {
    std::ifstream file{places::source_root() + "/demo/rules/BKG-002.toml", std::ios::binary};
    rules::Rule rule = read({std::istreambuf_iterator<char>{file}, {}});
    rule.title = "a \"quoted\" \\ title";
    rule.rationale = "two\nlines, '''three quotes''' and a bell \x07";
    rule.condition.text = "booking.agency == 'X'\n  && booking.one_way";
    rule.excepts.clear();
    EXPECT_EQ(*rules::rule_bytes(read(rule_text(rule))), *rules::rule_bytes(rule));
}

}  // namespace
}  // namespace sarhad::ctl
