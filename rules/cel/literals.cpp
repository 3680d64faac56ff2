#include "rules/cel/literals.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace sarhad::rules::cel {
namespace {

core::Error invalid(std::string what) {
    return {core::Errc::kInvalid, std::move(what)};
}

void append_utf8(std::string& out, std::uint32_t code) {
    const auto tail = [&out](std::uint32_t bits) {
        out += static_cast<char>(0x80U | (bits & 0x3FU));
    };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        tail(code);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | (code >> 12U));
        tail(code >> 6U);
        tail(code);
    } else {
        out += static_cast<char>(0xF0U | (code >> 18U));
        tail(code >> 12U);
        tail(code >> 6U);
        tail(code);
    }
}

/// The character that `\c` is, or NUL.
char simple_escape(char c) {
    static constexpr std::string_view kNames = "abfnrtv\\?\"'`";
    static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\?\"'`";
    const std::size_t found = kNames.find(c);
    return found == std::string_view::npos ? '\0' : kValues[found];
}

struct NumericEscape {
    std::size_t skip;    ///< Letters before the digits.
    std::size_t digits;  ///< 0: no numeric escape.
    int base;
};

NumericEscape numeric_escape(char c) {
    switch (c) {
        case 'x':
        case 'X':
            return {1, 2, 16};
        case 'u':
            return {1, 4, 16};
        case 'U':
            return {1, 8, 16};
        case '0':
        case '1':
        case '2':
        case '3':
            return {0, 3, 8};
        default:  // Not our enum.
            return {0, 0, 0};
    }
}

/// Appends what the escape at the start of `rest` (behind its backslash) stands for; gives the
/// bytes it took.
core::Result<std::size_t> append_escape(std::string& out, std::string_view rest, bool bytes) {
    const char c = rest.empty() ? '\0' : rest[0];
    if (const char simple = simple_escape(c); simple != '\0') {
        out += simple;
        return std::size_t{1};
    }
    const NumericEscape escape = numeric_escape(c);
    if (escape.digits == 0) {
        return invalid(core::cat("'\\",
                                 core::cut_utf8(rest, 4).substr(0, 1),
                                 "' is no escape: write '\\\\' for a backslash, or r'...'"));
    }
    const std::string_view digits = rest.substr(escape.skip, escape.digits);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, escape.base);
    if (error != std::errc{} || end != digits.data() + escape.digits) {
        return invalid(core::cat("'\\",
                                 std::string_view{&c, 1},
                                 "' needs ",
                                 escape.digits,
                                 escape.base == 8 ? " octal digits" : " hexadecimal digits"));
    }
    if (bytes && (c == 'u' || c == 'U')) {
        return invalid("bytes have no '\\u': write the bytes as '\\x'");
    }
    if (bytes) {
        out += static_cast<char>(code);
    } else if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return invalid(
            core::cat("'\\", rest.substr(0, escape.skip + escape.digits), "' is no character"));
    } else {
        append_utf8(out, code);
    }
    return escape.skip + escape.digits;
}

core::Result<std::uint64_t> parse_digits(std::string_view token) {
    int base = 10;
    if (token.starts_with("0x") || token.starts_with("0X")) {
        token.remove_prefix(2);
        base = 16;
    }
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(token.data(), token.data() + token.size(), value, base);
    if (error != std::errc{} || end != token.data() + token.size()) {
        return invalid("the number does not fit into 64 bits");
    }
    return value;
}

void append_escaped(std::string& out, unsigned char c, char quote) {
    static constexpr std::string_view kNames = "abfnrtv\\";
    static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\";
    static constexpr std::string_view kHex = "0123456789abcdef";
    const std::size_t found = kValues.find(static_cast<char>(c));
    if (found != std::string_view::npos) {
        out += '\\';
        out += kNames[found];
    } else if (c == static_cast<unsigned char>(quote)) {
        out += '\\';
        out += quote;
    } else if (c < ' ' || c == 0x7F) {
        out += "\\x";
        out += kHex[c >> 4U];
        out += kHex[c & 0xFU];
    } else {
        out += static_cast<char>(c);
    }
}

char better_quote(std::string_view text) {
    return text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos
               ? '"'
               : '\'';
}

}  // namespace

bool is_tiny(std::string_view token) {
    const std::size_t e = std::min(token.find_first_of("eE"), token.size());
    const std::string_view digits = token.substr(0, e);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::size_t first = std::min(digits.find_first_of("123456789"), digits.size());
    std::string_view exponent = token.substr(std::min(e + 1, token.size()));
    if (exponent.starts_with('+')) {
        exponent.remove_prefix(1);
    }
    std::int64_t power = 0;
    const auto [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    if (error == std::errc::result_out_of_range) {
        return exponent.starts_with('-');
    }
    return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + power < 0;
}

core::Result<std::string> unquote(std::string_view token) {
    bool raw = false;
    bool bytes = false;
    for (; token[0] != '"' && token[0] != '\''; token.remove_prefix(1)) {
        raw = raw || token[0] == 'r' || token[0] == 'R';
        bytes = bytes || token[0] == 'b' || token[0] == 'B';
    }
    const bool triple = token.size() >= 6 && token[1] == token[0] && token[2] == token[0];
    const std::size_t marks = triple ? 3 : 1;
    token = token.substr(marks, token.size() - 2 * marks);
    std::string out;
    out.reserve(token.size());
    for (std::size_t i = 0; i < token.size();) {
        if (token[i] == '\r') {
            out += '\n';
            i += token.substr(i + 1, 1) == "\n" ? std::size_t{2} : std::size_t{1};
        } else if (token[i] == '\\' && !raw) {
            SARHAD_TRY(const std::size_t taken, append_escape(out, token.substr(i + 1), bytes));
            i += 1 + taken;
        } else {
            out += token[i++];
        }
    }
    return out;
}

core::Result<std::int64_t> parse_int_literal(std::string_view token, bool negative) {
    SARHAD_TRY(const std::uint64_t value, parse_digits(token));
    constexpr auto kTop = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value > kTop + (negative ? 1 : 0)) {
        return invalid(core::cat("an int is at most ",
                                 kTop,
                                 " and at least -",
                                 kTop + 1,
                                 negative ? "" : ": write 'u' behind it for a uint"));
    }
    return static_cast<std::int64_t>(negative ? 0 - value : value);
}

core::Result<std::uint64_t> parse_uint_literal(std::string_view token) {
    return parse_digits(token.substr(0, token.size() - 1));
}

core::Result<double> parse_double_literal(std::string_view token) {
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error == std::errc::result_out_of_range && is_tiny(token)) {
        return 0.0;
    }
    if (error != std::errc{} || end != token.data() + token.size()) {
        return invalid("the number is out of the range of a double");
    }
    return value;
}

std::string quote_string(std::string_view text) {
    const char quote = better_quote(text);
    std::string out{quote};
    for (const char c : text) {
        append_escaped(out, static_cast<unsigned char>(c), quote);
    }
    out += quote;
    return out;
}

std::string quote_bytes(std::string_view bytes) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    const char quote = better_quote(bytes);
    std::string out{"b"};
    out += quote;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            append_escaped(out, byte, quote);
        } else {
            out += "\\x";
            out += kHex[byte >> 4U];
            out += kHex[byte & 0xFU];
        }
    }
    out += quote;
    return out;
}

std::string format_double(double value) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    std::string text(buffer.data(), end);
    if (text.find_first_of(".e") == std::string::npos) {
        text += ".0";
    }
    return text;
}

}  // namespace sarhad::rules::cel
