#pragma once

#include "operators.h"

#include "rules/schema/facts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::gtas {

/// How a condition reads its fact.
struct Subject {
    std::string read;    ///< "traveller.bags_checked"
    std::string given;   ///< "has(traveller.bags_checked)"
    std::string absent;  ///< "!has(traveller.bags_checked)"
};

inline constexpr std::size_t kGtasDigitsMax = 12;  ///< Of a number, before its point.

/// A number of GTAS in thousandths, from digits with at most three behind a point.
[[nodiscard]] std::optional<std::int64_t> thousandths_of(std::string_view text);
/// As CEL writes it: "20" of a whole fact, "20.5" of a double.
[[nodiscard]] std::string number_literal(std::int64_t thousandths, FactKind kind);

/// `values` in thousandths, as many as the operator takes; `absent`: what the fact reads as where
/// it is not given, in thousandths. Nothing where the operator compares no numbers.
[[nodiscard]] std::optional<std::string> compare_numbers(Operator op,
                                                         const Subject& subject,
                                                         FactKind kind,
                                                         const std::vector<std::int64_t>& values,
                                                         std::int64_t absent);

/// A condition that matches no more than GTAS's, and whether it matches less.
struct Narrowing {
    std::string text;
    bool is_narrowed{false};
};
/// An age, from the year of birth. Nothing where no year is certain.
[[nodiscard]] std::optional<Narrowing> compare_age(Operator op,
                                                   const std::vector<std::int64_t>& values);
/// A date of birth, from its year. Nothing where no year is certain, or a value is no date.
[[nodiscard]] std::optional<Narrowing> compare_birth(Operator op,
                                                     const std::vector<std::string>& values);

}  // namespace sarhad::rules::gtas
