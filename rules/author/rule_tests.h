#pragma once

#include "rules/author/compiled_rule.h"

#include <string>
#include <vector>

namespace sarhad::rules {

/// How one test of a rule went.
struct RuleTestResult {
    std::string name;
    FilePlace place{};
    std::string failure;  ///< What was wanted and what came; "" where it passed.
};

/// What publishing would refuse of a rule's own tests, whatever the rule says of them: facts that
/// are none, `because` of what is no part of the rule.
[[nodiscard]] std::vector<RuleProblem> check_rule_tests(const Rule& rule,
                                                        const CompiledRule& compiled,
                                                        const FactSchema& schema);

/// Runs a rule's own tests. A test without `now` happens at midnight UTC of the rule's first day.
[[nodiscard]] std::vector<RuleTestResult> run_rule_tests(const Rule& rule,
                                                         const CompiledRule& compiled,
                                                         const FactSchema& schema);

}  // namespace sarhad::rules
