#pragma once

#include "rules/cel/context.h"

namespace sarhad::rules::cel {

/// Whether two values are equal: a bool; unknown where that hangs on an unknown part; over budget
/// past the steps or kValueDepthMax. Numbers of equal value are equal whatever their types; values
/// of other different types are not. Messages are equal in type and all set fields; NaN to nothing.
[[nodiscard]] Value equals(Context& context, const Value& left, const Value& right);

/// Whether `value` is an element of a list or a key of a map; as equals().
[[nodiscard]] Value contains(Context& context, const Value& value, const Value& where);

}  // namespace sarhad::rules::cel
