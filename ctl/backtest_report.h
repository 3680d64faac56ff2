#pragma once

#include "api/json.h"

#include <string>

namespace sarhad::ctl {

/// A back-test's report (trial::try_rules()) for a person.
[[nodiscard]] std::string backtest_text(const api::Json& report);

}  // namespace sarhad::ctl
