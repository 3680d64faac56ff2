#include "numbers.h"

#include "core/text.h"
#include "rules/cel/literals.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace sarhad::rules::cel {
namespace {

constexpr double kTwo63 = 9223372036854775808.0;
constexpr double kTwo64 = 18446744073709551616.0;

template <class T>
Order order(T left, T right) {
    if (left < right) {
        return Order::kLess;
    }
    return left > right ? Order::kGreater : left == right ? Order::kEqual : Order::kNone;
}

Order reversed(Order order) {
    return order == Order::kLess      ? Order::kGreater
           : order == Order::kGreater ? Order::kLess
                                      : order;
}

/// `left` is a double, `right` an int or uint.
Order compare_double(double left, const Value& right) {
    if (right.is(ValueKind::kInt)) {
        if (left < -kTwo63 || left > kTwo63) {
            return left < 0 ? Order::kLess : Order::kGreater;
        }
        return order(left, static_cast<double>(right.as_int()));
    }
    if (left < 0 || left > kTwo64) {
        return left < 0 ? Order::kLess : Order::kGreater;
    }
    return order(left, static_cast<double>(right.as_uint()));
}

/// From this power of ten on the exponent is written, as below 1e-4.
constexpr int kPlainPlaces = 6;

/// Room for the longest: a double of 309 digits, or 20 zeros more.
using Room = std::array<char, 400>;

}  // namespace

Order compare_numbers(const Value& left, const Value& right) {
    if (left.kind() == right.kind()) {
        return left.is(ValueKind::kDouble) ? order(left.as_double(), right.as_double())
               : left.is(ValueKind::kInt)  ? order(left.as_int(), right.as_int())
                                           : order(left.as_uint(), right.as_uint());
    }
    if (left.is(ValueKind::kDouble)) {
        return compare_double(left.as_double(), right);
    }
    if (right.is(ValueKind::kDouble)) {
        return reversed(compare_double(right.as_double(), left));
    }
    const bool is_left_signed = left.is(ValueKind::kInt);
    const std::int64_t whole = is_left_signed ? left.as_int() : right.as_int();
    const std::uint64_t natural = is_left_signed ? right.as_uint() : left.as_uint();
    const Order found =
        whole < 0 ? Order::kLess : order(static_cast<std::uint64_t>(whole), natural);
    return is_left_signed ? found : reversed(found);
}

std::optional<std::int64_t> exact_int(double value) {
    if (!(value >= -kTwo63 && value < kTwo63) || std::trunc(value) != value) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::optional<std::uint64_t> exact_uint(double value) {
    if (!(value >= 0 && value < kTwo64) || std::trunc(value) != value) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(value);
}

std::string double_digits(double value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value < 0 ? "-Inf" : "+Inf";
    }
    Room room{};
    const auto end =
        std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed);
    return {room.data(), end.ptr};
}

std::string double_text(double value) {
    if (std::isnan(value) || std::isinf(value)) {
        return double_digits(value);
    }
    Room room{};
    const auto end =
        std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::scientific);
    const std::string_view text{room.data(), static_cast<std::size_t>(end.ptr - room.data())};
    const std::size_t mark = text.find('e');
    int exponent = 0;
    const char* from = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
    if (std::from_chars(from, end.ptr, exponent).ec != std::errc{}) {
        return std::string{text};
    }
    return exponent < -4 || exponent >= kPlainPlaces ? std::string{text} : double_digits(value);
}

std::optional<double> parse_double(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const double sign = is_negative ? -1.0 : 1.0;
    const std::string lower = core::ascii_lower(text);
    if (lower == "nan") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (lower == "inf" || lower == "infinity") {
        return sign * std::numeric_limits<double>::infinity();
    }
    if (text.empty() || !((text[0] >= '0' && text[0] <= '9') || text[0] == '.')) {
        return std::nullopt;
    }
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ptr != text.data() + text.size()) {
        return std::nullopt;
    }
    if (read.ec == std::errc::result_out_of_range) {
        return is_tiny(text) ? std::optional{sign * 0.0} : std::nullopt;
    }
    return read.ec == std::errc{} ? std::optional{sign * value} : std::nullopt;
}

}  // namespace sarhad::rules::cel
