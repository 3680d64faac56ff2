// rules check and rules test: files of rules, without any daemon.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/rule_files.h"
#include "rules/author/rule_tests.h"

#include <ostream>
#include <string>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;

std::string cost_text(const rules::Cost& cost) {
    const std::string driver = cost.parts.empty() || cost.parts.front().field.empty()
                                   ? std::string{}
                                   : cat(", most of it for ",
                                         cost.parts.front().field,
                                         " (at most ",
                                         cost.parts.front().max,
                                         ")");
    return cat("costs ", cost.units, " of ", rules::kRuleCostMax, " units", driver);
}

Json cost_json(const rules::Cost& cost) {
    Json parts = Json::array();
    for (const rules::CostPart& part : cost.parts) {
        parts.push(Json::object({{"units", part.units}, {"field", part.field}, {"max", part.max}}));
    }
    return Json::object(
        {{"units", cost.units}, {"nesting", cost.nesting}, {"parts", std::move(parts)}});
}

Json rule_json(const LoadedRule& rule) {
    Json problems = Json::array();
    for (const rules::RuleProblem& problem : rule.problems) {
        problems.push(problem_json(problem));
    }
    Json made = Json::object({{"file", rule.file},
                              {"id", rule.rule.id},
                              {"kind", rules::name_of(rule.rule.kind)},
                              {"problems", std::move(problems)}});
    if (rule.compilation.cost) {
        made.set("cost", cost_json(*rule.compilation.cost));
    }
    return made;
}

void print_problems(std::ostream& out, const LoadedRule& rule) {
    for (const rules::RuleProblem& problem : rule.problems) {
        out << problem_text(rule, problem) << '\n';
        if (!problem.instead.empty()) {
            out << "    instead: " << problem.instead << '\n';
        }
    }
}

struct Sums {
    std::size_t rules{0};
    std::size_t problems{0};
    std::size_t passed{0};
    std::size_t failed{0};
};

/// Runs one rule's tests; its member `tests` where JSON is wanted.
Json run_tests(Context& context,
               const LoadedRule& rule,
               const rules::FactSchema& schema,
               Sums& sums) {
    Json tests = Json::array();
    for (const rules::RuleTestResult& result :
         rules::run_rule_tests(rule.rule, *rule.compilation.rule, schema)) {
        const bool has_passed = result.failure.empty();
        ++(has_passed ? sums.passed : sums.failed);
        tests.push(Json::object(
            {{"name", result.name}, {"passed", has_passed}, {"failure", result.failure}}));
        if (!has_passed && !context.json) {
            context.out << problem_text(rule,
                                        {result.place,
                                         cat("test '", result.name, "': ", result.failure),
                                         {}})
                        << '\n';
        }
    }
    return tests;
}

}  // namespace

Outcome run(const RulesCheck& options, Context& context) {
    const rules::FactSchema schema;
    SARHAD_TRY(const std::vector<LoadedRule> all, load_rules(context, options.paths, schema));
    Sums sums;
    Json listed = Json::array();
    for (const LoadedRule& rule : all) {
        ++sums.rules;
        sums.problems += rule.problems.size();
        if (context.json) {
            listed.push(rule_json(rule));
        } else if (rule.problems.empty()) {
            context.out << rule.file << ": " << rule.rule.id << ": "
                        << cost_text(*rule.compilation.cost) << '\n';
        } else {
            print_problems(context.out, rule);
        }
    }
    if (context.json) {
        print(context.out,
              Json::object({{"rules", std::move(listed)}, {"problems", sums.problems}}));
    } else {
        context.out << counted(sums.rules, "rule") << ", " << counted(sums.problems, "problem")
                    << '\n';
    }
    return sums.problems == 0 ? daemon::ExitCode::kOk : daemon::ExitCode::kBadInput;
}

Outcome run(const RulesTest& options, Context& context) {
    const rules::FactSchema schema;
    SARHAD_TRY(const std::vector<LoadedRule> all, load_rules(context, options.paths, schema));
    Sums sums;
    Json listed = Json::array();
    for (const LoadedRule& rule : all) {
        ++sums.rules;
        sums.problems += rule.problems.size();
        Json tests = Json::array();
        if (rule.compilation.rule != nullptr) {
            tests = run_tests(context, rule, schema, sums);
        } else if (!context.json) {
            print_problems(context.out, rule);
        }
        if (context.json) {
            Json told = rule_json(rule);
            told.set("tests", std::move(tests));
            listed.push(std::move(told));
        }
    }
    if (context.json) {
        print(context.out,
              Json::object({{"rules", std::move(listed)},
                            {"problems", sums.problems},
                            {"passed", sums.passed},
                            {"failed", sums.failed}}));
    } else {
        context.out << counted(sums.rules, "rule") << ", " << counted(sums.problems, "problem")
                    << ", " << counted(sums.passed, "test") << " passed, " << sums.failed
                    << " failed\n";
    }
    return sums.problems != 0 ? daemon::ExitCode::kBadInput
           : sums.failed != 0 ? daemon::ExitCode::kFailed
                              : daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
