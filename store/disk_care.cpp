#include "disk_care.h"

#include "core/text.h"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

namespace sarhad::store {
namespace {

/// SQLite says "full" of a write alone; elsewhere a full disk looks like a failing one. Not so for
/// a sync that failed: what it was to make durable is gone from the kernel's memory, whatever it
/// says.
bool is_out_of_room(sqlite3* handle, int code) {
    if ((code & 0xff) == SQLITE_FULL) {
        return true;
    }
    const bool is_sync = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
    const int system = sqlite3_system_errno(handle);
    return (code & 0xff) == SQLITE_IOERR && !is_sync && (system == ENOSPC || system == EDQUOT);
}

}  // namespace

DiskCare::DiskCare(sqlite3* handle, const OpenOptions& options)
    : handle_{handle},
      log_{options.log},
      on_device_failed_{options.on_device_failed},
      ballast_{core::cat(options.path, ".ballast"), options.ballast},
      disk_path_{options.vfs.empty() ? options.path : std::string{}} {}

void DiskCare::saw(int code) {
    if (is_out_of_room(handle_, code)) {
        is_full_ = true;
        return;
    }
    if ((code & 0xff) != SQLITE_IOERR || std::exchange(has_failed_, true)) {
        return;
    }
    // The log stays beside the file, so that the next start checks it.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (log_ != nullptr) {
        log_->write(kDeviceFailed, {{"code", code}});
    }
    if (on_device_failed_) {
        on_device_failed_();
    }
}

void DiskCare::settle(bool is_at_quota) {
    if (!std::exchange(is_full_, false) || is_at_quota || !ballast_.give_up()) {
        return;
    }
    lacks_reserve_ = true;
    is_lack_told_ = true;
    if (log_ != nullptr) {
        log_->write(kReserveGivenUp, {});
    }
}

void DiskCare::take_reserve() {
    if (!ballast_.is_wanted()) {
        return;
    }
    const core::Status taken = ballast_.take();
    lacks_reserve_ = !taken;
    const bool was_told = std::exchange(is_lack_told_, !taken);
    if (log_ != nullptr && taken && was_told) {
        log_->write(kReserveTaken, {});
    }
    if (log_ != nullptr && !taken && !was_told) {
        log_->write(kReserveLacking, {{"why", taken.error().what}});
    }
}

void DiskCare::measure(core::ByteSize used, core::ByteSize quota) {
    const core::Result<DiskRoom> room =
        disk_path_.empty()
            ? core::Result<DiskRoom>{core::Error{core::Errc::kNotFound, "no file of this system"}}
            : disk_room_of(disk_path_);
    fullness_ = fullness_of(used, quota, room);
    const DiskLevel before = level_;
    level_ = disk_level_of(fullness_, before);
    if (log_ == nullptr || level_ == before) {
        return;
    }
    log_->write(level_ > before ? kDiskFilling : kDiskEasing,
                {{"permille", fullness_.load()}, {"bytes", used.bytes}});
}

}  // namespace sarhad::store
