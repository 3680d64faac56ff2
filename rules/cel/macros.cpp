#include "macros.h"

#include "fold_builder.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace sarhad::rules::cel {
namespace {

Expansion refuse(const Ast& ast, ExprId place, std::string what) {
    return {kNoExpr, Issue{ast.at(place).range, std::move(what), {}}};
}

/// The first argument that should be a plain name and is none, or kNoExpr.
ExprId not_a_name(const Ast& ast, std::span<const ExprId> args) {
    const auto found = std::find_if(args.begin(), args.end(), [&ast](ExprId arg) {
        return ast.at(arg).kind != ExprKind::kIdent || ast.at(arg).name.starts_with('.');
    });
    return found == args.end() ? kNoExpr : *found;
}

bool is_namespace(const Ast& ast, ExprId target, std::string_view name) {
    return target != kNoExpr && ast.at(target).kind == ExprKind::kIdent &&
           ast.at(target).name == name;
}

Expansion has(Ast& ast, const WrittenCall& call) {
    Expr select = ast.at(call.args[0]);
    if (select.kind != ExprKind::kSelect || select.test_only) {
        return refuse(ast, call.args[0], "has() asks whether a field is there: write has(a.b)");
    }
    select.test_only = true;
    select.range = call.range;
    return {ast.make(select), {}};
}

// all, exists, exists_one, existsOne with one or two variables.
Expansion quantifier(Ast& ast, const WrittenCall& call, std::size_t variables) {
    FoldBuilder fold{ast, call};
    const ExprId test = call.args[variables];
    fold.iterate(call.target, call.args.first(variables));
    if (call.name == "all") {
        fold.init(fold.boolean(true));
        fold.condition(fold.call(op::kNotStrictlyFalse, {fold.accu()}));
        fold.step(fold.call(op::kAnd, {fold.accu(), test}));
        return {fold.finish(fold.accu()), {}};
    }
    if (call.name == "exists") {
        fold.init(fold.boolean(false));
        fold.condition(fold.call(op::kNotStrictlyFalse, {fold.call(op::kNot, {fold.accu()})}));
        fold.step(fold.call(op::kOr, {fold.accu(), test}));
        return {fold.finish(fold.accu()), {}};
    }
    fold.init(fold.integer(0));
    const ExprId more = fold.call(op::kAdd, {fold.accu(), fold.integer(1)});
    fold.step(fold.call(op::kConditional, {test, more, fold.accu()}));
    return {fold.finish(fold.call(op::kEquals, {fold.accu(), fold.integer(1)})), {}};
}

// map and transformList (a list of results), filter (a list of elements): all with an optional or
// needed test.
Expansion to_list(Ast& ast, const WrittenCall& call, std::size_t variables) {
    FoldBuilder fold{ast, call};
    fold.iterate(call.target, call.args.first(variables));
    const bool is_filter = call.name == "filter";
    const bool has_test = is_filter || call.args.size() == variables + 2;
    const ExprId element = is_filter ? fold.ident(ast.at(call.args[0]).name) : call.args.back();
    fold.init(fold.list({}));
    fold.keep_if(has_test ? call.args[variables] : kNoExpr,
                 fold.call(op::kAdd, {fold.accu(), fold.list({{element}})}));
    return {fold.finish(fold.accu()), {}};
}

// transformMap (key stays) and transformMapEntry (a map of one entry is merged in).
Expansion to_map(Ast& ast, const WrittenCall& call) {
    FoldBuilder fold{ast, call};
    fold.iterate(call.target, call.args.first(2));
    fold.init(fold.empty_map());
    const ExprId made =
        call.name == "transformMap"
            ? fold.call("cel.@mapInsert",
                        {fold.accu(), fold.ident(ast.at(call.args[0]).name), call.args.back()})
            : fold.call("cel.@mapInsert", {fold.accu(), call.args.back()});
    fold.keep_if(call.args.size() == 4 ? call.args[2] : kNoExpr, made);
    return {fold.finish(fold.accu()), {}};
}

Expansion bind(Ast& ast, const WrittenCall& call) {
    return {bind_once(ast, call, ast.at(call.args[0]).name, call.args[1], call.args[2]), {}};
}

// The target is held in a variable, so that a chain of n maps evaluates it once and not 2^n times.
Expansion optional_map(Ast& ast, const WrittenCall& call) {
    static constexpr std::string_view kHeld = "@optional";
    FoldBuilder make{ast, call};
    const ExprId value = make.member_call("value", make.ident(kHeld));
    ExprId mapped = bind_once(ast, call, ast.at(call.args[0]).name, value, call.args[1]);
    if (call.name == "optMap") {
        mapped = make.member_call("of", make.ident("optional"), {{mapped}});
    }
    const ExprId none = make.member_call("none", make.ident("optional"));
    const ExprId is_there = make.member_call("hasValue", make.ident(kHeld));
    return {
        bind_once(
            ast, call, kHeld, call.target, make.call(op::kConditional, {is_there, mapped, none})),
        {}};
}

Expansion extension(Ast& ast, const WrittenCall& call) {
    const std::string name = qualified_name(ast, call.args[1]);
    if (name.empty()) {
        return refuse(
            ast, call.args[1], core::cat("proto.", call.name, "() takes an extension's full name"));
    }
    Expr select;
    select.kind = ExprKind::kSelect;
    select.range = call.range;
    select.at = call.at;
    select.operand = call.args[0];
    select.name = ast.keep(name);
    select.test_only = call.name == "hasExt";
    return {ast.make(select), {}};
}

Expansion extreme(Ast& ast, const WrittenCall& call) {
    if (call.args.empty()) {
        return refuse(ast,
                      call.target,
                      core::cat("math.", call.name, "() needs a number or a list of numbers"));
    }
    for (const ExprId arg : call.args) {
        const Expr& expr = ast.at(arg);
        const bool number = expr.literal == LiteralKind::kInt ||
                            expr.literal == LiteralKind::kUint ||
                            expr.literal == LiteralKind::kDouble;
        if ((expr.kind == ExprKind::kLiteral && !number) || expr.kind == ExprKind::kMap ||
            expr.kind == ExprKind::kStruct ||
            (expr.kind == ExprKind::kList && (call.args.size() > 1 || expr.count == 0))) {
            return refuse(
                ast, arg, core::cat("math.", call.name, "() compares numbers: this is none"));
        }
    }
    FoldBuilder make{ast, call};
    const std::string_view name = call.name == "greatest" ? "math.@max" : "math.@min";
    if (call.args.size() <= 2) {
        return {make.call(name, call.args), {}};
    }
    return {make.call(name, {make.list(call.args)}), {}};
}

// Names of cel.index(N), cel.iterVar(N, M), cel.accuVar(N, M).
Expansion block_name(Ast& ast, const WrittenCall& call) {
    std::string name = call.name == "index" ? "@index" : call.name == "iterVar" ? "@it" : "@ac";
    for (const ExprId arg : call.args) {
        const Expr& expr = ast.at(arg);
        if (expr.kind != ExprKind::kLiteral || expr.literal != LiteralKind::kInt ||
            expr.as_int() < 0) {
            return refuse(ast, arg, "a number is expected here, 0 or more");
        }
        name += core::cat(call.name == "index" ? "" : ":", expr.as_int());
    }
    return {FoldBuilder{ast, call}.ident(ast.keep(name)), {}};
}

Expansion block(Ast& ast, const WrittenCall& call) {
    if (ast.at(call.args[0]).kind != ExprKind::kList) {
        return refuse(ast, call.args[0], "cel.block() takes a list of expressions first");
    }
    return {FoldBuilder{ast, call}.call("cel.@block", call.args), {}};
}

Expansion in_namespace(Ast& ast, const WrittenCall& call, const ParseOptions& options) {
    const std::size_t count = call.args.size();
    if (is_namespace(ast, call.target, "math") &&
        (call.name == "greatest" || call.name == "least")) {
        return extreme(ast, call);
    }
    if (is_namespace(ast, call.target, "proto") && count == 2 &&
        (call.name == "getExt" || call.name == "hasExt")) {
        return extension(ast, call);
    }
    if (!is_namespace(ast, call.target, "cel")) {
        return {};
    }
    if (call.name == "bind" && count == 3) {
        if (const ExprId bad = not_a_name(ast, call.args.first(1)); bad != kNoExpr) {
            return refuse(ast, bad, "cel.bind() takes a variable's name first");
        }
        return bind(ast, call);
    }
    if (!options.block_macros) {
        return {};
    }
    if (call.name == "block" && count == 2) {
        return block(ast, call);
    }
    if ((call.name == "index" && count == 1) ||
        ((call.name == "iterVar" || call.name == "accuVar") && count == 2)) {
        return block_name(ast, call);
    }
    return {};
}

struct Loop {
    std::string_view name;
    std::size_t args;
    std::size_t variables;
    Expansion (*expand)(Ast&, const WrittenCall&, std::size_t variables);
};

Expansion map_of(Ast& ast, const WrittenCall& call, std::size_t /*variables*/) {
    return to_map(ast, call);
}

Expansion optional_of(Ast& ast, const WrittenCall& call, std::size_t /*variables*/) {
    return optional_map(ast, call);
}

constexpr std::array<Loop, 19> kLoops{{
    {"all", 2, 1, quantifier},
    {"all", 3, 2, quantifier},
    {"exists", 2, 1, quantifier},
    {"exists", 3, 2, quantifier},
    {"exists_one", 2, 1, quantifier},
    {"exists_one", 3, 2, quantifier},
    {"existsOne", 2, 1, quantifier},
    {"existsOne", 3, 2, quantifier},
    {"map", 2, 1, to_list},
    {"map", 3, 1, to_list},
    {"filter", 2, 1, to_list},
    {"transformList", 3, 2, to_list},
    {"transformList", 4, 2, to_list},
    {"transformMap", 3, 2, map_of},
    {"transformMap", 4, 2, map_of},
    {"transformMapEntry", 3, 2, map_of},
    {"transformMapEntry", 4, 2, map_of},
    {"optMap", 2, 1, optional_of},
    {"optFlatMap", 2, 1, optional_of},
}};

Expansion loop(Ast& ast, const WrittenCall& call) {
    const auto found = std::find_if(kLoops.begin(), kLoops.end(), [&call](const Loop& loop) {
        return loop.name == call.name && loop.args == call.args.size();
    });
    if (found == kLoops.end()) {
        return {};
    }
    const auto names = call.args.first(found->variables);
    if (const ExprId bad = not_a_name(ast, names); bad != kNoExpr) {
        return refuse(ast,
                      bad,
                      core::cat(call.name,
                                "() takes a variable's name here: ",
                                call.name,
                                found->variables == 1 ? "(x, ...)" : "(i, x, ...)"));
    }
    if (names.size() == 2 && ast.at(names[0]).name == ast.at(names[1]).name) {
        return refuse(ast, names[1], "the two variables need different names");
    }
    return found->expand(ast, call, found->variables);
}

}  // namespace

Expansion expand_macro(Ast& ast, const WrittenCall& call, const ParseOptions& options) {
    if (!options.macros) {
        return {};
    }
    if (call.target == kNoExpr) {
        return call.name == "has" && call.args.size() == 1 ? has(ast, call) : Expansion{};
    }
    Expansion expansion = in_namespace(ast, call, options);
    if (expansion.expr != kNoExpr || expansion.issue.has_value()) {
        return expansion;
    }
    return loop(ast, call);
}

}  // namespace sarhad::rules::cel
