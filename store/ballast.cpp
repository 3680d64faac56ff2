#include "ballast.h"

#include "disk_room.h"

#include "core/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>
#include <utility>

namespace sarhad::store {
namespace {

core::Error failed(const std::string& path, const char* doing, int code) {
    return {core::Errc::kUnavailable,
            core::cat(path, ": ", doing, ": ", std::generic_category().message(code))};
}

}  // namespace

Ballast::Ballast(std::string path, core::ByteSize size) : path_{std::move(path)}, size_{size} {}

core::Status Ballast::take() {
    if (!is_wanted()) {
        return {};
    }
    struct stat held {};
    const bool is_there = ::lstat(path_.c_str(), &held) == 0;
    if (is_there && !S_ISREG(held.st_mode)) {
        return core::Error{core::Errc::kInvalid, core::cat(path_, ": is no plain file: move it")};
    }
    const auto wanted = static_cast<off_t>(size_.bytes);
    if (is_there && held.st_size == wanted && held.st_blocks >= wanted / 512) {
        is_held_ = true;
        return {};
    }
    ::unlink(path_.c_str());  // Of another size, or of a crash while it was made.
    SARHAD_TRY(const DiskRoom room, disk_room_of(path_));
    if (room.free.bytes < 2 * size_.bytes) {
        return core::Error{
            core::Errc::kExhausted,
            core::cat(path_, ": ", room.free.bytes, " bytes are free, wanted twice ", size_.bytes)};
    }
    core::Status filled = fill();
    if (!filled) {
        ::unlink(path_.c_str());
    }
    is_held_ = filled.has_value();
    return filled;
}

core::Status Ballast::fill() const {
    const int file =
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return failed(path_, "create", errno);
    }
    int code = ::posix_fallocate(file, 0, static_cast<off_t>(size_.bytes));
    if (code == 0 && ::fsync(file) != 0) {
        code = errno;
    }
    ::close(file);
    return code == 0 ? core::Status{} : core::Status{failed(path_, "reserve", code)};
}

bool Ballast::give_up() noexcept {
    return std::exchange(is_held_, false) && ::unlink(path_.c_str()) == 0;
}

}  // namespace sarhad::store
