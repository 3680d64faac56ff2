#pragma once

#include <string>
#include <string_view>

namespace sarhad::rules {

/// As a basic string of TOML: quotes, backslashes and control characters are escaped. Total.
[[nodiscard]] std::string toml_quoted(std::string_view text);

}  // namespace sarhad::rules
