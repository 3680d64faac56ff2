#pragma once

#include "rules/cel/context.h"

#include <string_view>

namespace sarhad::rules::cel {

// Of values that are neither errors nor unknown. Through an optional they give an optional: none
// where it is none or the field, key or element is not there.

/// value.field
[[nodiscard]] Value select(Context& context, const Value& value, std::string_view field);
/// value.?field
[[nodiscard]] Value select_optional(Context& context, const Value& value, std::string_view field);
/// has(value.field)
[[nodiscard]] Value has(Context& context, const Value& value, std::string_view field);
/// value[key]
[[nodiscard]] Value element(Context& context, const Value& value, const Value& key);
/// value[?key]
[[nodiscard]] Value element_optional(Context& context, const Value& value, const Value& key);

}  // namespace sarhad::rules::cel
