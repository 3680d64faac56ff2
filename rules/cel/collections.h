#pragma once

#include "rules/cel/context.h"

namespace sarhad::rules::cel {

/// `list` and one element more, in amortised constant time: a list's last user may write behind it.
/// `list` must be of this call, not of the facts or the program.
[[nodiscard]] Value list_append(Context& context, const Value& list, const Value& element);
[[nodiscard]] Value list_join(Context& context, const Value& left, const Value& right);

/// An empty map with room for `capacity` entries.
[[nodiscard]] Value map_empty(Context& context, std::size_t capacity);
/// `map` and one entry more; kInvalid where the key is there or of no key's type. As list_append().
[[nodiscard]] Value map_insert(Context& context,
                               const Value& map,
                               const Value& key,
                               const Value& value);
/// The entry's value; null where there is none. A number finds the key of equal value whatever its
/// type; 2.5 finds none.
[[nodiscard]] const Value* map_find(const Value& map, const Value& key);
/// bool, int, uint or string.
[[nodiscard]] bool is_map_key(const Value& key);

}  // namespace sarhad::rules::cel
