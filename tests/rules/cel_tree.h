#pragma once

#include "rules/cel/ast.h"

#include <string>

namespace sarhad::rules::cel {

/// Everything about a tree but its places and ids, as nested text: equal trees, equal text. Chains
/// of && and of || are written flat, because how they are bracketed says nothing.
[[nodiscard]] std::string tree_text(const Ast& ast, ExprId id);

}  // namespace sarhad::rules::cel
