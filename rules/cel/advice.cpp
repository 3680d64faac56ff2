#include "advice.h"

#include "core/text.h"
#include "rules/cel/literals.h"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace sarhad::rules::cel {
namespace {

/// What a literal is to be written as to be of type `wanted`; empty for no sure way.
std::string literal_as(const Expr& literal, TypeKind wanted) {
    const auto is = [&literal](LiteralKind kind) { return literal.literal == kind; };
    switch (wanted) {
        case TypeKind::kString:
            if (is(LiteralKind::kInt)) {
                return core::cat("'", literal.as_int(), "'");
            }
            return is(LiteralKind::kUint) ? core::cat("'", literal.as_uint(), "'") : "";
        case TypeKind::kDouble:
            if (is(LiteralKind::kInt)) {
                return core::cat(literal.as_int(), ".0");
            }
            return is(LiteralKind::kUint) ? core::cat(literal.as_uint(), ".0") : "";
        case TypeKind::kUint:
            return is(LiteralKind::kInt) && literal.as_int() >= 0 ? core::cat(literal.as_int(), "u")
                                                                  : "";
        case TypeKind::kInt:
            if (is(LiteralKind::kDouble) && std::abs(literal.as_double()) < 1e15 &&
                literal.as_double() == std::floor(literal.as_double())) {
                return std::to_string(static_cast<std::int64_t>(literal.as_double()));
            }
            if (is(LiteralKind::kString) && core::parse_int(literal.name)) {
                return std::string{literal.name};
            }
            return is(LiteralKind::kUint) ? std::to_string(literal.as_uint()) : "";
        case TypeKind::kTimestamp:
            return is(LiteralKind::kString)
                       ? core::cat("timestamp(", quote_string(literal.name), ")")
                       : "";
        case TypeKind::kDuration:
            return is(LiteralKind::kString)
                       ? core::cat("duration(", quote_string(literal.name), ")")
                       : "";
        default:
            return {};
    }
}

std::string_view why(TypeKind wanted, LiteralKind written) {
    const bool number =
        wanted == TypeKind::kDouble || wanted == TypeKind::kInt || wanted == TypeKind::kUint;
    if (!number || written == LiteralKind::kString) {
        return {};
    }
    switch (written) {
        case LiteralKind::kInt:
            return wanted == TypeKind::kDouble ? ": CEL does not turn int into double"
                                               : ": CEL does not turn int into uint";
        case LiteralKind::kUint:
            return wanted == TypeKind::kDouble ? ": CEL does not turn uint into double"
                                               : ": CEL does not turn uint into int";
        default:
            return ": CEL does not turn double into int";
    }
}

bool is_number(Type type) {
    return type.is(TypeKind::kInt) || type.is(TypeKind::kUint) || type.is(TypeKind::kDouble);
}

/// A type without its wrapper.
Type bare(Type type) {
    return type.is(TypeKind::kWrapper) ? type.param(0) : type;
}

std::string is_what(const Ast& ast, ExprId id, Type type) {
    return core::cat(ast.text(id), " is ", words(type));
}

/// A literal beside something of another type: what to write in its place.
std::optional<Issue> fix_literal(const Ast& ast, const FailedCall& call, std::size_t literal) {
    const std::size_t other = 1 - literal;
    const Expr& expr = ast.at(call.args[literal]);
    if (expr.kind != ExprKind::kLiteral) {
        return std::nullopt;
    }
    const TypeKind wanted = bare(call.types[other]).kind();
    std::string instead = literal_as(expr, wanted);
    if (instead.empty()) {
        return std::nullopt;
    }
    std::string what = core::cat(is_what(ast, call.args[other], call.types[other]),
                                 ", ",
                                 is_what(ast, call.args[literal], call.types[literal]),
                                 ": write ",
                                 instead,
                                 why(wanted, expr.literal));
    return Issue{expr.range, std::move(what), std::move(instead)};
}

/// Two numbers of different types that are no literals.
std::string number_advice(const Ast& ast, const FailedCall& call) {
    const bool first_is_int = bare(call.types[0]).is(TypeKind::kInt);
    const std::size_t convert = first_is_int ? 0 : 1;
    return core::cat(
        ": write ", bare(call.types[1 - convert]).format(), "(", ast.text(call.args[convert]), ")");
}

/// An element of a wrong type in `x in [...]`, the list of literals.
std::optional<Issue> fix_element(const Ast& ast, const FailedCall& call) {
    if (call.function != op::kIn || ast.at(call.args[1]).kind != ExprKind::kList) {
        return std::nullopt;
    }
    for (const ExprId element : ast.args(call.args[1])) {
        const Expr& expr = ast.at(element);
        const TypeKind wanted = bare(call.types[0]).kind();
        if (expr.kind != ExprKind::kLiteral) {
            continue;
        }
        std::string instead = literal_as(expr, wanted);
        if (!instead.empty()) {
            std::string what = core::cat(is_what(ast, call.args[0], call.types[0]),
                                         ", ",
                                         ast.text(element),
                                         " in the list is none: write ",
                                         instead);
            return Issue{expr.range, std::move(what), std::move(instead)};
        }
    }
    return std::nullopt;
}

std::string_view elements(Type type) {
    switch (type.kind()) {
        case TypeKind::kString:
            return "text";
        case TypeKind::kInt:
            return "ints";
        case TypeKind::kUint:
            return "uints";
        case TypeKind::kDouble:
            return "doubles";
        case TypeKind::kMessage:
            return type.name();
        default:
            return "values";
    }
}

std::string_view sign_of(std::string_view function) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> signs{{
        {op::kConditional, "? :"},
        {op::kAnd, "&&"},
        {op::kOr, "||"},
        {op::kNot, "!"},
        {op::kNegate, "-"},
        {op::kEquals, "=="},
        {op::kNotEquals, "!="},
        {op::kLess, "<"},
        {op::kLessEquals, "<="},
        {op::kGreater, ">"},
        {op::kGreaterEquals, ">="},
        {op::kIn, "in"},
        {op::kAdd, "+"},
        {op::kSubtract, "-"},
        {op::kMultiply, "*"},
        {op::kDivide, "/"},
        {op::kModulo, "%"},
        {op::kIndex, "[]"},
    }};
    for (const auto& [known, sign] : signs) {
        if (known == function) {
            return sign;
        }
    }
    return {};
}

std::string all_words(const std::vector<Type>& types, std::size_t first) {
    std::string text;
    for (std::size_t i = first; i < types.size(); ++i) {
        text += core::cat(i == first              ? ""
                          : i + 1 == types.size() ? " and "
                                                  : ", ",
                          words(types[i]));
    }
    return text.empty() ? "nothing" : text;
}

std::string no_operator(const Ast& ast, const FailedCall& call, std::string_view sign) {
    if (call.types.size() == 1) {
        return core::cat("'",
                         sign,
                         "' does not go with ",
                         words(call.types[0]),
                         ": ",
                         is_what(ast, call.args[0], call.types[0]));
    }
    if (call.function == op::kAnd || call.function == op::kOr ||
        call.function == op::kConditional) {
        for (std::size_t i = 0; i < (call.types.size() == 3 ? 1U : 2U); ++i) {
            if (!bare(call.types[i]).is(TypeKind::kBool)) {
                return core::cat(is_what(ast, call.args[i], call.types[i]),
                                 ": '",
                                 sign,
                                 "' wants a condition, true or false, there");
            }
        }
        return core::cat("'? :' chooses between values of one type: ",
                         is_what(ast, call.args[1], call.types[1]),
                         ", ",
                         is_what(ast, call.args[2], call.types[2]));
    }
    std::string what = core::cat("'",
                                 sign,
                                 "' does not go with ",
                                 all_words(call.types, 0),
                                 ": ",
                                 is_what(ast, call.args[0], call.types[0]),
                                 ", ",
                                 is_what(ast, call.args[1], call.types[1]));
    if (is_number(bare(call.types[0])) && is_number(bare(call.types[1])) &&
        call.types[0] != call.types[1]) {
        what += number_advice(ast, call);
    }
    return what;
}

}  // namespace

std::string did_you_mean(std::string_view near) {
    return near.empty() ? std::string{} : core::cat(": did you mean '", near, "'?");
}

std::string words(Type type) {
    switch (type.kind()) {
        case TypeKind::kString:
            return "text";
        case TypeKind::kBool:
            return "true or false";
        case TypeKind::kInt:
            return "an int";
        case TypeKind::kUint:
            return "a uint";
        case TypeKind::kDouble:
            return "a double";
        case TypeKind::kTimestamp:
            return "a timestamp";
        case TypeKind::kDuration:
            return "a duration";
        case TypeKind::kList:
            return core::cat("a list of ", elements(type.param(0)));
        case TypeKind::kMap:
            return "a map";
        case TypeKind::kMessage:
            return core::cat("a ", type.name());
        case TypeKind::kWrapper:
            return core::cat(words(type.param(0)), " or null");
        case TypeKind::kAbstract:
            return type.is_optional() ? "an optional value" : core::cat("a ", type.name());
        default:
            return type.format();
    }
}

Issue no_overload(const Ast& ast, ExprId id, const FailedCall& call) {
    const std::string_view sign = sign_of(call.function);
    if (!sign.empty() && call.args.size() == 2) {
        for (const std::size_t literal : {std::size_t{1}, std::size_t{0}}) {
            if (auto fixed = fix_literal(ast, call, literal); fixed.has_value()) {
                return std::move(*fixed);
            }
        }
        if (auto fixed = fix_element(ast, call); fixed.has_value()) {
            return std::move(*fixed);
        }
    }
    if (!sign.empty()) {
        return {ast.at(id).range, no_operator(ast, call, sign), {}};
    }
    std::string what = core::cat(
        "'", call.function, "' does not take ", all_words(call.types, call.member ? 1 : 0));
    if (call.member) {
        what += core::cat(" on ", words(call.types[0]));
    }
    return {ast.at(id).range, std::move(what), {}};
}

std::string no_fields(const Ast& ast, ExprId operand, Type type, std::string_view name) {
    const std::string_view text = ast.text(operand);
    if (type.is(TypeKind::kList)) {
        return core::cat(
            text, " is a list: ask its elements, ", text, ".exists(x, x.", name, " ...)");
    }
    return core::cat(text, " is ", words(type), " and has no fields, so no '", name, "'");
}

}  // namespace sarhad::rules::cel
