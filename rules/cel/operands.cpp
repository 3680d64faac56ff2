#include "descent.h"
#include "macros.h"

#include "core/text.h"
#include "rules/cel/literals.h"

#include <bit>
#include <utility>

namespace sarhad::rules::cel {

std::vector<ExprId> Parser::take_terms(std::size_t base) {
    std::vector<ExprId> taken;
    taken.reserve(terms_.size() - base);
    for (std::size_t i = base; i < terms_.size(); ++i) {
        taken.push_back(terms_[i].expr);
    }
    terms_.resize(base);
    return taken;
}
// A long chain of && or || becomes a balanced tree, so that only nesting makes it deep.
ExprId Parser::member() {
    ExprId id = primary();
    while (in_.ok()) {
        if (in_.token() == TokenKind::kDot) {
            id = select(id);
        } else if (in_.token() == TokenKind::kOpenBracket) {
            id = index(id);
        } else if (in_.token() == TokenKind::kOpenBrace) {
            id = message(id);
        } else {
            return id;
        }
    }
    return kNoExpr;
}

std::optional<std::string_view> Parser::field_name() {
    if (in_.token() == TokenKind::kQuoted) {
        const std::string_view quoted = in_.text();
        in_.take();
        return quoted.substr(1, quoted.size() - 2);
    }
    if (in_.token() != TokenKind::kIdent) {
        unexpected("a field's name");
        return std::nullopt;
    }
    const std::string_view name = in_.text();
    in_.take();
    return name;
}

ExprId Parser::select(ExprId operand) {
    in_.take();
    const bool optional = in_.accept(TokenKind::kQuestion);
    const SourceRange where = in_.range();
    const bool quoted = in_.token() == TokenKind::kQuoted;
    const std::optional<std::string_view> field = field_name();
    if (!field.has_value()) {
        return kNoExpr;
    }
    if (in_.token() == TokenKind::kOpenParen && !optional && !quoted) {
        return call(*field, operand, where);
    }
    if (optional) {
        Expr name = new_node(ExprKind::kLiteral, where, where.begin);
        name.literal = LiteralKind::kString;
        name.name = *field;
        const ExprId literal = ast_.make(name);
        return operation(op::kOptSelect, where.begin, from(operand), {operand, literal});
    }
    Expr expr = new_node(ExprKind::kSelect, from(operand), where.begin);
    expr.operand = operand;
    expr.name = *field;
    return made(ast_.make(expr));
}

ExprId Parser::index(ExprId operand) {
    const std::uint32_t at = in_.range().begin;
    in_.open();
    const bool optional = in_.accept(TokenKind::kQuestion);
    const ExprId key = expression();
    if (!in_.ok() || !in_.close(TokenKind::kCloseBracket, "")) {
        return kNoExpr;
    }
    return operation(optional ? op::kOptIndex : op::kIndex, at, from(operand), {operand, key});
}

ExprId Parser::primary() {
    if (in_.token() == TokenKind::kDot || in_.token() == TokenKind::kIdent) {
        return name();
    }
    if (in_.token() == TokenKind::kOpenParen) {
        in_.open();
        const ExprId inner = expression();
        return in_.ok() && in_.close(TokenKind::kCloseParen, "an operator or ") ? inner : kNoExpr;
    }
    if (in_.token() == TokenKind::kOpenBracket) {
        return list();
    }
    return in_.token() == TokenKind::kOpenBrace ? map() : literal();
}

ExprId Parser::name() {
    const std::uint32_t begin = in_.range().begin;
    const bool root = in_.accept(TokenKind::kDot);
    if (in_.token() != TokenKind::kIdent) {
        return unexpected("a name");
    }
    const SourceRange where{begin, in_.range().end};
    if ((in_.text() == "not" || in_.text() == "NOT") && in_.token_after() == TokenKind::kIdent) {
        return fail(where, core::cat("'", in_.text(), "' is no operator: write '!'"), "!");
    }
    if (is_reserved(in_.text())) {
        return fail(in_.range(),
                    in_.text() == "if"
                        ? std::string{"a choice has no 'if': write 'condition ? this : that'"}
                        : core::cat("'", in_.text(), "' is a reserved word: use another name"));
    }
    std::string_view name = in_.text();
    in_.take();
    if (root) {
        name = ast_.keep(core::cat(".", name));
    }
    if (in_.token() == TokenKind::kOpenParen) {
        return call(name, kNoExpr, where);
    }
    Expr expr = new_node(ExprKind::kIdent, where, begin);
    expr.name = name;
    return ast_.make(expr);
}

ExprId Parser::literal() {
    const SourceRange where = in_.range();
    const TokenKind kind = in_.token();
    if (kind == TokenKind::kMinus) {
        in_.take();
        return number(true, where.begin);
    }
    if (kind == TokenKind::kInt || kind == TokenKind::kUint || kind == TokenKind::kDouble) {
        return number(false, where.begin);
    }
    if (kind == TokenKind::kString || kind == TokenKind::kBytes) {
        return text_literal();
    }
    Expr expr = new_node(ExprKind::kLiteral, where, where.begin);
    if (kind == TokenKind::kTrue || kind == TokenKind::kFalse) {
        expr.literal = LiteralKind::kBool;
        expr.bits = kind == TokenKind::kTrue ? 1 : 0;
    } else if (kind != TokenKind::kNull) {
        return unexpected("a value");
    }
    in_.take();
    return ast_.make(expr);
}

ExprId Parser::number(bool negative, std::uint32_t begin) {
    Expr expr = new_node(ExprKind::kLiteral, {begin, in_.range().end}, begin);
    core::Status read;
    if (in_.token() == TokenKind::kInt) {
        expr.literal = LiteralKind::kInt;
        auto value = parse_int_literal(in_.text(), negative);
        value ? void(expr.bits = static_cast<std::uint64_t>(*value))
              : void(read = std::move(value).error());
    } else if (in_.token() == TokenKind::kUint) {
        expr.literal = LiteralKind::kUint;
        auto value = parse_uint_literal(in_.text());
        value ? void(expr.bits = *value) : void(read = std::move(value).error());
    } else {
        expr.literal = LiteralKind::kDouble;
        auto value = parse_double_literal(in_.text());
        value ? void(expr.bits = std::bit_cast<std::uint64_t>(negative ? -*value : *value))
              : void(read = std::move(value).error());
    }
    if (!read) {
        return fail(expr.range, read.error().what);
    }
    in_.take();
    return ast_.make(expr);
}

ExprId Parser::text_literal() {
    Expr expr = new_node(ExprKind::kLiteral, in_.range(), in_.range().begin);
    expr.literal = in_.token() == TokenKind::kString ? LiteralKind::kString : LiteralKind::kBytes;
    const std::string_view written = in_.text();
    const bool plain = (written[0] == '\'' || written[0] == '"') && written[1] != written[0] &&
                       written.find_first_of("\\\r") == std::string_view::npos;
    if (plain) {
        expr.name = written.substr(1, written.size() - 2);  // As it stands in the source.
    } else {
        auto value = unquote(written);
        if (!value) {
            return fail(in_.range(), value.error().what);
        }
        expr.name = ast_.keep(*value);
    }
    in_.take();
    return ast_.make(expr);
}

bool Parser::arguments() {
    in_.open();
    if (in_.token() != TokenKind::kCloseParen) {
        do {
            const ExprId arg = expression();
            if (!in_.ok()) {
                return false;
            }
            terms_.push_back({arg, 0, false});
        } while (in_.accept(TokenKind::kComma));
    }
    return in_.close(TokenKind::kCloseParen, "an operator, ',' or ");
}

ExprId Parser::call(std::string_view name, ExprId target, SourceRange name_range) {
    const std::size_t base = terms_.size();
    if (!arguments()) {
        return kNoExpr;
    }
    const std::vector<ExprId> args = take_terms(base);
    const std::uint32_t begin = target == kNoExpr ? name_range.begin : ast_.at(target).range.begin;
    Expr expr = new_node(ExprKind::kCall, {begin, in_.last_end()}, name_range.begin);
    expr.name = name;
    expr.operand = target;
    Expansion expansion = expand_macro(ast_, {name, target, args, expr.range, expr.at}, options_);
    if (expansion.issue.has_value()) {
        return fail(expansion.issue->range, std::move(expansion.issue->what));
    }
    const ExprId written = made(ast_.make_call(expr, args));
    if (!in_.ok() || expansion.expr == kNoExpr) {
        return written;
    }
    ast_.set_macro_call(expansion.expr, written);
    return made(expansion.expr);
}

ExprId Parser::list() {
    const std::uint32_t begin = in_.range().begin;
    const std::size_t base = terms_.size();
    in_.open();
    bool any_optional = false;
    while (in_.ok() && in_.token() != TokenKind::kCloseBracket) {
        const bool optional = in_.accept(TokenKind::kQuestion);
        any_optional = any_optional || optional;
        const ExprId element = expression();
        terms_.push_back({element, 0, optional});
        if (!in_.accept(TokenKind::kComma)) {
            break;
        }
    }
    if (!in_.ok() || !in_.close(TokenKind::kCloseBracket, "an operator, ',' or ")) {
        return kNoExpr;
    }
    std::vector<bool> optional;
    if (any_optional) {
        for (std::size_t i = base; i < terms_.size(); ++i) {
            optional.push_back(terms_[i].optional);
        }
    }
    const std::vector<ExprId> elements = take_terms(base);
    return made(ast_.make_list(
        new_node(ExprKind::kList, {begin, in_.last_end()}, begin), elements, optional));
}

ExprId Parser::map() {
    const std::uint32_t begin = in_.range().begin;
    in_.open();
    std::vector<MapEntry> entries;
    while (in_.ok() && in_.token() != TokenKind::kCloseBrace) {
        MapEntry entry;
        entry.optional = in_.accept(TokenKind::kQuestion);
        entry.key = expression();
        if (in_.ok() && !in_.accept(TokenKind::kColon)) {
            return unexpected("an operator or ':'");
        }
        entry.value = in_.ok() ? expression() : kNoExpr;
        if (!in_.ok()) {
            return kNoExpr;
        }
        entry.range = ast_.at(entry.key).range;
        entries.push_back(entry);
        if (!in_.accept(TokenKind::kComma)) {
            break;
        }
    }
    if (!in_.ok() || !in_.close(TokenKind::kCloseBrace, "an operator, ',' or ")) {
        return kNoExpr;
    }
    return made(
        ast_.make_entries(new_node(ExprKind::kMap, {begin, in_.last_end()}, begin), entries));
}

ExprId Parser::message(ExprId type) {
    const std::string name = qualified_name(ast_, type);
    if (name.empty()) {
        return unexpected("an operator or the end");
    }
    in_.open();
    std::vector<MapEntry> entries;
    while (in_.ok() && in_.token() != TokenKind::kCloseBrace) {
        MapEntry entry;
        entry.optional = in_.accept(TokenKind::kQuestion);
        entry.range = in_.range();
        const std::optional<std::string_view> field = field_name();
        if (in_.ok() && !in_.accept(TokenKind::kColon)) {
            return unexpected("':'");
        }
        entry.value = in_.ok() ? expression() : kNoExpr;
        if (!in_.ok()) {
            return kNoExpr;
        }
        entry.field = *field;
        entries.push_back(entry);
        if (!in_.accept(TokenKind::kComma)) {
            break;
        }
    }
    if (!in_.ok() || !in_.close(TokenKind::kCloseBrace, "an operator, ',' or ")) {
        return kNoExpr;
    }
    Expr expr = new_node(ExprKind::kStruct, from(type), ast_.at(type).at);
    expr.name = ast_.keep(name);
    return made(ast_.make_entries(expr, entries));
}

}  // namespace sarhad::rules::cel
