#pragma once

#include "rules/cel/environment.h"
#include "rules/cel/program.h"
#include "rules/cel/schema.h"
#include "rules/schema/facts.h"

#include <array>
#include <memory>

namespace sarhad::rules {

/// The table of facts as CEL sees it: message types for values, and for each kind the names that
/// its rules may use. Made once, then read by any number of threads; programs and values made with
/// it live no longer than it does. Reference sets are maps from text to true: `x in lists.y` is one
/// look-up. Every single field tells has() whether it was given.
class FactSchema final {
public:
    FactSchema();
    FactSchema(const FactSchema&) = delete;
    FactSchema& operator=(const FactSchema&) = delete;
    ~FactSchema() = default;

    [[nodiscard]] const cel::Schema& messages() const { return messages_; }
    /// The checker's.
    [[nodiscard]] const cel::Environment& environment(RuleKind kind) const;
    /// The planner's, for checked trees.
    [[nodiscard]] const cel::PlanNames& plan_names() const { return names_; }
    /// The message type of a record.
    [[nodiscard]] const cel::MessageInfo& message(const FactRecord& record) const;

private:
    cel::Schema messages_;
    cel::PlanNames names_;
    std::array<std::unique_ptr<cel::Environment>, kRuleKindCount> environments_;
};

}  // namespace sarhad::rules
