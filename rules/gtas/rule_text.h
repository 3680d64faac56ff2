#pragma once

#include "rules/author/rule.h"

#include <string>

namespace sarhad::rules::gtas {

/// A carried rule's file in TOML, with its tests.
[[nodiscard]] std::string rule_text(const Rule& rule);

}  // namespace sarhad::rules::gtas
