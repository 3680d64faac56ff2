#pragma once

#include "rules/cel/type.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// One signature of a function: the unit that the checker chooses and the evaluator implements.
struct Overload {
    std::string_view id;  ///< Unique in an Environment: "add_int64", "string_starts_with_string".
    std::string_view function;  ///< "_+_", "startsWith", "math.ceil".
    bool member{false};         ///< target.f(args): params[0] is the target.
    std::vector<Type> params;
    Type result;
};

/// A signature of the standard library or an extension, as text: the one table of them is
/// standard_overloads().
struct OverloadRow {
    std::string_view function;
    std::string_view id;
    std::string_view signature;  ///< "(int, int) -> int"; "string.(string) -> bool" for a member;
                                 ///< A, B, K, V, T are parameters.
};

}  // namespace sarhad::rules::cel
