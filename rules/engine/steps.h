#pragma once

#include "rules/engine/necessary.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sarhad::rules::engine {

struct Rule;

/// What asking one rule counts for beside its nodes: a condition that was long not asked has to
/// come from memory first.
inline constexpr std::uint64_t kAskSteps = 25;

/// The most steps that one condition takes for complete facts, whatever they are. Of a condition
/// that asks a slot, or some row of a list, for one of a few values, apart from that: those it
/// takes once such a value is there, and those for each row that has one.
struct StepBound {
    std::uint64_t once{1};
    std::uint64_t a_row{0};
    std::uint32_t rows_max{0};  ///< Of the list; 0: a slot of the entity, or no key.
    bool has_key{false};
    ColumnId key;                       ///< The slot.
    std::vector<std::uint64_t> values;  ///< Of key: member_key() of each.

    [[nodiscard]] std::uint64_t all() const { return once + a_row * rows_max; }
};

/// What a function costs that looks at texts is taken from the greatest sizes of the layout.
[[nodiscard]] StepBound step_bound(const cel::Program& program);

/// The most steps that all these rules take together for one entity whose facts are complete: a
/// slot has one value at a time, a list no more values than rows.
[[nodiscard]] std::uint64_t worst_steps(std::span<const std::shared_ptr<const Rule>> rules);

}  // namespace sarhad::rules::engine
