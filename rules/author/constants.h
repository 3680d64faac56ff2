#pragma once

#include "rules/cel/checked.h"
#include "rules/schema/fact_schema.h"

#include <vector>

namespace sarhad::rules {

/// Calls of values that are written out and are an error whatever the facts are: 1 / 0,
/// timestamp('2026-01-01'), now.getHours('PKT'). `checked` is ok().
[[nodiscard]] std::vector<cel::Issue> constant_errors(const cel::Checked& checked,
                                                      const FactSchema& schema);

}  // namespace sarhad::rules
