#pragma once

#include "facts/value.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Members of a declaration in JSON whose names are read nowhere.
struct UnknownMembers {
    std::size_t count{0};
    std::string first;  ///< The name of one of them, cut to 64 bytes.
};
[[nodiscard]] UnknownMembers unknown_in(const facts::Value& root);

/// The member as a list: its elements, itself where it is one object, nothing where it is absent or
/// `of` is null.
[[nodiscard]] std::vector<const facts::Value*> list_of(const facts::Value* of,
                                                       std::string_view name);
/// The member, or the first of its list; null where it is absent.
[[nodiscard]] const facts::Value* object_of(const facts::Value* of, std::string_view name);
/// A text, or a number as text; "" where it is absent.
[[nodiscard]] std::string text_of(const facts::Value* of, std::string_view name);
/// The lines of an address, joined by ", ".
[[nodiscard]] std::string lines_of(const facts::Value* address);

}  // namespace sarhad::intake
