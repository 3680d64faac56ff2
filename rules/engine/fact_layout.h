#pragma once

#include "rules/cel/slot_layout.h"
#include "rules/schema/fact_schema.h"

#include <array>

namespace sarhad::rules::engine {

/// Where the facts about each kind of entity lie in a frame: a slot for each field of the table of
/// facts, under the path by which rules name it. Made once; programs planned over it live no
/// longer.
class FactLayouts final {
public:
    /// `schema` outlives this.
    explicit FactLayouts(const FactSchema& schema);

    [[nodiscard]] const cel::SlotLayout& of(RuleKind kind) const {
        return layouts_.at(static_cast<std::size_t>(kind) - 1);
    }
    /// For Program::plan() of a rule of this kind, checked in the schema's environment.
    [[nodiscard]] cel::PlanNames plan_names(RuleKind kind) const;

private:
    const FactSchema& schema_;
    std::array<cel::SlotLayout, kRuleKindCount> layouts_;
};

}  // namespace sarhad::rules::engine
