#pragma once

#include <string_view>

namespace sarhad::core {

/// True where `digits`, seven of them, end in their check digit. Source: IMO resolution
/// A.1117(30).
[[nodiscard]] bool is_imo_right(std::string_view digits);
/// True where `text`, ten capital letters or digits and a digit, ends in its check digit. Source:
/// ISO 6346.
[[nodiscard]] bool is_container_right(std::string_view text);

/// True where `text` is a container's number: three capital letters of the owner, U, J or Z, six
/// digits and the right check digit. Source: ISO 6346.
[[nodiscard]] bool is_container_number(std::string_view text);

}  // namespace sarhad::core
