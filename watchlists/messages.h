#pragma once

#include <string_view>

namespace sarhad::watchlists {

/// Which sentence the text of a reason is, whatever numbers stand in it: "birth.same-day". For
/// shells that speak another language; it stays when the English is put in better words. "" for a
/// text that none of ours wrote.
[[nodiscard]] std::string_view message_id(std::string_view text);

}  // namespace sarhad::watchlists
