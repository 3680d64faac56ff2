#pragma once

#include "api/json.h"
#include "rules/author/rule.h"
#include "rules/backtest/backtest.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::trial {

/// One rule's part of a back-test. What it points to outlives it.
struct RuleReport {
    const rules::Rule* rule{nullptr};
    const rules::backtest::RuleTally* tally{nullptr};
    const std::vector<std::string>* conditions{nullptr};  ///< Beside tally->stopped.
    std::vector<std::string> others;        ///< Ids beside tally->both; its own is among them.
    std::vector<std::uint64_t> other_hits;  ///< Of each of these.
};

/// The report for a script, of which one for a person can be made. Shares are in millionths, ratios
/// in thousandths.
[[nodiscard]] api::Json report_json(const RuleReport& report);

/// Names what was tried: BLAKE2b-256, in hexadecimal, of rules::rule_substance().
[[nodiscard]] std::string tried_hash(const rules::Rule& rule);

}  // namespace sarhad::trial
