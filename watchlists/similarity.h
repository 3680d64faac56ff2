#pragma once

#include "watchlists/normalise.h"

#include <string_view>

namespace sarhad::watchlists {

/// True where one insertion, deletion, substitution or swap of neighbours leads from `a` to `b`,
/// or none does.
[[nodiscard]] bool is_within_one_edit(std::string_view a, std::string_view b);

inline constexpr std::size_t kMinEditedFold = 4;      ///< Shorter words agree whole or not at all.
inline constexpr std::size_t kMinSkeleton = 3;        ///< Sounds of a skeleton that may agree.
inline constexpr std::size_t kMinEditedSkeleton = 5;  ///< The same with one edit.

/// How far two words are the same word, 0 to 1000. Symmetric. 1000 the same text, 970 the same
/// variant group, 950 the same fold, 680 to 880 one edit of the fold, 720 the same consonants, 680
/// one edit of those; words of different variant groups are different words.
[[nodiscard]] int similarity(const NameToken& a, const NameToken& b);

}  // namespace sarhad::watchlists
