#pragma once

#include "rules/cel/functions.h"
#include "rules/cel/overload.h"

#include <span>
#include <string_view>

namespace sarhad::rules {

/// A function that rules have beyond CEL's own.
struct FactFunction {
    std::string_view name;
    std::string_view text;  ///< "iso6346_valid(string) -> bool"
    std::string_view about;
};

/// One line for each function, for people.
[[nodiscard]] std::span<const FactFunction> fact_functions();
/// Their signatures, for the checker.
[[nodiscard]] std::span<const cel::OverloadRow> fact_overloads();
/// What they do, for the planner.
[[nodiscard]] std::span<const cel::DeclaredFunction> fact_implementations();

}  // namespace sarhad::rules
