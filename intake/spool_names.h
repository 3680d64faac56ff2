#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// What names in the spool's folders say. Pure.

/// The sender still writes it: ".x", "x.part", "x.tmp".
[[nodiscard]] bool is_being_written(std::string_view name);
/// A name that stays in its folder, whoever typed it.
[[nodiscard]] bool is_plain_name(std::string_view name);
/// "name", "name.2", "name.3" and so on: where a folder has the one, the next is tried.
[[nodiscard]] std::string numbered(std::string_view name, std::size_t number);
/// N of "name.sarhad-tryN"; 0 where it was not at work at a crash.
[[nodiscard]] unsigned tries_of(std::string_view name);
/// `name` with that mark; as it is for 0 tries.
[[nodiscard]] std::string with_tries(std::string_view name, unsigned tries);

}  // namespace sarhad::intake
