#include "rules/author/rule_tests.h"

#include "core/text.h"
#include "rules/author/explain.h"

#include <chrono>

namespace sarhad::rules {
namespace {

using core::cat;

std::int64_t midnight_of(facts::PartialDate date) {
    if (!date.is_full()) {
        return 0;
    }
    const std::chrono::year_month_day day{
        std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::sys_days{day}.time_since_epoch())
        .count();
}

std::string told(const RuleOutcome& outcome) {
    std::string text{name_of(outcome.verdict)};
    std::string waits;
    for (const std::string& source : source_names(outcome.waits_for)) {
        waits += cat(waits.empty() ? "" : ", ", source);
    }
    return waits.empty() ? cat(text, outcome.error.empty() ? "" : ": ", outcome.error)
                         : cat(text, " (waits for ", waits, ")");
}

}  // namespace

std::vector<RuleTestResult> run_rule_tests(const Rule& rule,
                                           const CompiledRule& compiled,
                                           const FactSchema& schema) {
    std::vector<RuleTestResult> results;
    cel::Arena given{kFactBytesMax};
    cel::Arena made{kRuleBytesMax};
    for (const RuleTest& test : rule.tests) {
        RuleTestResult result{test.name, test.place, {}};
        const auto facts =
            FactFrame::read(test.facts, schema, rule.kind, midnight_of(rule.valid_from), given);
        if (!facts) {
            result.failure = facts.error().what;
            results.push_back(std::move(result));
            continue;
        }
        const RuleOutcome outcome = evaluate_rule(compiled, *facts, made);
        if (outcome.verdict != test.expect) {
            const Explained why = explain(compiled, *facts, schema);
            result.failure = cat("wanted ",
                                 name_of(test.expect),
                                 ", got ",
                                 told(outcome),
                                 "; ",
                                 explain_line(why, {true, "en", rule.labels}));
        } else if (!test.because.empty() &&
                   !is_decided_by(explain(compiled, *facts, schema), test.because)) {
            result.failure =
                cat("'",
                    test.because,
                    "' is not what decided; ",
                    explain_line(explain(compiled, *facts, schema), {true, "en", rule.labels}));
        }
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace sarhad::rules
