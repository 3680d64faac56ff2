#pragma once

#include <optional>
#include <string_view>

namespace sarhad::core {

/// The Latin reading (a-z, 0-9; it may be empty) of a letter of the Latin, Greek, Cyrillic, Hebrew
/// or Arabic script; nothing where the tables do not know the character's script.
[[nodiscard]] std::optional<std::string_view> latin_reading(char32_t code);

}  // namespace sarhad::core
