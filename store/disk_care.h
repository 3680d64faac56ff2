#pragma once

#include "ballast.h"
#include "disk_room.h"

#include "core/log.h"
#include "store/database.h"

#include <atomic>
#include <functional>
#include <string>

struct sqlite3;

namespace sarhad::store {

/// What the writer does about its disk: a failed device ends the process, a full one gets the
/// ballast, a filling one is told of. Thread: the Database's, but for lacks_reserve() and use().
class DiskCare final {
public:
    DiskCare(sqlite3* handle, const OpenOptions& options);

    /// SQLite gave `code` to the writer.
    void saw(int code);
    /// Outside a transaction. `is_at_quota`: the file is as large as the site allows, so that the
    /// disk is not what is full.
    void settle(bool is_at_quota);
    /// Something for settle() to do.
    [[nodiscard]] bool is_full() const noexcept { return is_full_; }
    /// Takes the ballast, or takes it back: at the start, and in idle moments.
    void take_reserve();
    /// The file uses so much of `quota` (0: none) and of its disk: in idle moments.
    void measure(core::ByteSize used, core::ByteSize quota);
    /// Thread: any.
    [[nodiscard]] bool lacks_reserve() const noexcept { return lacks_reserve_; }
    [[nodiscard]] DiskUse use() const noexcept { return {fullness_, level_}; }

private:
    sqlite3* handle_;
    core::Log* log_;
    std::function<void()> on_device_failed_;
    Ballast ballast_;
    std::string disk_path_;  ///< Empty: not a file of this system.
    bool has_failed_{false};
    bool is_full_{false};
    bool is_lack_told_{false};
    std::atomic<bool> lacks_reserve_{false};
    std::atomic<int> fullness_{0};
    std::atomic<DiskLevel> level_{DiskLevel::kRoomy};
};

}  // namespace sarhad::store
