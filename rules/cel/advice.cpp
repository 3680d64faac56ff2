#include "advice.h"

#include "operators.h"

#include "core/text.h"
#include "rules/cel/context.h"
#include "rules/cel/literals.h"
#include "rules/cel/times.h"

#include <array>
#include <optional>
#include <utility>

namespace sarhad::rules::cel {
namespace {

/// The int that a double or a text literal means; nothing where it means none.
std::optional<std::int64_t> as_whole(const Expr& literal) {
    if (literal.literal == LiteralKind::kString) {
        const auto read = core::parse_int(literal.name);
        return read ? std::optional{*read} : std::nullopt;
    }
    constexpr double kExactTo = 9007199254740992.0;  // 2^53
    const double value = literal.as_double();
    if (literal.literal != LiteralKind::kDouble || !(value < kExactTo && value > -kExactTo)) {
        return std::nullopt;
    }
    const auto whole = static_cast<std::int64_t>(value);
    return static_cast<double>(whole) == value ? std::optional{whole} : std::nullopt;
}

/// An int or uint literal's digits; empty for another.
std::string digits_of(const Expr& literal) {
    if (literal.literal == LiteralKind::kInt) {
        return std::to_string(literal.as_int());
    }
    return literal.literal == LiteralKind::kUint ? std::to_string(literal.as_uint()) : "";
}

/// Whether a text says such a value.
bool is_read(Value (*read)(Context&, std::string_view), std::string_view text) {
    constexpr std::size_t kErrorBytes = 256;
    Arena held{kErrorBytes};
    Context context{held, kErrorBytes, nullptr};
    return !read(context, text).is(ValueKind::kError);
}

/// The call that gives the moment that a text means, a day its midnight; empty where it means none.
std::string moment_of(std::string_view text) {
    for (const std::string_view time : {"", "T00:00:00Z"}) {
        const std::string whole = core::cat(text, time);
        if (is_read(parse_timestamp, whole)) {
            return core::cat("timestamp(", quote_string(whole), ")");
        }
    }
    return {};
}

/// What a literal is to be written as to be of type `wanted`; empty for no sure way.
std::string literal_as(const Expr& literal, TypeKind wanted) {
    const std::string digits = digits_of(literal);
    if (wanted == TypeKind::kString && !digits.empty()) {
        return core::cat("'", digits, "'");
    }
    if (wanted == TypeKind::kDouble && !digits.empty()) {
        return digits + ".0";
    }
    if (wanted == TypeKind::kUint && !digits.empty() && literal.as_int() >= 0) {
        return digits + "u";
    }
    if (wanted == TypeKind::kInt) {
        const auto whole = as_whole(literal);
        return whole.has_value() ? std::to_string(*whole) : digits;
    }
    if (wanted == TypeKind::kBool) {
        const std::string said = digits.empty() ? core::ascii_lower(literal.name) : digits;
        return said == "true" || said == "1"    ? "true"
               : said == "false" || said == "0" ? "false"
                                                : "";
    }
    if (literal.literal != LiteralKind::kString) {
        return {};
    }
    if (wanted == TypeKind::kTimestamp) {
        return moment_of(literal.name);
    }
    if (wanted == TypeKind::kDuration && is_read(parse_duration, literal.name)) {
        return core::cat("duration(", quote_string(literal.name), ")");
    }
    return {};
}

/// The reason behind a fix between kinds of numbers.
std::string_view why(TypeKind wanted, LiteralKind written) {
    const bool number =
        wanted == TypeKind::kDouble || wanted == TypeKind::kInt || wanted == TypeKind::kUint;
    if (!number || written == LiteralKind::kString) {
        return {};
    }
    if (written == LiteralKind::kInt) {
        return wanted == TypeKind::kDouble ? ": CEL does not turn int into double"
                                           : ": CEL does not turn int into uint";
    }
    if (written == LiteralKind::kUint) {
        return wanted == TypeKind::kDouble ? ": CEL does not turn uint into double"
                                           : ": CEL does not turn uint into int";
    }
    return ": CEL does not turn double into int";
}

bool is_number(Type type) {
    return type.is(TypeKind::kInt) || type.is(TypeKind::kUint) || type.is(TypeKind::kDouble);
}

/// A type without its wrapper.
Type bare(Type type) {
    return type.is(TypeKind::kWrapper) ? type.param(0) : type;
}

std::string is_what(const Ast& ast, ExprId id, Type type) {
    return core::cat(shown(ast.text(id)), " is ", words(type));
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
    return core::cat(": write ",
                     bare(call.types[1 - convert]).format(),
                     "(",
                     shown(ast.text(call.args[convert])),
                     ")");
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
                                         shown(ast.text(element)),
                                         " in the list is none: write ",
                                         instead);
            return Issue{expr.range, std::move(what), std::move(instead)};
        }
    }
    return std::nullopt;
}

/// Many of a type.
std::string elements(Type type) {
    if (type.is(TypeKind::kString)) {
        return "text";
    }
    if (is_number(type)) {
        return type.format() + "s";
    }
    return type.is(TypeKind::kMessage) ? std::string{type.name()} : "values";
}

std::string_view sign_of(std::string_view function) {
    const OperatorSign* const known = operator_sign(function);
    return known == nullptr ? std::string_view{} : known->sign;
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

/// A field that is compared with null.
std::string null_advice(const Ast& ast, const FailedCall& call) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
        const Expr& field = ast.at(call.args[1 - at]);
        if (call.types[at].is(TypeKind::kNull) && field.kind == ExprKind::kSelect &&
            !field.test_only) {
            return core::cat(": write ",
                             call.function == op::kEquals ? "!" : "",
                             "has(",
                             shown(ast.text(call.args[1 - at])),
                             ")");
        }
    }
    return {};
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
    if (call.function == op::kEquals || call.function == op::kNotEquals) {
        what += null_advice(ast, call);
    }
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

std::string shown(std::string_view text) {
    return text.size() <= kShownBytesMax ? std::string{text}
                                         : core::cut_utf8(text, kShownBytesMax) + "...";
}

std::string_view near_name(std::string_view word, const std::vector<std::string_view>& names) {
    return word.size() <= kShownBytesMax ? core::nearest(word, names) : std::string_view{};
}

std::string_view meant_by(std::string_view foreign) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 29> kKnown{{
        {"True", "true"},
        {"TRUE", "true"},
        {"False", "false"},
        {"FALSE", "false"},
        {"None", "null"},
        {"NULL", "null"},
        {"nil", "null"},
        {"upper", "upperAscii"},
        {"toUpper", "upperAscii"},
        {"toUpperCase", "upperAscii"},
        {"lower", "lowerAscii"},
        {"toLower", "lowerAscii"},
        {"toLowerCase", "lowerAscii"},
        {"len", "size"},
        {"length", "size"},
        {"count", "size"},
        {"substr", "substring"},
        {"strip", "trim"},
        {"regex", "matches"},
        {"match", "matches"},
        {"like", "matches"},
        {"includes", "contains"},
        {"has_key", "has"},
        {"any", "exists"},
        {"some", "exists"},
        {"every", "all"},
        {"where", "filter"},
        {"exist", "exists"},
        {"abs", "math.abs"},
    }};
    for (const auto& [known, here] : kKnown) {
        if (known == foreign) {
            return here;
        }
    }
    return {};
}

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMacroForms{{
    {"has", "has(record.field)"},
    {"all", "list.all(x, condition on x)"},
    {"exists", "list.exists(x, condition on x)"},
    {"exists_one", "list.exists_one(x, condition on x)"},
    {"existsOne", "list.existsOne(x, condition on x)"},
    {"filter", "list.filter(x, condition on x)"},
    {"map", "list.map(x, value made of x)"},
}};

}  // namespace

std::string_view macro_form(std::string_view name) {
    for (const auto& [macro, form] : kMacroForms) {
        if (macro == name) {
            return form;
        }
    }
    return {};
}

std::vector<std::string_view> macro_names() {
    std::vector<std::string_view> names;
    names.reserve(kMacroForms.size());
    for (const auto& [macro, form] : kMacroForms) {
        names.push_back(macro);
    }
    return names;
}

std::string words(Type type) {
    static constexpr std::array<std::pair<TypeKind, std::string_view>, 9> kPlain{{
        {TypeKind::kString, "text"},
        {TypeKind::kBool, "true or false"},
        {TypeKind::kInt, "an int"},
        {TypeKind::kUint, "a uint"},
        {TypeKind::kDouble, "a double"},
        {TypeKind::kTimestamp, "a timestamp"},
        {TypeKind::kDuration, "a duration"},
        {TypeKind::kMap, "a map"},
        {TypeKind::kVariable, "dyn"},
    }};
    for (const auto& [kind, word] : kPlain) {
        if (type.is(kind)) {
            return std::string{word};
        }
    }
    if (type.is(TypeKind::kList)) {
        return core::cat("a list of ", elements(type.param(0)));
    }
    if (type.is(TypeKind::kWrapper)) {
        return core::cat(words(type.param(0)), " or null");
    }
    if (type.is_optional()) {
        return "an optional value";
    }
    const bool named = type.is(TypeKind::kMessage) || type.is(TypeKind::kAbstract);
    return named ? core::cat("a ", type.name()) : type.format();
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
    const std::string text = shown(ast.text(operand));
    if (type.is(TypeKind::kList)) {
        return core::cat(
            text, " is a list: ask its elements, ", text, ".exists(x, x.", name, " ...)");
    }
    return core::cat(text, " is ", words(type), " and has no fields, so no '", name, "'");
}

}  // namespace sarhad::rules::cel
