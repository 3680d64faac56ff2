#pragma once

#include "core/result.h"
#include "rules/cel/type.h"

#include <span>
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

/// An overload of the standard library or an extension, as text. Checker and evaluator meet at its
/// id.
struct OverloadRow {
    std::string_view function;
    std::string_view id;
    /// "(int, int) -> int", "string.(string) -> bool" for a member; A and B are type parameters.
    std::string_view signature;
};

/// cel-spec's standard library.
[[nodiscard]] std::span<const OverloadRow> standard_overloads();
/// Extensions strings, math, encoders, optionals, two-variable comprehensions, block and network;
/// bindings and proto have only macros.
[[nodiscard]] std::span<const OverloadRow> extension_overloads();

/// A type from its text as Type::format() writes it; one capital letter is a parameter, any other
/// name that is not known a message, or an abstract type where it has parameters or begins with
/// "net.". kInvalid for what is no type.
[[nodiscard]] core::Result<Type> parse_type(std::string_view text, TypePool& pool);
/// kInvalid as parse_type(). The texts are borrowed.
[[nodiscard]] core::Result<Overload> parse_overload(const OverloadRow& row, TypePool& pool);

}  // namespace sarhad::rules::cel
