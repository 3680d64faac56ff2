#include "rules/author/rule_tests.h"

#include "core/text.h"
#include "rules/author/days.h"
#include "rules/author/explain.h"
#include "rules/cel/unparser.h"

#include <chrono>
#include <set>

namespace sarhad::rules {
namespace {

using core::cat;

/// When tests happen that say nothing of it, in seconds since 1970.
std::int64_t first_moment(const Rule& rule) {
    return rule.valid_from.is_full()
               ? std::chrono::sys_seconds{midnight_of(rule.valid_from)}.time_since_epoch().count()
               : 0;
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

/// The names and texts by which explain() tells parts of a rule.
std::set<std::string, std::less<>> parts_of(const Rule& rule, const CompiledRule& compiled) {
    std::set<std::string, std::less<>> parts;
    for (const RuleVariable& var : rule.vars) {
        parts.insert(var.name);
    }
    for (const RuleExcept& except : rule.excepts) {
        parts.insert(cat("except ", except.name));
    }
    const cel::Checked& checked = compiled.checked;
    for (cel::ExprId id = 1; id < checked.ast.size(); ++id) {
        if (checked.types[id].is(cel::TypeKind::kBool)) {
            parts.insert(cel::to_text(checked.ast, id));
        }
    }
    return parts;
}

}  // namespace

std::vector<RuleProblem> check_rule_tests(const Rule& rule,
                                          const CompiledRule& compiled,
                                          const FactSchema& schema) {
    std::vector<RuleProblem> problems;
    const auto parts = parts_of(rule, compiled);
    cel::Arena given{kFactBytesMax};
    for (const RuleTest& test : rule.tests) {
        const auto facts =
            FactFrame::read(test.facts, schema, rule.kind, first_moment(rule), given);
        if (!facts) {
            problems.push_back(
                {test.place, cat("test '", test.name, "': ", facts.error().what), {}});
        }
        if (!test.because.empty() && !parts.contains(test.because)) {
            problems.push_back({test.place,
                                cat("test '",
                                    test.name,
                                    "': because '",
                                    test.because,
                                    "' names no part of [vars], no exception and no part of the "
                                    "condition"),
                                {}});
        }
    }
    return problems;
}

std::vector<RuleTestResult> run_rule_tests(const Rule& rule,
                                           const CompiledRule& compiled,
                                           const FactSchema& schema) {
    std::vector<RuleTestResult> results;
    cel::Arena given{kFactBytesMax};
    cel::Arena made{kRuleBytesMax};
    for (const RuleTest& test : rule.tests) {
        RuleTestResult result{test.name, test.place, {}};
        const auto facts =
            FactFrame::read(test.facts, schema, rule.kind, first_moment(rule), given);
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
