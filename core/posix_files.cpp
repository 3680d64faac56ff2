#include "core/posix_files.h"

#include "core/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace sarhad::core {
namespace {

Error from_errno(const std::string& path, const char* doing) {
    const int code = errno;
    const Errc errc = code == ENOENT                     ? Errc::kNotFound
                      : code == ENOSPC || code == EDQUOT ? Errc::kExhausted
                                                         : Errc::kUnavailable;
    return Error{errc, cat(path, ": ", doing, ": ", std::generic_category().message(code))};
}

/// Owns a descriptor for one function.
class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

std::string folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path{path}.parent_path().string();
    return folder.empty() ? "." : folder;
}

Status sync_folder(const std::string& folder) {
    const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.number() < 0 || ::fsync(opened.number()) != 0) {
        return from_errno(folder, "sync folder");
    }
    return {};
}

/// After a rename: of the target first, so that a power failure cannot lose the file.
Status sync_folders(const std::string& from, const std::string& to) {
    SARHAD_TRY_STATUS(sync_folder(folder_of(to)));
    return folder_of(from) == folder_of(to) ? Status{} : sync_folder(folder_of(from));
}

Status write_all(int descriptor, ByteView content, const std::string& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return from_errno(path, "write");
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Status write_new(const std::string& path, ByteView content, FileMode mode) {
    const mode_t bits = mode == FileMode::kPrivate ? 0600 : 0640;
    // A file left over from a crash might have another mode, and be somebody's to read.
    ::unlink(path.c_str());
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, bits)};
    if (file.number() < 0) {
        return from_errno(path, "create");
    }
    if (Status written = write_all(file.number(), content, path); !written) {
        return written;
    }
    if (::fsync(file.number()) != 0) {
        return from_errno(path, "sync");
    }
    return {};
}

}  // namespace

Result<Bytes> PosixFiles::read(const std::string& path, ByteSize limit) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) {
        return from_errno(path, "open");
    }
    Bytes content;
    Bytes block(64 * 1024);
    while (true) {
        const ssize_t got = ::read(file.number(), block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return from_errno(path, "read");
        }
        if (got == 0) {
            return content;
        }
        const auto count = static_cast<std::size_t>(got);
        if (content.size() + count > limit.bytes) {
            return Error{Errc::kExhausted,
                         cat(path, ": larger than the limit of ", limit.bytes, " bytes")};
        }
        append(content, ByteView{block}.first(count));
    }
}

Status PosixFiles::replace(const std::string& path, ByteView content, FileMode mode) {
    struct stat held {};
    if (::stat(path.c_str(), &held) == 0 && !S_ISREG(held.st_mode)) {
        return Error{Errc::kInvalid, cat(path, ": is there already and is no plain file")};
    }
    const std::string fresh = path + ".new";
    Status written = write_new(fresh, content, mode);
    if (written) {
        written = rename(fresh, path);
    }
    if (!written) {
        ::unlink(fresh.c_str());
    }
    return written;
}

Result<std::vector<std::string>> PosixFiles::list(const std::string& folder) {
    std::error_code fault;
    std::filesystem::directory_iterator entries{folder, fault};
    std::vector<std::string> names;
    for (; !fault && entries != std::filesystem::directory_iterator{}; entries.increment(fault)) {
        std::error_code gone;  // A file removed under our feet is no error: it is not listed.
        if (entries->is_regular_file(gone)) {
            names.push_back(entries->path().filename().string());
        }
    }
    if (fault) {
        const bool is_absent = fault == std::errc::no_such_file_or_directory;
        return Error{is_absent ? Errc::kNotFound : Errc::kUnavailable,
                     cat(folder, ": list: ", fault.message())};
    }
    std::sort(names.begin(), names.end());
    return names;
}

Status PosixFiles::rename(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return from_errno(from, "rename");
    }
    return sync_folders(from, to);
}

Status PosixFiles::rename_new(const std::string& from, const std::string& to) {
    bool is_moved =
        ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
    if (!is_moved && errno == EINVAL) {
        // NFS and some shared folders have no such rename; a second name replaces nothing either.
        is_moved = ::link(from.c_str(), to.c_str()) == 0;
        if (is_moved && ::unlink(from.c_str()) != 0) {
            Status failed = from_errno(from, "rename");
            ::unlink(to.c_str());
            return failed;
        }
    }
    if (!is_moved && errno == EEXIST) {
        return Error{Errc::kConflict, cat(from, ": rename: ", to, " is there already")};
    }
    return is_moved ? sync_folders(from, to) : Status{from_errno(from, "rename")};
}

Status PosixFiles::remove(const std::string& path) {
    if (::unlink(path.c_str()) != 0) {
        return errno == ENOENT ? Status{} : from_errno(path, "remove");
    }
    return sync_folder(folder_of(path));
}

Status PosixFiles::make_folder(const std::string& path) {
    const std::filesystem::path whole{path};
    std::filesystem::path built;
    for (const std::filesystem::path& part : whole) {
        built /= part;
        if (::mkdir(built.c_str(), 0750) != 0 && errno != EEXIST) {
            return from_errno(built.string(), "make folder");
        }
    }
    return {};
}

}  // namespace sarhad::core
