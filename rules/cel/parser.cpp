#include "rules/cel/parser.h"

#include "descent.h"

#include "core/text.h"

#include <array>
#include <utility>

namespace sarhad::rules::cel {
namespace {

struct BinaryOperator {
    TokenKind token;
    int level;  ///< Greater binds closer.
    std::string_view name;
};

constexpr int kRelationLevel = 1;
constexpr std::array<BinaryOperator, 12> kBinaryOperators{{
    {TokenKind::kEquals, kRelationLevel, op::kEquals},
    {TokenKind::kNotEquals, kRelationLevel, op::kNotEquals},
    {TokenKind::kLess, kRelationLevel, op::kLess},
    {TokenKind::kLessEquals, kRelationLevel, op::kLessEquals},
    {TokenKind::kGreater, kRelationLevel, op::kGreater},
    {TokenKind::kGreaterEquals, kRelationLevel, op::kGreaterEquals},
    {TokenKind::kIn, kRelationLevel, op::kIn},
    {TokenKind::kPlus, 2, op::kAdd},
    {TokenKind::kMinus, 2, op::kSubtract},
    {TokenKind::kStar, 3, op::kMultiply},
    {TokenKind::kSlash, 3, op::kDivide},
    {TokenKind::kPercent, 3, op::kModulo},
}};

const BinaryOperator* binary_operator(TokenKind token) {
    for (const BinaryOperator& known : kBinaryOperators) {
        if (known.token == token) {
            return &known;
        }
    }
    return nullptr;
}

}  // namespace

Expr new_node(ExprKind kind, SourceRange where, std::uint32_t at) {
    Expr expr;
    expr.kind = kind;
    expr.range = where;
    expr.at = at;
    return expr;
}

Parsed Parser::run() {
    if (in_.is_empty()) {
        fail(in_.range(), "there is no expression: write a condition");
    } else if (const ExprId root = expression(); in_.ok() && in_.token() != TokenKind::kEnd) {
        unexpected("an operator or the end");
    } else {
        ast_.set_root(root);
    }
    if (auto issue = in_.first_issue(); issue.has_value()) {
        out_.issues.push_back(std::move(*issue));
    }
    return std::move(out_);
}

ExprId Parser::made(ExprId id) {
    if (ast_.at(id).depth > kExprDepthMax) {
        return fail(
            ast_.at(id).range,
            core::cat(
                "more than ", kExprDepthMax, " levels: divide the expression, or use a list"));
    }
    return id;
}

ExprId Parser::operation(std::string_view name,
                         std::uint32_t at,
                         SourceRange where,
                         std::initializer_list<ExprId> args) {
    Expr expr = new_node(ExprKind::kCall, where, at);
    expr.name = name;
    return made(ast_.make_call(expr, {args.begin(), args.size()}));
}
ExprId Parser::expression() {
    if (nesting_ == kNestingMax) {
        return fail(in_.range(),
                    core::cat("nested more than ", kNestingMax, " deep: divide the expression"));
    }
    ++nesting_;
    const ExprId id = conditional();
    --nesting_;
    return id;
}

ExprId Parser::conditional() {
    const ExprId test = logical(true);
    if (!in_.ok() || in_.token() != TokenKind::kQuestion) {
        return test;
    }
    const SourceRange mark = in_.take();
    const ExprId yes = logical(true);
    if (in_.ok() && in_.token() == TokenKind::kQuestion) {
        return fail(in_.range(), "a choice inside a choice: put brackets around the inner '? :'");
    }
    if (in_.ok() && !in_.accept(TokenKind::kColon)) {
        return unexpected(core::cat("':' of the '?' at ", in_.place(mark.begin)));
    }
    const ExprId no = in_.ok() ? expression() : kNoExpr;
    return in_.ok() ? operation(op::kConditional, mark.begin, from(test), {test, yes, no})
                    : kNoExpr;
}

ExprId Parser::logical(bool is_or) {
    const TokenKind sign = is_or ? TokenKind::kOr : TokenKind::kAnd;
    const std::size_t base = terms_.size();
    std::uint32_t at = 0;
    for (;;) {
        const ExprId term = is_or ? logical(false) : relation(kRelationLevel);
        if (!in_.ok()) {
            return kNoExpr;
        }
        if (terms_.size() == base && in_.token() != sign) {
            return term;
        }
        terms_.push_back({term, at, false});
        if (in_.token() != sign) {
            break;
        }
        at = in_.take().begin;
    }
    const ExprId id = balanced(is_or ? op::kOr : op::kAnd, base, terms_.size() - 1);
    terms_.resize(base);
    return id;
}

ExprId Parser::balanced(std::string_view name, std::size_t low, std::size_t high) {
    if (low == high) {
        return terms_[low].expr;
    }
    const std::size_t middle = low + (high - low + 1) / 2;
    const ExprId left = balanced(name, low, middle - 1);
    const ExprId right = balanced(name, middle, high);
    if (!in_.ok()) {
        return kNoExpr;
    }
    return operation(name,
                     terms_[middle].at,
                     {ast_.at(left).range.begin, ast_.at(right).range.end},
                     {left, right});
}

ExprId Parser::relation(int level) {
    ExprId left = unary();
    while (in_.ok()) {
        const BinaryOperator* const found = binary_operator(in_.token());
        if (found == nullptr || found->level < level) {
            break;
        }
        const SourceRange sign = in_.take();
        const ExprId right = relation(found->level + 1);
        if (in_.ok()) {
            left = operation(found->name, sign.begin, from(left), {left, right});
        }
    }
    return left;
}

ExprId Parser::unary() {
    const TokenKind sign = in_.token();
    if (sign != TokenKind::kNot && sign != TokenKind::kMinus) {
        return member();
    }
    const std::size_t first = in_.position();
    while (in_.token() == sign) {
        in_.take();
    }
    std::size_t count = in_.position() - first;
    if (in_.token() == TokenKind::kNot || in_.token() == TokenKind::kMinus) {
        return fail(in_.range(), "'!' and '-' do not mix: put brackets around the inner one");
    }
    const bool number = in_.token() == TokenKind::kInt || in_.token() == TokenKind::kDouble;
    if (sign == TokenKind::kMinus && number) {
        --count;
        in_.untake();  // The number's own sign: member() takes it.
    }
    ExprId id = member();
    while (in_.ok() && count > 0) {
        --count;
        const std::uint32_t at = in_.range_of(first + count).begin;
        id = operation(
            sign == TokenKind::kNot ? op::kNot : op::kNegate, at, {at, in_.last_end()}, {id});
    }
    return id;
}

Parsed parse(std::string_view source, const ParseOptions& options) {
    return Parser{source, options}.run();
}

}  // namespace sarhad::rules::cel
