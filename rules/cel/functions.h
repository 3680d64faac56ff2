#pragma once

#include "rules/cel/context.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::rules::cel {

/// Gives a value for arguments none of which is an error, unknown or unset; a member's target comes
/// first. Chooses its overload by the values' types; no_overload() where none fits.
using Function = Value (*)(Context& context, std::span<const Value> args);

/// f(x), x.f(), or both.
enum class CallStyle : std::uint8_t { kGlobal, kMember, kBoth };

/// One function of the library: which overloads it has is said by the checker's declarations.
struct FunctionRow {
    std::string_view name;
    CallStyle style;
    std::uint8_t args_least;  ///< With the target.
    std::uint8_t args_most;
    Function call;
};

/// A function of the caller's own: what implements one of the overloads that it declared.
struct DeclaredFunction {
    std::string_view overload;  ///< Its id in the Environment.
    FunctionRow row;
};

/// Null where no function is called so. `args` counts a member's target.
[[nodiscard]] const FunctionRow* find_function(std::string_view name,
                                               bool is_member,
                                               std::size_t args);

/// Arithmetic, order, equality, in.
[[nodiscard]] std::span<const FunctionRow> operator_functions();
/// Of type to type; type(), dyn().
[[nodiscard]] std::span<const FunctionRow> conversion_functions();
/// size(), and what macros make maps with.
[[nodiscard]] std::span<const FunctionRow> collection_functions();
/// Questions about strings, and parts of them.
[[nodiscard]] std::span<const FunctionRow> string_functions();
/// Strings made from strings.
[[nodiscard]] std::span<const FunctionRow> string_edit_functions();
/// Parts of timestamps and durations.
[[nodiscard]] std::span<const FunctionRow> time_functions();
/// The math extension.
[[nodiscard]] std::span<const FunctionRow> math_functions();
/// IP addresses and networks.
[[nodiscard]] std::span<const FunctionRow> network_functions();
/// string.format().
[[nodiscard]] std::span<const FunctionRow> format_functions();
/// base64.
[[nodiscard]] std::span<const FunctionRow> encoder_functions();

/// Whether all arguments are of that kind.
[[nodiscard]] inline bool all_are(std::span<const Value> args, ValueKind kind) {
    for (const Value& arg : args) {
        if (!arg.is(kind)) {
            return false;
        }
    }
    return true;
}

}  // namespace sarhad::rules::cel
