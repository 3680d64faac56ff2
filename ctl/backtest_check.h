#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/author/rule.h"

#include <string>
#include <vector>

namespace sarhad::ctl {

/// Whether `report` is one of `rules backtest --json`, passed, and tried each rule of `put` that is
/// live as it stands there, whole and on enough entities: what its sums say counts, not only its
/// word. A line for each of these rules, of what it hit. kInvalid says which is not so, and the
/// remedy; kExhausted: too large.
[[nodiscard]] core::Result<std::string> check_backtest(core::ByteView report,
                                                       const std::vector<rules::Rule>& put);

}  // namespace sarhad::ctl
