#pragma once

#include "rules/cel/context.h"
#include "rules/cel/schema.h"

#include <span>
#include <string_view>

namespace sarhad::rules::cel {

/// A message of `type` with these fields, each checked against its type and range and converted as
/// protobuf would: of a well-known type the value that it stands for. kOutOfRange, kInvalid.
[[nodiscard]] Value make_message(Context& context,
                                 const MessageInfo& type,
                                 std::span<const FieldValue> fields);

/// A field's value, its default where it is not set; kNoSuchField; kNoOverload for no message.
[[nodiscard]] Value select_field(Context& context, const Value& message, std::string_view name);
/// Whether a field is there: set, for repeated ones and maps not empty. Unknown where that hangs on
/// a source. kNoSuchField.
[[nodiscard]] Value has_field(Context& context, const Value& message, std::string_view name);

/// `value` as a field of this type holds it. `is_left_out` becomes true for a null that leaves a
/// message field unset.
[[nodiscard]] Value assigned(Context& context,
                             const ScalarType& type,
                             const Value& value,
                             bool& is_left_out);

/// The same for a whole field, repeated or a map.
[[nodiscard]] Value field_value(Context& context,
                                const FieldInfo& field,
                                const Value& value,
                                bool& is_left_out);

/// `value` as google.protobuf.Value holds it: numbers become doubles, or texts where a double does
/// not hold them; bytes and times become texts. kInvalid for what JSON cannot say.
[[nodiscard]] Value to_json(Context& context, const Value& value, std::uint32_t depth = 0);

/// The message that an Any of this type and these bytes packs; the Any itself where its type is not
/// in the schema or not said. kInvalid where the bytes are no such message, or there is nothing.
[[nodiscard]] Value unpack_any(Context& context, std::string_view type_url, std::string_view bytes);

/// The value that an unset field of this message type reads as.
[[nodiscard]] Value unset_message(const MessageInfo& type);
[[nodiscard]] Value empty_list();
[[nodiscard]] Value empty_map();

/// False, 0, "", an empty list, a message without fields, the epoch, null, optional.none().
[[nodiscard]] bool is_zero(const Value& value);

}  // namespace sarhad::rules::cel
