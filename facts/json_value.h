#pragma once

#include "core/result.h"
#include "facts/value.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::facts {

inline constexpr std::size_t kMaxJsonDepth = 16;

/// What a JSON text may hold, and where it stops being one.
struct JsonReading {
    std::size_t values_max{65'536};
    std::size_t stopped_at{0};  ///< Filled where it is refused: the byte.
};

/// One JSON text; a fraction or a number past 64 bits becomes its own text. kInvalid for anything
/// that is not JSON or passes a limit. Never throws.
[[nodiscard]] core::Result<Value> parse_json(std::string_view text, JsonReading& reading);

/// The member of a map, or null.
[[nodiscard]] const Value* member(const Value& map, std::string_view name);
/// A text, a number as text, or the first of a list; "" for anything else.
[[nodiscard]] std::string text_member(const Value& map, std::string_view name);
/// All texts of a list, or the one text.
[[nodiscard]] std::vector<std::string> text_members(const Value& map, std::string_view name);

}  // namespace sarhad::facts
