#pragma once

#include "segment.h"

#include <cstddef>
#include <string_view>

namespace sarhad::watchlists {

// The head of a segment: places in bytes. All integers of a segment are little-endian, since they
// are read where they stand.
inline constexpr std::string_view kSegmentMagic = "SARHADSG";
inline constexpr std::size_t kVersionAt = 8;     ///< u16, and two bytes of zero.
inline constexpr std::size_t kNormaliseAt = 12;  ///< u32
inline constexpr std::size_t kScoringAt = 16;    ///< u32
inline constexpr std::size_t kCountsAt = 20;     ///< u32 each: entries, named ones, names, words.
inline constexpr std::size_t kSectionsAt = 36;   ///< u32: how many sections.
inline constexpr std::size_t kTableAt = 40;      ///< For each: offset, size, checksum; u64.
inline constexpr std::size_t kTableRow = 24;
inline constexpr std::size_t kHeadSumAt =
    kTableAt + kSections * kTableRow;  ///< u64, of all before.
inline constexpr std::size_t kHeadSize = kHeadSumAt + 8;
/// Sections begin at multiples of it, and so much of zero at least stands behind each, so that a
/// vector load at its last element stays inside.
inline constexpr std::size_t kSectionAlign = 64;

/// Where the next section may begin behind one that ends at `end`.
[[nodiscard]] constexpr std::size_t next_section(std::size_t end) {
    return (end + 2 * kSectionAlign - 1) / kSectionAlign * kSectionAlign;
}

}  // namespace sarhad::watchlists
