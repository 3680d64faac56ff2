#include "core/posix_files.h"

#include "core/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace sarhad::core {
namespace {

constexpr int kNewNamesTried = 1'000;
/// A sync of another file waits for what of this one is not on the disk yet.
constexpr std::size_t kUnsyncedBytes = 32U << 20U;

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

Status write_synced(int descriptor, ByteView content, const std::string& path) {
    if (Status written = write_all(descriptor, content, path); !written) {
        return written;
    }
    return ::fsync(descriptor) == 0 ? Status{} : Status{from_errno(path, "sync")};
}

/// Writes a file beside `path` under a name that was free, and gives that. What a crash left under
/// such a name may be anybody's to read, and what another program put there is not ours: neither is
/// touched.
Result<std::string> write_beside(const std::string& path, ByteView content, FileMode mode) {
    static std::atomic<unsigned> next{0};
    const mode_t bits = mode == FileMode::kPrivate ? 0600 : 0640;
    const std::string start = cat(folder_of(path), "/.sarhad-new-", ::getpid(), "-");
    for (int tried = 0; tried < kNewNamesTried; ++tried) {
        std::string fresh = start + std::to_string(next++);
        const Descriptor file{
            ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, bits)};
        if (file.number() < 0 && errno == EEXIST) {
            continue;
        }
        if (file.number() < 0) {
            return from_errno(path, "create");
        }
        Status written = write_synced(file.number(), content, path);
        if (!written) {
            ::unlink(fresh.c_str());
            return std::move(written).error();
        }
        return fresh;
    }
    return Error{Errc::kConflict, cat(path, ": create: remove the .sarhad-new-* files beside it")};
}

Result<Bytes> read_all(int descriptor, const std::string& path, ByteSize limit) {
    Bytes content;
    Bytes block(64 * 1024);
    while (true) {
        const ssize_t got = ::read(descriptor, block.data(), block.size());
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

WallTime time_of(const struct timespec& time) {
    return {std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000};
}

/// None where it is gone meanwhile.
std::optional<FolderEntry> entry_of(const std::string& folder, std::string name) {
    struct stat held {};
    if (::lstat(cat(folder, "/", name).c_str(), &held) != 0) {
        return std::nullopt;
    }
    return FolderEntry{std::move(name),
                       S_ISREG(held.st_mode),
                       {static_cast<std::uint64_t>(held.st_size)},
                       time_of(held.st_mtim),
                       time_of(held.st_ctim)};
}

}  // namespace

Result<Bytes> PosixFiles::read(const std::string& path, ByteSize limit) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) {
        return from_errno(path, "open");
    }
    return read_all(file.number(), path, limit);
}

Result<Bytes> PosixFiles::read_part(const std::string& path, std::uint64_t offset, ByteSize limit) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) {
        return from_errno(path, "open");
    }
    Bytes part(limit.bytes);
    std::size_t size = 0;
    while (size < part.size()) {
        const ssize_t got = ::pread(file.number(),
                                    part.data() + size,
                                    part.size() - size,
                                    static_cast<off_t>(offset + size));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return from_errno(path, "read");
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
    }
    part.resize(size);
    return part;
}

Result<Bytes> PosixFiles::read_plain(const std::string& path, ByteSize limit) {
    // Not blocking: to open a pipe would else wait for its writer for ever.
    const Descriptor file{
        ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    const bool is_link_or_socket = file.number() < 0 && (errno == ELOOP || errno == ENXIO);
    if (file.number() < 0 && !is_link_or_socket) {
        return from_errno(path, "open");
    }
    struct stat held {};
    if (is_link_or_socket || ::fstat(file.number(), &held) != 0 || !S_ISREG(held.st_mode)) {
        return Error{Errc::kInvalid, cat(path, ": is no plain file")};
    }
    return read_all(file.number(), path, limit);
}

Status PosixFiles::replace(const std::string& path, ByteView content, FileMode mode) {
    struct stat held {};
    if (::stat(path.c_str(), &held) == 0 && !S_ISREG(held.st_mode)) {
        return Error{Errc::kInvalid, cat(path, ": is there already and is no plain file")};
    }
    SARHAD_TRY(const std::string fresh, write_beside(path, content, mode));
    Status moved = rename(fresh, path);
    if (!moved) {
        ::unlink(fresh.c_str());  // Where it moved and the sync failed, the name is free already.
    }
    return moved;
}

Status PosixFiles::write_parts(const std::string& path,
                               const std::function<Result<Bytes>()>& next,
                               FileMode mode) {
    const mode_t bits = mode == FileMode::kPrivate ? 0600 : 0640;
    const Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, bits)};
    if (file.number() < 0 || ::fchmod(file.number(), bits) != 0) {
        return from_errno(path, "create");
    }
    std::size_t unsynced = 0;
    while (true) {
        SARHAD_TRY(const Bytes part, next());
        if (part.empty()) {
            return ::fsync(file.number()) == 0 ? Status{} : Status{from_errno(path, "sync")};
        }
        SARHAD_TRY_STATUS(write_all(file.number(), part, path));
        unsynced += part.size();
        if (unsynced >= kUnsyncedBytes) {
            unsynced = 0;
            if (::fdatasync(file.number()) != 0) {
                return from_errno(path, "sync");
            }
        }
    }
}

Status PosixFiles::append(const std::string& path, ByteView content, FileMode mode) {
    const mode_t bits = mode == FileMode::kPrivate ? 0600 : 0640;
    const Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, bits)};
    if (file.number() < 0) {
        return from_errno(path, "create");
    }
    return write_all(file.number(), content, path);
}

Result<std::vector<std::string>> PosixFiles::list(const std::string& folder) {
    SARHAD_TRY(std::vector<FolderEntry> entries, look(folder));
    std::vector<std::string> names;
    for (FolderEntry& entry : entries) {
        if (entry.is_file) {
            names.push_back(std::move(entry.name));
        }
    }
    return names;
}

Result<std::vector<FolderEntry>> PosixFiles::look(const std::string& folder) {
    std::error_code fault;
    std::filesystem::directory_iterator names{folder, fault};
    std::vector<FolderEntry> entries;
    for (; !fault && names != std::filesystem::directory_iterator{}; names.increment(fault)) {
        if (auto entry = entry_of(folder, names->path().filename().string())) {
            entries.push_back(*std::move(entry));
        }
    }
    if (fault) {
        const bool is_absent = fault == std::errc::no_such_file_or_directory;
        return Error{is_absent ? Errc::kNotFound : Errc::kUnavailable,
                     cat(folder, ": list: ", fault.message())};
    }
    std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
        return a.name < b.name;
    });
    return entries;
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

Status PosixFiles::overwrite(const std::string& path) {
    const Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (file.number() < 0) {
        return errno == ENOENT ? Status{} : from_errno(path, "overwrite");
    }
    struct stat held {};
    if (::fstat(file.number(), &held) != 0 || !S_ISREG(held.st_mode)) {
        return Error{Errc::kInvalid, cat(path, ": is no plain file")};
    }
    const Bytes zeros(64 * 1024);
    auto left = static_cast<std::uint64_t>(held.st_size);
    while (left > 0) {
        const std::uint64_t part = std::min<std::uint64_t>(left, zeros.size());
        SARHAD_TRY_STATUS(write_all(file.number(), ByteView{zeros}.first(part), path));
        left -= part;
    }
    return ::fsync(file.number()) == 0 ? Status{} : Status{from_errno(path, "sync")};
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
