#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace sarhad::facts {

struct Entry;

/// A decoded tree, before it is read into a fact: what MessagePack and JSON have in common.
/// Integers are signed 64-bit: a decoder refuses larger ones and every float.
struct Value {
    using Array = std::vector<Value>;
    using Map = std::vector<Entry>;
    std::variant<std::monostate, bool, std::int64_t, std::string, core::Bytes, Array, Map> held;
};

/// One member of a map: MessagePack gives `key` (`name` is empty), JSON gives `name` (`key` is -1).
struct Entry {
    std::int64_t key{-1};
    std::string name;
    Value value;
};

}  // namespace sarhad::facts
