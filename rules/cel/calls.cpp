#include "advice.h"
#include "checker.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::rules::cel {

Type Checker::call(ExprId id) {
    const std::string_view name = at(id).name;
    if (name == op::kOptSelect) {
        return optional_select(id);
    }
    if (name == "cel.@block") {
        return block(id);
    }
    const Callee callee = this->callee(id);
    const std::size_t before = out_.issues.size();
    if (callee.member) {
        visit(at(id).operand);
    }
    for (const ExprId arg : out_.ast.args(id)) {
        visit(arg);
    }
    if (callee.overloads.empty()) {
        // A target that is no variable was meant as the first part of the function's name.
        out_.issues.resize(std::min(before, out_.issues.size()));
        return no_function(id, name);
    }
    out_.references[id].namespaced = at(id).operand != kNoExpr && !callee.member;
    return choose(id, callee);
}

// name, or target.name where that is a function's full name, else a member of the target.
Checker::Callee Checker::callee(ExprId id) const {
    const Expr& expr = at(id);
    const bool has_target = expr.operand != kNoExpr;
    std::string full;
    if (has_target) {
        full = is_plain_chain(expr.operand) ? "" : qualified_name(out_.ast, expr.operand);
        full += full.empty() ? "" : core::cat(".", expr.name);
    } else if (!environment_.container().empty() || expr.name.starts_with('.')) {
        full = expr.name;
    }
    if (!full.empty()) {
        for (const std::string& candidate : environment_.candidates(full)) {
            if (const auto found = environment_.function(candidate); !found.empty()) {
                return {found, false};
            }
        }
    }
    return {environment_.function(expr.name), has_target};
}

Type Checker::no_function(ExprId id, std::string_view name) {
    if (is_full()) {
        return {};
    }
    const ExprId target = at(id).operand;
    const std::string prefix =
        target == kNoExpr || is_plain_chain(target) ? "" : qualified_name(out_.ast, target);
    const std::string full = prefix.empty() ? std::string{name} : core::cat(prefix, ".", name);
    if (const std::string_view form = macro_form(name); !form.empty() && prefix.empty()) {
        return issue({at(id).at, at(id).at + static_cast<std::uint32_t>(name.size())},
                     core::cat("'", name, "' is written ", form));
    }
    std::vector<std::string_view> names = environment_.function_names();
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](std::string_view known) {
                                   return known.find_first_of("@_") != std::string_view::npos;
                               }),
                names.end());
    for (const std::string_view macro : macro_names()) {
        names.push_back(macro);
    }
    const std::string_view meant = meant_by(full);
    const std::string_view near = meant.empty() ? near_name(full, names) : meant;
    if (target != kNoExpr && !prefix.empty() && near.empty()) {
        // No such namespace either: the target is the first thing that is wrong.
        visit(target);
        if (!out_.issues.empty()) {
            return {};
        }
    }
    return issue({at(id).at, at(id).at + static_cast<std::uint32_t>(name.size())},
                 core::cat("there is no function '", shown(full), "'", did_you_mean(near)));
}

void Checker::find_candidates(ExprId id, const Callee& callee) {
    results_.clear();
    Reference& reference = out_.references[id];
    reference.first = static_cast<std::uint32_t>(out_.overload_table.size());
    for (const Overload* const overload : callee.overloads) {
        if (overload->member != callee.member || overload->params.size() != arg_types_.size() ||
            are_apart(arg_types_, overload->params)) {
            continue;
        }
        const std::span<const Type> signature = unifier_.instantiate(*overload);
        if (unifier_.assignable(arg_types_, signature.first(arg_types_.size()))) {
            out_.overload_table.push_back(overload);
            results_.push_back(unifier_.substitute(signature.back()));
        }
    }
    reference.count = static_cast<std::uint32_t>(results_.size());
}

Type Checker::choose(ExprId id, const Callee& callee) {
    const auto written = out_.ast.args(id);
    args_.assign(written.begin(), written.end());
    if (callee.member) {
        args_.insert(args_.begin(), at(id).operand);
    }
    arg_types_.clear();
    for (const ExprId arg : args_) {
        arg_types_.push_back(known(arg));
    }
    const std::string_view name = callee.overloads.front()->function;
    out_.references[id].kind = ReferenceKind::kFunction;
    out_.references[id].name = name;
    find_candidates(id, callee);
    if (!results_.empty()) {
        const bool one = std::all_of(results_.begin(), results_.end(), [&](Type result) {
            return result == results_.front();
        });
        return one ? results_.front() : Type::plain(TypeKind::kDyn);
    }
    // An argument that failed has had its own issue.
    if (std::any_of(arg_types_.begin(), arg_types_.end(), [](Type type) {
            return type.is(TypeKind::kError);
        })) {
        return {};
    }
    if (is_full()) {
        return {};
    }
    Issue advice = no_overload(out_.ast, id, {name, args_, arg_types_, callee.member});
    return issue(advice.range, std::move(advice.what), std::move(advice.instead));
}

Type Checker::optional_select(ExprId id) {
    const ExprId operand = out_.ast.args(id)[0];
    const ExprId name = out_.ast.args(id)[1];
    visit(operand);
    give(name, Type::plain(TypeKind::kString));
    out_.references[id] = {ReferenceKind::kFunction, false, op::kOptSelect};
    out_.references[id].first = static_cast<std::uint32_t>(out_.overload_table.size());
    out_.references[id].count = 1;
    out_.overload_table.push_back(environment_.function(op::kOptSelect).front());
    const Type field = field_of(operand, at(name).name, at(name).range);
    return field.is_optional() && known(operand).is_optional() ? field : pool_.optional(field);
}

// Each element of the list may use those before it as @index0, @index1 ...
Type Checker::block(ExprId id) {
    const ExprId list = out_.ast.args(id)[0];
    const ExprId result = out_.ast.args(id)[1];
    const std::size_t outside = locals_.size();
    const std::size_t count = out_.ast.args(list).size();
    for (std::size_t i = 0; i < count; ++i) {
        const Type type = visit(out_.ast.args(list)[i]);
        locals_.push_back({out_.ast.keep(core::cat("@index", i)), type});
    }
    give(list, pool_.list(Type::plain(TypeKind::kDyn)));
    const Type type = visit(result);
    locals_.resize(outside);
    out_.references[id] = {ReferenceKind::kFunction, false, "cel.@block"};
    out_.references[id].first = static_cast<std::uint32_t>(out_.overload_table.size());
    out_.references[id].count = 1;
    out_.overload_table.push_back(environment_.function("cel.@block").front());
    return type;
}

}  // namespace sarhad::rules::cel
