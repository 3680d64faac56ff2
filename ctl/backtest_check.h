#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/author/rule.h"

#include <string>
#include <vector>

namespace sarhad::ctl {

/// Names what was tried: BLAKE2b-256, in hexadecimal, of rules::rule_substance().
[[nodiscard]] std::string tried_hash(const rules::Rule& rule);

/// Whether `report` is one of `rules backtest --json`, passed, and tried each rule of `put` that is
/// live as it stands there. kInvalid says which is not so, and the remedy; kExhausted: too large.
[[nodiscard]] core::Status check_backtest(core::ByteView report,
                                          const std::vector<rules::Rule>& put);

}  // namespace sarhad::ctl
