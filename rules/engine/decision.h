#pragma once

#include "core/units.h"
#include "facts/decision.h"
#include "rules/engine/evaluation.h"

#include <cstdint>
#include <vector>

namespace sarhad::rules::engine {

/// Of what the rules were and what they asked.
struct RuleVersions {
    facts::Hash256 pack{};
    std::uint64_t lists{0};
    std::uint32_t schema{0};
    friend bool operator==(const RuleVersions&, const RuleVersions&) = default;
};

/// What the rules advise about one entity.
struct RuleAdvice {
    core::Permille score;                  ///< Of the live hits.
    std::vector<facts::Cause> causes;      ///< By rule id; then the budget.
    std::vector<std::string> shadow_hits;  ///< Ids of rules that hit and decide nothing. Sorted.
};

/// The advice, in whole numbers alone, so that the same evaluation gives the same on any host. The
/// score is 1000 - r, where r = 1000 and then for each live hit in the order of the ids
/// r = r * (100 - its score) / 100 rounded down; of a group only its best hit counts, of equal ones
/// the first. Each channel other than green that a live hit asks for is a cause; where the budget
/// kept a live rule from an answer yellow is, so that a person looks. Shadow rules are counted and
/// ask for nothing.
[[nodiscard]] RuleAdvice advise(const Evaluation& evaluation);

}  // namespace sarhad::rules::engine
