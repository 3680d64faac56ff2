#include "checker.h"

#include "advice.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules::cel {

Checker::Checker(Ast ast, const Environment& environment)
    : environment_{environment},
      out_{std::move(ast), {}, {}, {}, {}, std::make_unique<TypePool>(&environment.types())},
      pool_{*out_.pool},
      unifier_{pool_} {
    out_.types.resize(out_.ast.size());
    out_.references.resize(out_.ast.size());
    out_.overload_table.reserve(out_.ast.size() / 2);
    // What most calls have, so that these do not grow step by step.
    args_.reserve(4);
    arg_types_.reserve(4);
    results_.reserve(4);
}

Checked Checker::run() {
    visit(out_.ast.root());
    if (unifier_.is_exhausted()) {
        issue({}, "the types in this expression are too involved: divide it");
    }
    for (Type& type : out_.types) {
        if (type.is_open()) {
            type = unifier_.substitute(type, true);
        }
    }
    return std::move(out_);
}

Type Checker::issue(SourceRange where, std::string what, std::string instead) {
    if (!is_full()) {
        out_.issues.push_back({where, std::move(what), std::move(instead)});
    }
    return {};
}

Type Checker::give(ExprId id, Type type) {
    if (type.size() > kTypeSizeMax) {
        type = issue(at(id).range, "lists and maps are too deep in each other here: divide it");
    }
    out_.types[id] = type;
    return type;
}

Type Checker::visit(ExprId id) {
    switch (at(id).kind) {
        case ExprKind::kNone:
            return issue({}, "there is no expression: write a condition");
        case ExprKind::kLiteral:
            return give(id, literal(at(id)));
        case ExprKind::kIdent:
            return give(id, ident(id));
        case ExprKind::kSelect:
            return give(id, select(id));
        case ExprKind::kCall:
            return give(id, call(id));
        case ExprKind::kList:
            return give(id, list(id));
        case ExprKind::kMap:
            return give(id, map(id));
        case ExprKind::kStruct:
            return give(id, message(id));
        case ExprKind::kComprehension:
            return give(id, comprehension(id));
    }
    return {};
}

Type Checker::literal(const Expr& expr) const {
    switch (expr.literal) {
        case LiteralKind::kNull:
            return Type::plain(TypeKind::kNull);
        case LiteralKind::kBool:
            return Type::plain(TypeKind::kBool);
        case LiteralKind::kInt:
            return Type::plain(TypeKind::kInt);
        case LiteralKind::kUint:
            return Type::plain(TypeKind::kUint);
        case LiteralKind::kDouble:
            return Type::plain(TypeKind::kDouble);
        case LiteralKind::kString:
            return Type::plain(TypeKind::kString);
        case LiteralKind::kBytes:
            return Type::plain(TypeKind::kBytes);
    }
    return {};
}

const Checker::Local* Checker::local(std::string_view name) const {
    const auto found = std::find_if(locals_.rbegin(), locals_.rend(), [name](const Local& local) {
        return local.name == name;
    });
    return found == locals_.rend() ? nullptr : &*found;
}

std::optional<Checker::Found> Checker::resolve_exact(std::string_view name) {
    if (const Type* const variable = environment_.variable(name)) {
        return Found{{ReferenceKind::kVariable, false, out_.ast.keep(name)}, *variable};
    }
    if (const Type* const type = environment_.type_name(name)) {
        return Found{{ReferenceKind::kType, false, out_.ast.keep(name)}, pool_.type(*type)};
    }
    if (environment_.messages().has_message(name)) {
        return Found{{ReferenceKind::kType, false, out_.ast.keep(name)},
                     pool_.type(pool_.of_message(name))};
    }
    if (const auto value = environment_.messages().enum_value(name); value.has_value()) {
        return Found{{ReferenceKind::kConstant, false, out_.ast.keep(name), *value},
                     Type::plain(TypeKind::kInt)};
    }
    return std::nullopt;
}

std::optional<Checker::Found> Checker::resolve(std::string_view name) {
    if (environment_.container().empty()) {
        return resolve_exact(name.starts_with('.') ? name.substr(1) : name);
    }
    for (const std::string& candidate : environment_.candidates(name)) {
        if (auto found = resolve_exact(candidate); found.has_value()) {
            return found;
        }
    }
    return std::nullopt;
}

Type Checker::refer(ExprId id, const Found& found) {
    out_.references[id] = found.reference;
    return found.type;
}

Type Checker::ident(ExprId id) {
    const std::string_view name = at(id).name;
    if (const Local* const found = local(name)) {
        return refer(id, {{ReferenceKind::kLocal, false, found->name}, found->type});
    }
    if (const auto found = resolve(name); found.has_value()) {
        return refer(id, *found);
    }
    return undeclared(id);
}

namespace {

/// "CA", "AG17": what people write who forget the quotation marks.
bool is_code(std::string_view name) {
    constexpr std::size_t kLongestCode = 16;
    return name.size() <= kLongestCode && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
           });
}

}  // namespace

Type Checker::undeclared(ExprId id) {
    if (is_full()) {
        return {};
    }
    const std::string_view name = at(id).name;
    std::vector<std::string_view> names = environment_.variable_names();
    for (const Local& local : locals_) {
        if (is_identifier(local.name)) {
            names.push_back(local.name);
        }
    }
    const std::string_view meant = meant_by(name);
    const bool is_constant = meant == "true" || meant == "false" || meant == "null";
    std::string near{is_constant ? meant : near_name(name, names)};
    if (near.empty()) {
        near = field_named(name);
    }
    const std::string hint =
        near.empty() && is_code(name)
            ? core::cat(": a text stands in quotation marks, write '", name, "'")
            : did_you_mean(near);
    return issue(at(id).range, core::cat("there is no '", shown(name), "'", hint), near);
}

/// The first fact that a record has under this name; "" for none.

std::string Checker::field_named(std::string_view name) const {
    for (const std::string_view variable : environment_.variable_names()) {
        const Type type = *environment_.variable(variable);
        if (type.is(TypeKind::kMessage) &&
            environment_.messages().field(type.name(), name) != nullptr) {
            return core::cat(variable, ".", name);
        }
    }
    return {};
}

bool Checker::is_plain_chain(ExprId id) const {
    while (at(id).kind == ExprKind::kSelect) {
        id = at(id).operand;
    }
    if (at(id).kind != ExprKind::kIdent) {
        return true;
    }
    const std::string_view root = at(id).name;
    return local(root) != nullptr ||
           (environment_.container().empty() && environment_.variable(root) != nullptr &&
            !environment_.is_variable_prefix(root));
}

Type Checker::select(ExprId id) {
    if (!at(id).test_only && !is_plain_chain(id)) {
        const std::string name = qualified_name(out_.ast, id);
        if (const auto found = resolve(name); !name.empty() && found.has_value()) {
            return refer(id, *found);
        }
    }
    const ExprId operand = at(id).operand;
    visit(operand);
    const SourceRange where{at(id).at, at(id).range.end};
    const Type field = field_of(operand, at(id).name, where);
    return at(id).test_only ? Type::plain(TypeKind::kBool) : field;
}

Type Checker::field_of(ExprId operand, std::string_view name, SourceRange where) {
    const Type type = known(operand);
    const bool optional = type.is_optional();
    const Type holder = optional ? unifier_.substitute(type.param(0)) : type;
    Type field = Type::plain(TypeKind::kDyn);
    if (holder.is(TypeKind::kMap)) {
        field = holder.param(1);
    } else if (holder.is(TypeKind::kMessage)) {
        field = message_field(holder, operand, name, where);
    } else if (holder.is(TypeKind::kVariable)) {
        // Whatever it is, it is not known here: keep it from becoming something narrower.
        static_cast<void>(unifier_.assignable(Type::plain(TypeKind::kDyn), holder));
    } else if (!is_dyn(holder)) {
        return issue(where, no_fields(out_.ast, operand, holder, name));
    }
    return optional ? pool_.optional(field) : field;
}

Type Checker::message_field(Type message,
                            ExprId operand,
                            std::string_view name,
                            SourceRange where) {
    const MessageTypes& messages = environment_.messages();
    if (const MessageField* const field = messages.field(message.name(), name)) {
        return field_type(*field, pool_);
    }
    if (const MessageField* const field = messages.extension(message.name(), name)) {
        return field_type(*field, pool_);
    }
    if (is_full()) {
        return {};
    }
    const std::string_view near = near_name(name, messages.field_names(message.name()));
    return issue(
        where,
        core::cat(
            shown(out_.ast.text(operand)), " has no field '", shown(name), "'", did_you_mean(near)),
        std::string{near});
}

Checked check(Ast ast, const Environment& environment) {
    return Checker{std::move(ast), environment}.run();
}

}  // namespace sarhad::rules::cel
