#pragma once

#include "api/json.h"
#include "facts/value.h"

namespace sarhad::api {

/// JSON as the tree that facts::from_value() reads: objects by their names. Bounded by what
/// parse_json() lets in.
[[nodiscard]] facts::Value value_of(const Json& json);

}  // namespace sarhad::api
