#pragma once

#include "rules/cel/lexer.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// Where the parser stands in its tokens, which brackets are open there, and the first thing that
/// went wrong.
class TokenCursor final {
public:
    /// `source` outlives the cursor.
    explicit TokenCursor(std::string_view source) : source_{source}, lexed_{lex(source)} {}

    [[nodiscard]] bool ok() const { return !issue_.has_value(); }
    [[nodiscard]] TokenKind token() const { return lexed_.tokens[at_].kind; }
    [[nodiscard]] TokenKind token_after() const;
    [[nodiscard]] SourceRange range() const { return lexed_.tokens[at_].range; }
    [[nodiscard]] std::string_view text() const {
        return source_.substr(range().begin, range().end - range().begin);
    }
    [[nodiscard]] std::size_t position() const { return at_; }
    [[nodiscard]] SourceRange range_of(std::size_t position) const {
        return lexed_.tokens[position].range;
    }
    /// Where the token before this one ends.
    [[nodiscard]] std::uint32_t last_end() const { return lexed_.tokens[at_ - 1].range.end; }
    [[nodiscard]] bool is_empty() const {
        return lexed_.tokens.size() == 1 && lexed_.issues.empty();
    }

    SourceRange take() {
        const SourceRange taken = range();
        if (token() != TokenKind::kEnd) {
            ++at_;
        }
        return taken;
    }
    void untake() { --at_; }
    bool accept(TokenKind kind) {
        if (token() != kind) {
            return false;
        }
        take();
        return true;
    }
    /// Takes an opening bracket.
    void open();
    /// Takes the bracket that ends the last open one; without it that is the issue.
    bool close(TokenKind kind, std::string_view or_else);

    /// Keeps the first issue; later ones follow from it.
    void fail(SourceRange where, std::string what, std::string instead = {});
    void unexpected(std::string_view wanted);
    [[nodiscard]] std::string place(std::uint32_t offset) const;
    /// The first issue of lexer and parser, in the order of the text.
    [[nodiscard]] std::optional<Issue> first_issue() const;

private:
    [[nodiscard]] bool is_in_brackets() const;

    std::string_view source_;
    Tokens lexed_;
    std::size_t at_{0};
    std::vector<std::size_t> open_;
    std::optional<Issue> issue_;
};

}  // namespace sarhad::rules::cel
