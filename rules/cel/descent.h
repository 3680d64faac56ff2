#pragma once

#include "token_cursor.h"

#include "rules/cel/parser.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// Recursive descent over the tokens of one expression: operators in parser.cpp, what stands
/// between them in operands.cpp. Each function gives kNoExpr once something went wrong.
class Parser final {
public:
    Parser(std::string_view source, const ParseOptions& options)
        : options_{options}, out_{Ast{source}, {}}, ast_{out_.ast}, in_{out_.ast.source()} {}

    Parsed run();

private:
    ExprId fail(SourceRange where, std::string what, std::string instead = {}) {
        in_.fail(where, std::move(what), std::move(instead));
        return kNoExpr;
    }
    ExprId unexpected(std::string_view wanted) {
        in_.unexpected(wanted);
        return kNoExpr;
    }
    [[nodiscard]] ExprId made(ExprId id);
    ExprId operation(std::string_view name,
                     std::uint32_t at,
                     SourceRange where,
                     std::initializer_list<ExprId> args);
    [[nodiscard]] SourceRange from(ExprId first) const {
        return {ast_.at(first).range.begin, in_.last_end()};
    }

    ExprId expression();
    ExprId conditional();
    ExprId logical(bool is_or);
    ExprId balanced(std::string_view name, std::size_t low, std::size_t high);
    ExprId relation(int level);
    ExprId unary();

    ExprId member();
    ExprId select(ExprId operand);
    ExprId index(ExprId operand);
    ExprId primary();
    ExprId name();
    ExprId literal();
    ExprId number(bool negative, std::uint32_t begin);
    ExprId text_literal();
    ExprId list();
    ExprId map();
    ExprId message(ExprId type);
    ExprId call(std::string_view name, ExprId target, SourceRange name_range);
    bool arguments();
    [[nodiscard]] std::optional<std::string_view> field_name();

    /// What is collected while its neighbours are parsed; each user takes off what it put on.
    struct Term {
        ExprId expr;
        std::uint32_t at;
        bool optional;
    };
    [[nodiscard]] std::vector<ExprId> take_terms(std::size_t base);

    ParseOptions options_;
    Parsed out_;
    Ast& ast_;
    TokenCursor in_;
    std::uint32_t nesting_{0};
    std::vector<Term> terms_;
};

/// A node without children yet.
[[nodiscard]] Expr new_node(ExprKind kind, SourceRange where, std::uint32_t at);

}  // namespace sarhad::rules::cel
