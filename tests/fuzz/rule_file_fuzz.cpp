// links: sarhad_rules sarhad_facts sarhad_core
// seeds: demo/rules
// words: rules/author/rule_reader.cpp rules/author/rule_names.cpp
#include "core/check.h"
#include "rules/author/compiled_rule.h"
#include "rules/author/explain.h"
#include "rules/author/rule_tests.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace sarhad::rules;  // NOLINT(google-build-using-namespace): its own target.

const FactSchema& schema() {
    static const FactSchema held;
    return held;
}

/// No call of a rule that was let in takes more steps than its bound, whatever its tests' facts.
void keep_to_the_bound(const Rule& rule, const CompiledRule& compiled) {
    static sarhad::rules::cel::Arena given{kFactBytesMax};
    static sarhad::rules::cel::Arena made{kRuleBytesMax};
    SARHAD_CHECK(compiled.cost.units <= kRuleCostMax);
    for (const RuleTest& test : rule.tests) {
        const auto facts = FactFrame::read(test.facts, schema(), rule.kind, 0, given);
        if (!facts) {
            SARHAD_CHECK(!facts.error().what.empty());
            continue;
        }
        const cel::Value value =
            cel::evaluate(compiled.program,
                          facts->values_for(compiled.program),
                          {compiled.cost.units, kRuleBytesMax, kRuleNestingMax},
                          made);
        const bool is_over =
            value.is(cel::ValueKind::kError) && value.fault() == cel::Fault::kBudget;
        SARHAD_CHECK(!is_over || made.used() * 2 > kRuleBytesMax);
        const Verdict verdict = outcome_of(value).verdict;
        const Explained why = explain(compiled, *facts, schema());
        SARHAD_CHECK(why.verdict == verdict || is_over);
        SARHAD_CHECK(!explain_line(why, {}).empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};  // NOLINT
    const auto document = read_toml(text);
    if (!document) {
        SARHAD_CHECK(!document.error().what.empty());
        return 0;
    }
    const ReadRule read = read_rule(*document, text);
    const Compilation compiled = compile(read.rule, schema());
    if (compiled.rule == nullptr) {
        SARHAD_CHECK(!compiled.problems.empty());
        return 0;
    }
    keep_to_the_bound(read.rule, *compiled.rule);
    return 0;
}
