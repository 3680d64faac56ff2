#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace sarhad::core {

inline constexpr std::size_t kAccountMax = 64;  ///< Bytes.
/// What to say where is_account() is false.
inline constexpr std::string_view kAccountWanted =
    "wanted an account name, 1 to 64 letters, digits, '.', '-', '_' or '@'";
static_assert(kAccountMax == 64, "kAccountWanted names it");

/// What a login takes: a name of letters, digits and a few signs.
[[nodiscard]] constexpr bool is_account(std::string_view text) {
    return !text.empty() && text.size() <= kAccountMax &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_' || c == '@';
           });
}

}  // namespace sarhad::core
