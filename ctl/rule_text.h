#pragma once

#include "rules/author/rule.h"

#include <string>

namespace sarhad::ctl {

/// The rule as a TOML file that read_rule() gives the same rule of.
[[nodiscard]] std::string rule_text(const rules::Rule& rule);

}  // namespace sarhad::ctl
