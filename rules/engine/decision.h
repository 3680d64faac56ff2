#pragma once

#include "core/random.h"
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

/// Of all entities, how many are looked at without a reason, so that what rules find can be
/// measured against what chance does.
struct RandomShare {
    core::Permille share{0};
    facts::Channel channel{facts::Channel::kYellow};
};

/// What the rules advise about one entity.
struct RuleAdvice {
    core::Permille score;  ///< Of the live hits.
    facts::Channel channel{facts::Channel::kGreen};
    std::vector<facts::Cause> causes;      ///< By rule id; then the budget, then the draw.
    std::vector<std::string> shadow_hits;  ///< Ids of rules that hit and decide nothing. Sorted.
    std::vector<std::string> waiting;      ///< Ids of live rules without a result yet. Sorted.
    std::uint64_t waits_for{0};            ///< The sources that they wait for.
    std::uint32_t errors{0};               ///< Rules that ended with one.
    RuleVersions versions;
};

/// Whether this entity is of the random share: one draw.
[[nodiscard]] bool draw(const RandomShare& share, core::Random& random);

/// The advice, in whole numbers alone, so that the same evaluation gives the same on any host. The
/// score is 1000 - r, where r = 1000 and then for each live hit in the order of the ids
/// r = r * (100 - its score) / 100 rounded down; of a group only its best hit counts, of equal ones
/// the first. The channel is the strictest that a live hit asks for, each recorded as a cause;
/// yellow at least where the budget kept a live rule from an answer, so that a person looks; that
/// of the random share where `is_drawn`. Shadow rules are counted and ask for nothing.
[[nodiscard]] RuleAdvice advise(const Evaluation& evaluation,
                                const RuleVersions& versions,
                                const RandomShare& share,
                                bool is_drawn);

}  // namespace sarhad::rules::engine
