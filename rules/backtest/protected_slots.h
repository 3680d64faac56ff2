#pragma once

#include "rules/cel/slot_layout.h"
#include "rules/schema/facts.h"

#include <vector>

namespace sarhad::rules::backtest {

/// Of each table of the kind's layout, of each field whether it is protected: nationality, sex,
/// birth year, places, and what follows from them.
[[nodiscard]] std::vector<std::vector<bool>> protected_slots(RuleKind kind,
                                                             const cel::SlotLayout& layout);

}  // namespace sarhad::rules::backtest
