#include "token_cursor.h"

#include "core/text.h"

#include <array>
#include <utility>

namespace sarhad::rules::cel {
namespace {

/// For words that other languages have as operators.
std::string_view operator_for(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWords{
        {{"and", "&&"},
         {"AND", "&&"},
         {"or", "||"},
         {"OR", "||"},
         {"is", "=="},
         {"eq", "=="},
         {"ne", "!="},
         {"IN", "in"}}};
    for (const auto& [known, sign] : kWords) {
        if (known == word) {
            return sign;
        }
    }
    return {};
}

}  // namespace

TokenKind TokenCursor::token_after() const {
    return token() == TokenKind::kEnd ? TokenKind::kEnd : lexed_.tokens[at_ + 1].kind;
}

void TokenCursor::open() {
    open_.push_back(at_);
    take();
}

bool TokenCursor::close(TokenKind kind, std::string_view or_else) {
    if (token() != kind) {
        unexpected(core::cat(or_else, describe(kind)));
        return false;
    }
    take();
    open_.pop_back();
    return true;
}

void TokenCursor::fail(SourceRange where, std::string what, std::string instead) {
    if (ok()) {
        issue_ = Issue{where, std::move(what), std::move(instead)};
    }
}

void TokenCursor::unexpected(std::string_view wanted) {
    const std::string_view sign =
        token() == TokenKind::kIdent ? operator_for(text()) : std::string_view{};
    if (!sign.empty()) {
        fail(range(),
             core::cat("'", text(), "' is no operator: write '", sign, "'"),
             std::string{sign});
        return;
    }
    if (token() == TokenKind::kIdent && (text() == "between" || text() == "BETWEEN")) {
        fail(range(),
             core::cat("'", text(), "' is no operator: write 'x >= 1 && x <= 3', both ends named"));
        return;
    }
    if (token() == TokenKind::kComma && is_in_brackets()) {
        fail(range(), "a list stands in '[' and ']': write in ['A', 'B']");
        return;
    }
    std::string what = core::cat("expected ", wanted, ", found ", describe(token()));
    if (token() == TokenKind::kIdent || token() == TokenKind::kInt) {
        what += core::cat(" '", text(), "'");
    }
    if (!open_.empty()) {
        const Token& open = lexed_.tokens[open_.back()];
        what += core::cat(
            "; the ", describe(open.kind), " at ", place(open.range.begin), " is still open");
    }
    fail(range(), std::move(what));
}

/// Whether the innermost bracket is that of `in (`.
bool TokenCursor::is_in_brackets() const {
    return !open_.empty() && open_.back() > 0 &&
           lexed_.tokens[open_.back()].kind == TokenKind::kOpenParen &&
           lexed_.tokens[open_.back() - 1].kind == TokenKind::kIn;
}

std::string TokenCursor::place(std::uint32_t offset) const {
    const LineColumn found = line_column(source_, offset);
    return core::cat(found.line, ":", found.column);
}

std::optional<Issue> TokenCursor::first_issue() const {
    // The lexer's stands where its tokens end: the parser's is first only when it stopped before.
    if (!lexed_.issues.empty() &&
        (ok() || issue_->range.begin >= lexed_.issues.front().range.begin)) {
        return lexed_.issues.front();
    }
    return issue_;
}

}  // namespace sarhad::rules::cel
