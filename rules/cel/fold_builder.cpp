#include "fold_builder.h"

namespace sarhad::rules::cel {

Expr FoldBuilder::node(ExprKind kind) const {
    Expr expr;
    expr.kind = kind;
    expr.range = written_.range;
    expr.at = written_.at;
    return expr;
}

ExprId FoldBuilder::ident(std::string_view name) {
    Expr expr = node(ExprKind::kIdent);
    expr.name = name;
    return ast_.make(expr);
}

ExprId FoldBuilder::boolean(bool value) {
    Expr expr = node(ExprKind::kLiteral);
    expr.literal = LiteralKind::kBool;
    expr.bits = value ? 1 : 0;
    return ast_.make(expr);
}

ExprId FoldBuilder::integer(std::int64_t value) {
    Expr expr = node(ExprKind::kLiteral);
    expr.literal = LiteralKind::kInt;
    expr.bits = static_cast<std::uint64_t>(value);
    return ast_.make(expr);
}

ExprId FoldBuilder::list(std::span<const ExprId> elements) {
    return ast_.make_list(node(ExprKind::kList), elements, {});
}

ExprId FoldBuilder::empty_map() {
    return ast_.make_entries(node(ExprKind::kMap), {});
}

ExprId FoldBuilder::call(std::string_view name, std::span<const ExprId> args) {
    Expr expr = node(ExprKind::kCall);
    expr.name = name;
    return ast_.make_call(expr, args);
}

ExprId FoldBuilder::call(std::string_view name, std::initializer_list<ExprId> args) {
    return call(name, std::span{args.begin(), args.size()});
}

ExprId FoldBuilder::member_call(std::string_view name,
                                ExprId target,
                                std::span<const ExprId> args) {
    Expr expr = node(ExprKind::kCall);
    expr.name = name;
    expr.operand = target;
    return ast_.make_call(expr, args);
}

void FoldBuilder::iterate(ExprId range, std::span<const ExprId> variables) {
    fold_.range = range;
    fold_.iter_var = ast_.at(variables[0]).name;
    if (variables.size() > 1) {
        fold_.iter_var2 = ast_.at(variables[1]).name;
    }
}

void FoldBuilder::keep_if(ExprId test, ExprId made) {
    fold_.step = test == kNoExpr ? made : call(op::kConditional, {test, made, accu()});
}

ExprId FoldBuilder::finish(ExprId result) {
    if (fold_.range == kNoExpr) {
        fold_.range = list({});
    }
    if (fold_.condition == kNoExpr) {
        fold_.condition = boolean(true);
    }
    fold_.result = result;
    return ast_.make_comprehension(node(ExprKind::kComprehension), fold_);
}

ExprId bind_once(
    Ast& ast, const WrittenCall& written, std::string_view name, ExprId value, ExprId body) {
    FoldBuilder fold{ast, written};
    const ExprId nothing = fold.list({});
    Expr unused;
    unused.kind = ExprKind::kIdent;
    unused.name = "#unused";
    const ExprId variable = ast.make(unused);
    fold.iterate(nothing, {&variable, 1});
    fold.accumulate_as(name);
    fold.init(value);
    fold.condition(fold.boolean(false));
    fold.step(fold.ident(name));
    return fold.finish(body);
}

}  // namespace sarhad::rules::cel
