#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::wire {

inline constexpr std::size_t kEnrolWords = 256;  ///< A word for each byte.

/// A plain English word in small letters, another one for each number.
[[nodiscard]] std::string_view enrol_word(std::uint8_t number);

}  // namespace sarhad::wire
