#pragma once

#include "api/json.h"

#include <string>
#include <string_view>

namespace sarhad::ctl {

/// The array `key` of a daemon's answer, empty where there is none. Lives as `answer` does.
[[nodiscard]] const api::Json::Array& elements_at(const api::Json& answer, std::string_view key);

/// The member as a table shows it: a text, or a number's digits; "-" for anything else.
[[nodiscard]] std::string text_or_dash(const api::Json& object, std::string_view key);

/// In quotes, with escapes, where it could else pass for a line of ours or move the cursor.
[[nodiscard]] std::string shown(const std::string& text);

/// How a pair stands, in words.
[[nodiscard]] std::string pair_state(const api::Json& pair);

/// "1 rule", "2 rules".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one);

/// 0 where the member is no whole number.
[[nodiscard]] std::int64_t int_or_zero(const api::Json& object, std::string_view key);

}  // namespace sarhad::ctl
