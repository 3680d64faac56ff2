#pragma once

#include "api/json.h"
#include "facts/value.h"

namespace sarhad::node {

/// JSON as the tree that facts::from_value() reads: objects by their names. Bounded by what
/// parse_json() lets in.
[[nodiscard]] facts::Value value_of(const api::Json& json);

}  // namespace sarhad::node
