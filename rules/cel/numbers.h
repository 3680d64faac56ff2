#pragma once

#include "rules/cel/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::rules::cel {

/// kNone: of NaN to anything.
enum class Order : std::uint8_t { kLess, kEqual, kGreater, kNone };

/// Of two numbers of any types. An int against a double is compared as a double, as CEL's other
/// implementations do; NaN is kNone to everything.
[[nodiscard]] Order compare_numbers(const Value& left, const Value& right);

/// The whole number that `value` is exactly; none where it has a fraction or does not fit.
[[nodiscard]] std::optional<std::int64_t> exact_int(double value);
[[nodiscard]] std::optional<std::uint64_t> exact_uint(double value);

/// The shortest text that reads back the same, with an exponent below 1e-4 and from 1e6 on, as Go's
/// %g and so cel-go does: "1e+06", "0.001", "NaN", "+Inf".
[[nodiscard]] std::string double_text(double value);
/// As double_text() without any exponent.
[[nodiscard]] std::string double_digits(double value);

/// The double that a whole text is: digits with fraction and exponent, NaN, Infinity, Inf, any
/// case. None for a number greater than every double; one nearer to zero is zero.
[[nodiscard]] std::optional<double> parse_double(std::string_view text);

}  // namespace sarhad::rules::cel
