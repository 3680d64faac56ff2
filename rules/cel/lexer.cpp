#include "rules/cel/lexer.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace sarhad::rules::cel {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

constexpr bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// In a backquoted name beside letters and digits.
constexpr bool is_quoted_sign(char c) {
    return c == '.' || c == '-' || c == '/' || c == ' ';
}

struct Sign {
    std::string_view text;
    TokenKind kind;
};

/// Those of one first character together, longer ones first.
constexpr std::array<Sign, 24> kSigns{{
    {"&&", TokenKind::kAnd},         {"||", TokenKind::kOr},
    {"==", TokenKind::kEquals},      {"!=", TokenKind::kNotEquals},
    {"!", TokenKind::kNot},          {"<=", TokenKind::kLessEquals},
    {"<", TokenKind::kLess},         {">=", TokenKind::kGreaterEquals},
    {">", TokenKind::kGreater},      {".", TokenKind::kDot},
    {",", TokenKind::kComma},        {":", TokenKind::kColon},
    {"?", TokenKind::kQuestion},     {"(", TokenKind::kOpenParen},
    {")", TokenKind::kCloseParen},   {"[", TokenKind::kOpenBracket},
    {"]", TokenKind::kCloseBracket}, {"{", TokenKind::kOpenBrace},
    {"}", TokenKind::kCloseBrace},   {"+", TokenKind::kPlus},
    {"-", TokenKind::kMinus},        {"*", TokenKind::kStar},
    {"/", TokenKind::kSlash},        {"%", TokenKind::kPercent},
}};

/// By first character: the first of kSigns that begins with it, their count for none.
constexpr std::array<std::uint8_t, 256> kSignsFrom = [] {
    std::array<std::uint8_t, 256> from{};
    from.fill(kSigns.size());
    for (std::size_t i = kSigns.size(); i-- > 0;) {
        from[static_cast<unsigned char>(kSigns[i].text[0])] = static_cast<std::uint8_t>(i);
    }
    return from;
}();

/// The sign that `rest` begins with; null for none.
const Sign* sign_of(std::string_view rest) {
    for (std::size_t i = kSignsFrom[static_cast<unsigned char>(rest[0])];
         i < kSigns.size() && kSigns[i].text[0] == rest[0];
         ++i) {
        if (kSigns[i].text.size() == 1 || (rest.size() > 1 && rest[1] == kSigns[i].text[1])) {
            return &kSigns[i];
        }
    }
    return nullptr;
}

TokenKind kind_of(std::string_view word) {
    constexpr std::size_t kLongest = 5;
    if (word.size() > kLongest) {
        return TokenKind::kIdent;
    }
    if (word == "in") {
        return TokenKind::kIn;
    }
    if (word == "true") {
        return TokenKind::kTrue;
    }
    if (word == "false") {
        return TokenKind::kFalse;
    }
    return word == "null" ? TokenKind::kNull : TokenKind::kIdent;
}

struct Mistake {
    std::string_view text;
    std::string_view instead;
    std::string_view what;
};

/// Begins with what are signs here.
constexpr std::array<Mistake, 3> kForeign{{
    {"<>", "!=", "'<>' is no operator: write '!='"},
    {"===", "==", "'===' is no operator: write '=='"},
    {"!==", "!=", "'!==' is no operator: write '!='"},
}};

/// What people write that know another language or a word processor.
constexpr std::array<Mistake, 10> kMistakes{{
    {"=<", "<=", "'=<' is no operator: write '<='"},
    {"=>", "", "'=>' is no operator: write '>=', or in a loop ',' as in exists(x, x > 1)"},
    {"=", "==", "'=' assigns nothing here: write '==' to compare"},
    {"&", "&&", "'&' is no operator: write '&&'"},
    {"|", "||", "'|' is no operator: write '||'"},
    {"\xE2\x80\x9C", "\"", "a typographic quotation mark opens no text: write '\"'"},
    {"\xE2\x80\x9D", "\"", "a typographic quotation mark closes no text: write '\"'"},
    {"\xE2\x80\x98", "'", "a typographic quotation mark opens no text: write \"'\""},
    {"\xE2\x80\x99", "'", "a typographic quotation mark closes no text: write \"'\""},
    {";", "", "';' is not needed: an expression ends with its text"},
}};

constexpr std::array<std::string_view, 17> kReserved{"as",
                                                     "break",
                                                     "const",
                                                     "continue",
                                                     "else",
                                                     "for",
                                                     "function",
                                                     "if",
                                                     "import",
                                                     "let",
                                                     "loop",
                                                     "package",
                                                     "namespace",
                                                     "return",
                                                     "var",
                                                     "void",
                                                     "while"};

class Lexer {
public:
    explicit Lexer(std::string_view source) : source_{source} {
        out_.tokens.reserve(source.size() / 3 + 2);
    }

    Tokens run() {
        while (out_.issues.empty()) {
            skip_blanks();
            if (at_ == source_.size()) {
                push(TokenKind::kEnd, at_);
                return std::move(out_);
            }
            next();
        }
        push(TokenKind::kEnd, at_);
        return std::move(out_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }

    void push(TokenKind kind, std::size_t begin) {
        out_.tokens.push_back({kind, range(begin, at_)});
    }

    static SourceRange range(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    void fail(SourceRange where, std::string what, std::string instead = {}) {
        out_.issues.push_back({where, std::move(what), std::move(instead)});
    }

    void skip_blanks() {
        while (at_ < source_.size()) {
            if (is_blank(source_[at_])) {
                ++at_;
            } else if (peek() == '/' && peek(1) == '/') {
                at_ = std::min(source_.find_first_of("\r\n", at_), source_.size());
            } else {
                return;
            }
        }
    }

    void next() {
        const char c = peek();
        if (const std::size_t prefix = quote_prefix(); prefix != kNoQuote) {
            text(prefix);
        } else if (is_letter(c)) {
            word();
        } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
            number();
        } else if (c == '`') {
            quoted();
        } else {
            sign();
        }
    }

    static constexpr std::size_t kNoQuote = 9;

    /// How many letters (r, b, both) stand before a quotation mark here.
    [[nodiscard]] std::size_t quote_prefix() const {
        for (std::size_t n = 0; n <= 2; ++n) {
            const char c = peek(n);
            if (c == '"' || c == '\'') {
                const bool twice = n == 2 && (peek(0) | 0x20) == (peek(1) | 0x20);
                return twice ? kNoQuote : n;
            }
            if ((c | 0x20) != 'r' && (c | 0x20) != 'b') {
                return kNoQuote;
            }
        }
        return kNoQuote;
    }

    void text(std::size_t prefix) {
        const std::size_t begin = at_;
        bool raw = false;
        bool bytes = false;
        for (std::size_t i = 0; i < prefix; ++i) {
            raw = raw || (peek(i) | 0x20) == 'r';
            bytes = bytes || (peek(i) | 0x20) == 'b';
        }
        at_ += prefix;
        const char quote = peek();
        const bool triple = peek(1) == quote && peek(2) == quote;
        const std::string_view close = source_.substr(at_, triple ? 3 : 1);
        at_ += close.size();
        const auto is_closed = [&] {
            return peek() == quote && (!triple || source_.substr(at_).starts_with(close));
        };
        while (at_ < source_.size() && !is_closed()) {
            if (!triple && (peek() == '\n' || peek() == '\r')) {
                break;
            }
            at_ += !raw && peek() == '\\' ? std::size_t{2} : std::size_t{1};
        }
        if (at_ >= source_.size() || !is_closed()) {
            at_ = std::min(at_, source_.size());
            fail(range(begin, at_),
                 core::cat("the text that opens here is not closed: add ",
                           close,
                           triple ? "" : " before the end of the line"));
            return;
        }
        at_ += close.size();
        push(bytes ? TokenKind::kBytes : TokenKind::kString, begin);
    }

    void word() {
        const std::size_t begin = at_;
        while (is_letter(peek()) || is_digit(peek())) {
            ++at_;
        }
        push(kind_of(source_.substr(begin, at_ - begin)), begin);
    }

    void digits() {
        while (is_digit(peek())) {
            ++at_;
        }
    }

    void number() {
        const std::size_t begin = at_;
        TokenKind kind = TokenKind::kInt;
        if (peek() == '0' && (peek(1) | 0x20) == 'x' && is_hex(peek(2))) {
            at_ += 2;
            while (is_hex(peek())) {
                ++at_;
            }
        } else {
            digits();
            if (peek() == '.' && is_digit(peek(1))) {
                kind = TokenKind::kDouble;
                ++at_;
                digits();
            }
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            if ((peek() | 0x20) == 'e' && is_digit(peek(sign))) {
                kind = TokenKind::kDouble;
                at_ += sign;
                digits();
            }
        }
        if (kind == TokenKind::kInt && (peek() | 0x20) == 'u') {
            kind = TokenKind::kUint;
            ++at_;
        }
        if (is_letter(peek()) || is_digit(peek())) {
            const std::size_t bad = at_;
            fail(range(bad, bad + 1),
                 core::cat("'",
                           source_.substr(bad, 1),
                           "' cannot follow a number: put an operator or a "
                           "blank between, or quotation marks around"));
            return;
        }
        push(kind, begin);
    }

    void quoted() {
        const std::size_t begin = at_++;
        while (is_letter(peek()) || is_digit(peek()) || is_quoted_sign(peek())) {
            ++at_;
        }
        if (peek() != '`' || at_ == begin + 1) {
            fail(range(begin, at_),
                 "a name in backquotes is letters, digits, '_', '.', '-', '/' and blanks up to the "
                 "next '`'");
            return;
        }
        ++at_;
        push(TokenKind::kQuoted, begin);
    }

    bool is_mistake(std::string_view rest, std::span<const Mistake> known) {
        for (const Mistake& mistake : known) {
            if (rest.starts_with(mistake.text)) {
                fail(range(at_, at_ + mistake.text.size()),
                     std::string{mistake.what},
                     std::string{mistake.instead});
                return true;
            }
        }
        return false;
    }

    void sign() {
        const std::string_view rest = source_.substr(at_);
        const Sign* const found = sign_of(rest);
        // A foreign sign is a longer one that begins with '<', '==' or '!='.
        if ((found == nullptr || found->kind == TokenKind::kLess || found->text.ends_with('=')) &&
            is_mistake(rest, kForeign)) {
            return;
        }
        if (found != nullptr) {
            at_ += found->text.size();
            push(found->kind, at_ - found->text.size());
            return;
        }
        if (is_mistake(rest, kMistakes)) {
            return;
        }
        std::size_t size = 1;
        while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80) {
            ++size;
        }
        fail(range(at_, at_ + size),
             static_cast<unsigned char>(rest[0]) < ' '
                 ? std::string{"a control character stands outside a text: remove it"}
                 : core::cat("'",
                             rest.substr(0, size),
                             "' means nothing outside a text: remove it or put quotation marks "
                             "around"));
    }

    std::string_view source_;
    std::size_t at_{0};
    Tokens out_;
};

/// The first byte that is not part of well-formed UTF-8; `source` has one.
std::size_t first_bad_byte(std::string_view source) {
    std::size_t good = 0;
    for (std::size_t i = 1; i <= source.size(); ++i) {
        if (core::is_utf8(source.substr(good, i - good))) {
            good = i;
        } else if (i - good >= 4) {
            break;
        }
    }
    return good;
}

Tokens refused(std::size_t at, std::string what) {
    const auto begin = static_cast<std::uint32_t>(at);
    return {{{TokenKind::kEnd, {begin, begin}}}, {{{begin, begin + 1}, std::move(what), {}}}};
}

}  // namespace

Tokens lex(std::string_view source) {
    if (source.size() > kSourceBytesMax) {
        return refused(
            0, core::cat("an expression has at most ", kSourceBytesMax, " bytes: divide it"));
    }
    if (!core::is_utf8(source)) {
        return refused(first_bad_byte(source), "this byte is not UTF-8: save the text as UTF-8");
    }
    return Lexer{source}.run();
}

bool is_reserved(std::string_view name) {
    return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

bool is_identifier(std::string_view name) {
    return !name.empty() && is_letter(name[0]) &&
           std::all_of(
               name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); }) &&
           name != "in" && name != "true" && name != "false" && name != "null";
}

std::string_view describe(TokenKind kind) {
    static constexpr std::array<std::string_view, 36> kWords{
        "the end",  "a name",   "a name", "'true'", "'false'", "'null'", "'in'", "a number",
        "a number", "a number", "a text", "bytes",  "'.'",     "','",    "':'",  "'?'",
        "'('",      "')'",      "'['",    "']'",    "'{'",     "'}'",    "'+'",  "'-'",
        "'*'",      "'/'",      "'%'",    "'!'",    "'&&'",    "'||'",   "'=='", "'!='",
        "'<'",      "'<='",     "'>'",    "'>='"};
    return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace sarhad::rules::cel
