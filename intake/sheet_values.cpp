#include "sheet_values.h"

#include "core/text.h"
#include "facts/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace sarhad::intake {
namespace {

constexpr std::size_t kMostZeros = 30;
constexpr std::int64_t kMinutesOfDay = 24 * 60;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A number's digits without its point, and how many stand before that.
struct Digits {
    std::string all;
    std::int64_t whole{0};
    bool is_minus{false};
};

std::optional<Digits> read_digits(std::string_view text) {
    Digits read;
    read.is_minus = text.starts_with('-');
    if (read.is_minus) text.remove_prefix(1);
    bool has_point = false;
    std::size_t at = 0;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !has_point)); ++at) {
        if (text[at] == '.') {
            has_point = true;
            continue;
        }
        read.all.push_back(text[at]);
        if (!has_point) ++read.whole;
    }
    if (read.all.empty()) return std::nullopt;
    if (at == text.size()) return read;
    if (text[at] != 'E' && text[at] != 'e') return std::nullopt;
    std::string_view exponent = text.substr(at + 1);
    const bool is_down = exponent.starts_with('-');
    if (is_down || exponent.starts_with('+')) exponent.remove_prefix(1);
    const auto power = core::parse_uint(exponent);
    if (!power || *power > kMostZeros) return std::nullopt;
    read.whole += is_down ? -static_cast<std::int64_t>(*power) : static_cast<std::int64_t>(*power);
    return read;
}

}  // namespace

std::string plain_number(std::string_view sent) {
    const auto read = read_digits(sent);
    if (!read || sent.find_first_of("eE") == std::string_view::npos) return std::string{sent};
    std::string digits = read->all;
    std::int64_t whole = read->whole;
    if (whole < 0) digits.insert(0, static_cast<std::size_t>(-whole), '0');
    whole = std::max<std::int64_t>(whole, 0);
    const auto before = static_cast<std::size_t>(whole);
    if (digits.size() < before) digits.append(before - digits.size(), '0');
    std::string text = digits.substr(0, before);
    text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
    if (text.empty()) text.push_back('0');
    std::string part = digits.substr(before);
    part.erase(part.find_last_not_of('0') + 1);
    if (!part.empty()) text += core::cat(".", part);
    return read->is_minus ? core::cat("-", text) : text;
}

std::string serial_day(std::string_view sent, bool is_1904) {
    constexpr std::int64_t kLastDay = 2'958'465;  // 9999-12-31.
    constexpr std::int64_t kFalseLeapDay = 60;    // 1900-02-29, which there was not.
    constexpr std::int64_t kFrom1904 = 1'462;
    const std::string plain = plain_number(sent);
    const auto read = read_digits(plain);
    if (!read || read->is_minus || read->whole > 7) return {};
    const auto days = core::parse_uint(read->all.substr(0, static_cast<std::size_t>(read->whole)));
    if (!days) return {};
    auto day = static_cast<std::int64_t>(*days) + (is_1904 ? kFrom1904 : 0);
    // The part of a day in milliardths, and so its minutes, rounded.
    std::string part = read->all.substr(static_cast<std::size_t>(read->whole));
    part.resize(9, '0');
    const auto read_part = core::parse_uint(part);
    const std::int64_t milliardths = read_part ? static_cast<std::int64_t>(*read_part) : 0;
    std::int64_t minutes = (milliardths * kMinutesOfDay + 500'000'000) / 1'000'000'000;
    if (minutes == kMinutesOfDay) {
        minutes = 0;
        ++day;
    }
    if (day < 1 || day > kLastDay) return {};
    if (day < kFalseLeapDay) ++day;
    const std::chrono::sys_days start{std::chrono::year{1899} / std::chrono::December / 30};
    const std::chrono::year_month_day date{start + std::chrono::days{day}};
    const auto two = [](std::int64_t number) { return core::cat(number < 10 ? "0" : "", number); };
    std::string text = core::cat(static_cast<int>(date.year()),
                                 "-",
                                 two(static_cast<unsigned>(date.month())),
                                 "-",
                                 two(static_cast<unsigned>(date.day())));
    if (minutes > 0) text += core::cat("T", two(minutes / 60), ":", two(minutes % 60));
    return text;
}

bool is_day_format(std::string_view code) {
    bool is_quoted = false;
    bool is_bracketed = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '"') is_quoted = !is_quoted;
        if (is_quoted) continue;
        if (c == '\\' || c == '_') {
            ++at;
        } else if (c == '[' || c == ']') {
            is_bracketed = c == '[';
        } else if (!is_bracketed &&
                   std::string_view{"yYdDhHsS"}.find(c) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

bool is_day_format_number(std::string_view number) {
    const auto read = core::parse_uint(number);
    return read && ((*read >= 14 && *read <= 22) || (*read >= 45 && *read <= 47));
}

std::size_t column_of_cell(std::string_view reference, std::size_t fallback) {
    constexpr std::size_t kLetters = 3;
    std::size_t column = 0;
    std::size_t letters = 0;
    for (; letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z';
         ++letters) {
        if (letters == kLetters) return fallback;
        column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A') + 1;
    }
    return letters == 0 ? fallback : column - 1;
}

}  // namespace sarhad::intake
