#pragma once

#include "core/result.h"
#include "core/units.h"

#include <cstdint>
#include <string>

namespace sarhad::store {

/// Of a page of every database here.
inline constexpr std::uint64_t kPageBytes = 4096;

/// The partition that a file lies on.
struct DiskRoom {
    core::ByteSize size;
    core::ByteSize free;  ///< For us; what is kept for root is not.
};

/// Of the folder of `path`; the file need not be there. kUnavailable where it cannot be asked.
[[nodiscard]] core::Result<DiskRoom> disk_room_of(const std::string& path);

/// How far a database has used up the room that it may have. At each level something is done, so
/// that the disk does not come to be full; which permille, and why: docs/storage.md.
enum class DiskLevel : std::uint8_t {
    kRoomy,
    kFilling,     ///< 700: an administrator is told.
    kDraining,    ///< 800: nothing large begins to come in; what is here goes on leaving.
    kPurging,     ///< 900: what was acknowledged goes at once, whatever its retention.
    kNearlyFull,  ///< 950: the daemon is no longer healthy.
};

/// As last measured.
struct DiskUse {
    int permille{0};  ///< fullness_of().
    DiskLevel level{DiskLevel::kRoomy};
};

/// For work that would fill the disk and can wait: kExhausted, with how much is used, from
/// kDraining on.
[[nodiscard]] core::Status check_draining(const DiskUse& use);

/// For a daemon's health: kUnavailable, with the remedy, where the disk is nearly full.
[[nodiscard]] core::Status check_disk(const DiskUse& use);

/// Of `fullness` in permille. A level is left only 20 below where it begins, so that it is not told
/// by every row.
[[nodiscard]] DiskLevel disk_level_of(int fullness, DiskLevel before);

/// Permille of what the file may come to use that it uses: of its quota (0: none), or of what is
/// there with what is free, whichever is less. `room` of unknown size: none.
[[nodiscard]] int fullness_of(core::ByteSize used,
                              core::ByteSize quota,
                              const core::Result<DiskRoom>& room);

/// OpenOptions::page_quota for the file at `path`: what is `asked`, or, for 0, 70 % of its
/// partition, and what the file has already where that is more.
[[nodiscard]] core::Result<int> page_quota_for(const std::string& path, core::ByteSize asked);

}  // namespace sarhad::store
