#pragma once

#include "api/json.h"
#include "core/result.h"
#include "rules/cel/context.h"
#include "rules/cel/environment.h"
#include "rules/cel/schema.h"

#include <memory>
#include <string>
#include <string_view>

namespace sarhad::ctl {

// The CEL conformance suite as JSON. Its format is the README's beside the files; errors name what
// is missing or wrong, and are kInvalid.

/// schema.json: messages with their fields, extensions, enums.
[[nodiscard]] core::Result<std::unique_ptr<rules::cel::Schema>> read_schema(const api::Json& json);

/// A type, made in `pool`.
[[nodiscard]] core::Result<rules::cel::Type> read_type(const api::Json& json,
                                                       rules::cel::TypePool& pool);

/// One declaration of a test's type_env.
[[nodiscard]] core::Status declare(const api::Json& json, rules::cel::Environment& environment);

/// A value in the memory of `context`; an object of a well-known type is the value that it wraps.
[[nodiscard]] core::Result<rules::cel::Value> read_value(const api::Json& json,
                                                         rules::cel::Context& context);

/// Whether `got` is just the value wanted: of the same kind in all its parts, maps in any order,
/// NaN equal to NaN.
[[nodiscard]] bool is_same(const rules::cel::Value& wanted, const rules::cel::Value& got);

/// A value for a person to read, much as CEL writes it.
[[nodiscard]] std::string describe(const rules::cel::Value& value);

}  // namespace sarhad::ctl
