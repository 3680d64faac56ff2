#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/author/rule.h"

#include <vector>

namespace sarhad::ctl {

/// Whether `report` is one of `rules backtest --json`, passed, and tried each rule of `put` that is
/// live as it stands there. kInvalid says which is not so, and the remedy; kExhausted: too large.
[[nodiscard]] core::Status check_backtest(core::ByteView report,
                                          const std::vector<rules::Rule>& put);

}  // namespace sarhad::ctl
