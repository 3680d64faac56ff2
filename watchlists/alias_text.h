#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Names that stand in one text are taken apart: "X alias Y", "X urf Y", "X عرف Y", "X @ Y", "X
/// a.k.a. Y" give X and Y, at most this many.
inline constexpr std::size_t kMaxAliasParts = 4;
/// The text itself where no such marker stands between two names. Never empty.
[[nodiscard]] std::vector<std::string> alias_parts(std::string_view text);

}  // namespace sarhad::watchlists
