#include "writer_guard.h"

#include "core/mutex.h"
#include "core/text.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace sarhad::store {
namespace {

/// The one piece of process-wide state: "one writer in the process" is a fact about the process.
struct Held {
    core::Mutex mutex;
    std::set<std::string> names GUARDED_BY(mutex);
};
Held& held() {
    static Held names;
    return names;
}

/// One name for one file, whichever way its folder was reached.
std::string canonical(const std::string& path) {
    std::error_code failed;
    const std::filesystem::path name = std::filesystem::weakly_canonical(path, failed);
    return failed ? path : name.string();
}

}  // namespace

core::Result<std::unique_ptr<WriterGuard>> WriterGuard::take(const std::string& path,
                                                             GuardScope scope) {
    const std::string name = scope == GuardScope::kMachine ? canonical(path) : path;
    {
        const core::MutexLock lock{held().mutex};
        if (!held().names.insert(name).second) {
            return core::Error{core::Errc::kUnavailable,
                               core::cat(path, ": this process already has its one writer open")};
        }
    }
    std::unique_ptr<WriterGuard> guard{new WriterGuard{name}};
    if (scope == GuardScope::kMachine) {
        SARHAD_TRY_STATUS(guard->lock_file());
    }
    return guard;
}

core::Status WriterGuard::lock_file() {
    const std::string path = name_ + ".writer";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) {
        return core::Error{core::Errc::kUnavailable,
                           core::cat(path,
                                     ": open: ",
                                     std::generic_category().message(errno),
                                     "; is the folder there and ours?")};
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        return core::Error{core::Errc::kUnavailable,
                           core::cat(path, ": another process is the writer; stop it first")};
    }
    return {};
}

WriterGuard::~WriterGuard() {
    if (file_ >= 0) {
        ::close(file_);
    }
    const core::MutexLock lock{held().mutex};
    held().names.erase(name_);
}

}  // namespace sarhad::store
