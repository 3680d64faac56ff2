#include "disk_room.h"

#include "core/text.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <system_error>

namespace sarhad::store {
namespace {

constexpr std::uint64_t kDefaultPercent = 70;
constexpr int kLeaveBelow = 20;
constexpr std::array<int, 5> kLevelBegins{0, 700, 800, 900, 950};

}  // namespace

core::Result<DiskRoom> disk_room_of(const std::string& path) {
    const std::string folder = std::filesystem::path{path}.parent_path().string();
    struct statvfs disk {};
    if (::statvfs(folder.empty() ? "." : folder.c_str(), &disk) != 0) {
        return core::Error{
            core::Errc::kUnavailable,
            core::cat(path, ": statvfs of its folder: ", std::generic_category().message(errno))};
    }
    const std::uint64_t block = disk.f_frsize;
    return DiskRoom{{std::uint64_t{disk.f_blocks} * block}, {std::uint64_t{disk.f_bavail} * block}};
}

DiskLevel disk_level_of(int fullness, DiskLevel before) {
    for (std::size_t level = kLevelBegins.size() - 1; level > 0; --level) {
        const bool is_held = level <= static_cast<std::size_t>(before);
        if (fullness >= kLevelBegins.at(level) - (is_held ? kLeaveBelow : 0)) {
            return static_cast<DiskLevel>(level);
        }
    }
    return DiskLevel::kRoomy;
}

core::Status check_draining(const DiskUse& use) {
    if (use.level < DiskLevel::kDraining) {
        return {};
    }
    return core::Error{
        core::Errc::kExhausted,
        core::cat(use.permille / 10,
                  " % of the database's room is used: it waits until less than 78 % is"
                  " (make room, or raise state_quota)")};
}

core::Status check_disk(const DiskUse& use) {
    if (use.level != DiskLevel::kNearlyFull) {
        return {};
    }
    return core::Error{core::Errc::kUnavailable,
                       core::cat("DISK_NEARLY_FULL: ",
                                 use.permille / 10,
                                 " % of the database's room is used: make room, or raise"
                                 " state_quota")};
}

int fullness_of(core::ByteSize used, core::ByteSize quota, const core::Result<DiskRoom>& room) {
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    if (quota.bytes > 0) {
        most = quota.bytes;
    }
    if (room) {
        most = std::min(most, used.bytes + room->free.bytes);
    }
    if (most == 0 || used.bytes >= most) {
        return 1000;
    }
    // In steps that neither overflow nor lose the permille.
    return most < 1'000'000 ? static_cast<int>(used.bytes * 1000 / most)
                            : static_cast<int>(used.bytes / (most / 1000));
}

core::Result<int> page_quota_for(const std::string& path, core::ByteSize asked) {
    // SQLite counts pages in 32 bits; this is 8 TiB.
    constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
    if (asked.bytes > 0) {
        return static_cast<int>(std::clamp<std::uint64_t>(asked.bytes / kPageBytes, 1, kMost));
    }
    SARHAD_TRY(const DiskRoom room, disk_room_of(path));
    struct stat file {};
    const std::uint64_t held =
        ::stat(path.c_str(), &file) == 0 ? static_cast<std::uint64_t>(file.st_size) : 0;
    const std::uint64_t bytes = std::max(room.size.bytes / 100 * kDefaultPercent, held);
    return static_cast<int>(std::clamp<std::uint64_t>(bytes / kPageBytes, 1, kMost));
}

}  // namespace sarhad::store
