#pragma once

#include "rules/cel/ast.h"
#include "rules/cel/parser.h"

#include <optional>
#include <span>
#include <string_view>

namespace sarhad::rules::cel {

/// A call as the author wrote it, its parts parsed.
struct WrittenCall {
    std::string_view name;
    ExprId target{kNoExpr};  ///< kNoExpr for a global call.
    std::span<const ExprId> args;
    SourceRange range;
    std::uint32_t at{0};
};

struct Expansion {
    ExprId expr{kNoExpr};        ///< kNoExpr: the call is no macro, or a wrong one.
    std::optional<Issue> issue;  ///< Why the macro cannot be used so.
};

/// What a macro's call stands for, made in `ast`. A macro is told by name, target and number of
/// arguments; every other call gives an empty Expansion. Expansions are those of cel-go, but optMap
/// and optFlatMap evaluate their target once.
[[nodiscard]] Expansion expand_macro(Ast& ast,
                                     const WrittenCall& call,
                                     const ParseOptions& options);

}  // namespace sarhad::rules::cel
