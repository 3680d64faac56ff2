#pragma once

#include "watchlists/normalise.h"

#include <cstdint>

namespace sarhad::watchlists {

/// Bits x 256: what the agreement of one word is worth.
using Weight = std::int32_t;

inline constexpr Weight kMaxWeight = 14 * 256;  ///< Of a word that the table does not hold.
/// The same of a word in another script, whose reading may be another one than the table's.
inline constexpr Weight kMaxNativeWeight = 10 * 256;
inline constexpr Weight kMinWeight = 256;
inline constexpr Weight kTitleWeight = 256;    ///< At most.
inline constexpr Weight kInitialWeight = 256;  ///< One letter narrows little.

/// log2(persons / persons with this word in their name) x 256, of the world's population as a port
/// of South Asia meets it; never of the lists in force, so that a score is the same whatever else
/// is listed. Depends on `fold`, `group`, `kind` and the
/// script of `text` only. 0 for a particle, at most kTitleWeight
/// for a title, else kMinWeight to kMaxWeight. Allocates nothing. Made by
/// tools/make_word_weights.py: docs/matching.md.
[[nodiscard]] Weight word_weight(const NameToken& token);
/// What words of one weight share: the variant group, else the fold; as the table's key.
[[nodiscard]] std::uint32_t word_key(const NameToken& token);

}  // namespace sarhad::watchlists
