#pragma once

#include "rules/cel/checked.h"
#include "rules/schema/facts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules {

/// A part of a condition that costs much: a loop, or a function over texts or lists.
struct CostPart {
    cel::SourceRange where;
    std::uint64_t units{0};  ///< All its runs together.
    std::string field;       ///< Whose maximum it grows with: "declaration.lines".
    std::uint64_t max{0};    ///< That maximum: elements, or bytes of a text.
};

/// What a condition may cost at most.
struct Cost {
    std::uint64_t units{0};          ///< Steps of evaluate(), never fewer than it takes.
    std::uint32_t nesting{0};        ///< Loops within loops.
    std::vector<CostPart> parts;     ///< The dearest first; an inner loop behind the one around it.
    std::vector<cel::Issue> issues;  ///< What rules may not say, or what costs too much.
};

/// The worst case over all facts that keep to the table's maxima. `checked` is ok(), its variables
/// are those of `kind`. Issues: a function without a bound, a value of no fixed type, a message or
/// map that is made, has() or equality of records, a pattern that is no literal, and the limits.
[[nodiscard]] Cost worst_cost(const cel::Checked& checked, RuleKind kind);

/// The most that a rule may cost.
inline constexpr std::uint64_t kRuleCostMax = 20'000;
/// Loops within loops of a rule.
inline constexpr std::uint32_t kRuleNestingMax = 2;
/// Of a pattern in a rule.
inline constexpr std::size_t kRulePatternBytesMax = 256;
/// Memory of one evaluation: lists and texts that a rule makes.
inline constexpr std::size_t kRuleBytesMax = 1U << 20U;

}  // namespace sarhad::rules
