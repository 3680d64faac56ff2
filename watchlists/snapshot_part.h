#pragma once

#include "segment.h"
#include "thing_index.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace sarhad::watchlists {

/// A segment in a snapshot: what of it is gone since, and what its lists ask for.
struct SnapshotPart {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const ThingIndex> things;  ///< Beside the segment; null for travellers.
    /// A bit for each entry that a later part replaces or that is off its list; null where none is.
    std::shared_ptr<const std::vector<std::uint64_t>> dead;
    std::uint32_t dead_count{0};
    std::uint32_t dead_named{0};           ///< Of them those with a name.
    std::vector<std::uint32_t> manifests;  ///< Of each of the segment's lists.
    std::vector<SetSum> gone;              ///< Sums of the dead ones, the same.
    [[nodiscard]] bool is_dead(std::uint32_t entry) const {
        return dead != nullptr && (((*dead)[entry / 64] >> (entry % 64)) & 1U) != 0;
    }
};

/// Parts of a snapshot, the small ones that changes added included.
inline constexpr std::size_t kMaxSnapshotParts = 8;

}  // namespace sarhad::watchlists
