#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sarhad::rules::gtas {

/// GTAS's operators. A negated one holds of an element that is not so, never of "no element is so".
enum class Operator : std::uint8_t {
    kEqual,
    kNotEqual,
    kGreater,
    kGreaterOrEqual,
    kLess,
    kLessOrEqual,
    kIn,
    kNotIn,
    kBetween,  ///< Both ends belong to it.
    kNotBetween,
    kBeginsWith,
    kNotBeginsWith,
    kContains,
    kNotContains,
    kEndsWith,
    kNotEndsWith,
    kIsEmpty,
    kIsNotEmpty,
    kIsNull,
    kIsNotNull,
    kMemberOf,
    kNotMemberOf,
};

/// By its name in capitals, "GREATER_OR_EQUAL".
[[nodiscard]] std::optional<Operator> find_operator(std::string_view name);

/// Asks only whether the field is given.
[[nodiscard]] bool is_presence(Operator op);
/// Says that something is not so. What is not given fulfils kNotEqual and kNotIn, and no other.
[[nodiscard]] bool is_negated(Operator op);
/// Of what is not given.
[[nodiscard]] bool holds_of_nothing(Operator op);
/// Looks into a text.
[[nodiscard]] bool is_partial(Operator op);
/// How many values it reads: those behind are left. 0 for as many as there are.
[[nodiscard]] std::size_t values_of(Operator op);

}  // namespace sarhad::rules::gtas
