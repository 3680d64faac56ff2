#pragma once

#include "rules/cel/source.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// What a token is. describe() has a word for each, in this order.
enum class TokenKind : std::uint8_t {
    kEnd,
    kIdent,   ///< A name, reserved or not.
    kQuoted,  ///< `name` in backquotes.
    kTrue,
    kFalse,
    kNull,
    kIn,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
    kDot,
    kComma,
    kColon,
    kQuestion,
    kOpenParen,
    kCloseParen,
    kOpenBracket,
    kCloseBracket,
    kOpenBrace,
    kCloseBrace,
    kPlus,
    kMinus,
    kStar,
    kSlash,
    kPercent,
    kNot,
    kAnd,
    kOr,
    kEquals,
    kNotEquals,
    kLess,
    kLessEquals,
    kGreater,
    kGreaterEquals,
};

/// One token and where it stands.
struct Token {
    TokenKind kind{TokenKind::kEnd};
    SourceRange range;
};

/// The most bytes of one expression.
inline constexpr std::size_t kSourceBytesMax = 65'536;

/// The tokens of an expression, kEnd last. Without blanks and comments.
struct Tokens {
    std::vector<Token> tokens;
    std::vector<Issue> issues;  ///< At most one: lexing stops at what is no token.
};

/// Total: any bytes give tokens or an issue. O(n), one allocation for all tokens.
/// Source: cel-spec, doc/langdef.md, Syntax.
[[nodiscard]] Tokens lex(std::string_view source);

/// Whether `name` is kept for later versions of the language: a field or method, but no variable or
/// function.
[[nodiscard]] bool is_reserved(std::string_view name);

/// Whether `name` can stand in an expression as it is: [_A-Za-z][_A-Za-z0-9]*, no keyword.
[[nodiscard]] bool is_identifier(std::string_view name);

/// "'&&'", "a name", "the end": the token in a message.
[[nodiscard]] std::string_view describe(TokenKind kind);

}  // namespace sarhad::rules::cel
