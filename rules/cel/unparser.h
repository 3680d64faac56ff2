#pragma once

#include "rules/cel/ast.h"

#include <string>

namespace sarhad::rules::cel {

/// The expression at `id` as text on one line: macros as they were written, only the brackets that
/// are needed, one blank around operators. What it gives parses to the same tree, chains of && and
/// of || bracketed anew.
[[nodiscard]] std::string to_text(const Ast& ast, ExprId id);
[[nodiscard]] inline std::string to_text(const Ast& ast) {
    return to_text(ast, ast.root());
}

}  // namespace sarhad::rules::cel
