#pragma once

#include "rules/author/cost.h"
#include "rules/author/fact_frame.h"
#include "rules/author/rule.h"
#include "rules/cel/checked.h"
#include "rules/cel/program.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// Which text of a rule a byte of its composed expression is from.
struct RulePiece {
    std::uint32_t begin{0};  ///< In the composed text.
    std::uint32_t end{0};
    std::string name;  ///< A part of [vars], "condition", or "except NAME".
    FilePlace place{};
    bool is_verbatim{false};
    std::string text;
};

/// A rule's condition, its named parts and its exceptions as one checked expression, ready to run.
/// Lives no longer than the FactSchema it was made with.
struct CompiledRule {
    std::string composed;
    std::vector<RulePiece> pieces;
    cel::Checked checked;
    cel::Program program;
    Cost cost;
    RuleKind kind{};
};

/// `rule` is null where there are problems.
struct Compilation {
    std::unique_ptr<const CompiledRule> rule;
    std::vector<RuleProblem> problems;
    std::optional<Cost> cost;  ///< Where it checked at all.
};

/// Parses, checks, bounds and plans; refuses what rules may not say, and a condition that protected
/// fields alone can make true.
[[nodiscard]] Compilation compile(const Rule& rule, const FactSchema& schema);
/// A condition alone, without the rules of the house.
[[nodiscard]] Compilation compile_expression(std::string_view text,
                                             RuleKind kind,
                                             const FactSchema& schema);

/// What a rule says of an entity.
struct RuleOutcome {
    Verdict verdict{Verdict::kNoMatch};
    std::uint64_t waits_for{0};  ///< Sources, where it is unknown.
    std::string error;           ///< Why there is no answer, where it is an error.
    /// The kind of the error, which tells no value of a fact.
    std::string_view error_kind;
};

/// `arena`: of kRuleBytesMax; what it held is gone.
[[nodiscard]] RuleOutcome evaluate_rule(const CompiledRule& rule,
                                        const FactFrame& facts,
                                        cel::Arena& arena);
/// Of a condition's value; anything that is neither true nor stopped is no match.
[[nodiscard]] RuleOutcome outcome_of(const cel::Value& value);

/// What a call of a rule may use.
inline constexpr cel::Budget kRuleBudget{kRuleCostMax, kRuleBytesMax, kRuleNestingMax};

}  // namespace sarhad::rules
