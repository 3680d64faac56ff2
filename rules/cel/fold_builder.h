#pragma once

#include "macros.h"

#include "rules/cel/ast.h"

#include <initializer_list>
#include <span>
#include <string_view>

namespace sarhad::rules::cel {

/// Makes the nodes of a macro's expansion: all point at the call that was written.
class FoldBuilder final {
public:
    FoldBuilder(Ast& ast, const WrittenCall& written) : ast_{ast}, written_{written} {}

    [[nodiscard]] ExprId ident(std::string_view name);
    [[nodiscard]] ExprId boolean(bool value);
    [[nodiscard]] ExprId integer(std::int64_t value);
    [[nodiscard]] ExprId list(std::span<const ExprId> elements);
    [[nodiscard]] ExprId empty_map();
    [[nodiscard]] ExprId call(std::string_view name, std::span<const ExprId> args);
    [[nodiscard]] ExprId call(std::string_view name, std::initializer_list<ExprId> args);
    [[nodiscard]] ExprId member_call(std::string_view name,
                                     ExprId target,
                                     std::span<const ExprId> args = {});
    /// The accumulator's value.
    [[nodiscard]] ExprId accu() { return ident(kAccuVar); }

    void iterate(ExprId range, std::span<const ExprId> variables);
    void accumulate_as(std::string_view name) { fold_.accu_var = name; }
    void init(ExprId value) { fold_.init = value; }
    /// Without: always true.
    void condition(ExprId value) { fold_.condition = value; }
    void step(ExprId value) { fold_.step = value; }
    /// The step is `made` where `test` holds (kNoExpr: always), else nothing changes.
    void keep_if(ExprId test, ExprId made);
    [[nodiscard]] ExprId finish(ExprId result);

private:
    [[nodiscard]] Expr node(ExprKind kind) const;

    Ast& ast_;
    const WrittenCall& written_;
    Comprehension fold_{{}, {}, kNoExpr, kAccuVar, kNoExpr, kNoExpr, kNoExpr, kNoExpr};
};

/// `body` with `name` standing for `value`, which is evaluated once: a loop over nothing, as
/// cel.bind() is in cel-go.
[[nodiscard]] ExprId bind_once(
    Ast& ast, const WrittenCall& written, std::string_view name, ExprId value, ExprId body);

}  // namespace sarhad::rules::cel
