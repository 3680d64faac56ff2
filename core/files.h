#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/units.h"

#include <functional>
#include <string>
#include <vector>

namespace sarhad::core {

/// Who may read a file that is written here.
enum class FileMode : std::uint8_t {
    kShared,   ///< 0640: readable by the group.
    kPrivate,  ///< 0600: keys and records.
};

/// One name in a folder, as it stands there: a link is not followed.
struct FolderEntry {
    std::string name;
    bool is_file{false};  ///< A regular file; not a folder, link, pipe, socket or device.
    ByteSize size{0};
    WallTime written;  ///< When its content changed last; a writer can set this.
    WallTime changed;  ///< When anything of it did, its name too; nobody can set this.
};

/// The one door to files that are not databases. Implementations: PosixFiles; the simulator's.
/// Paths are absolute or relative to the process's folder. Errors name the path.
/// Thread: any; no two writers of one path.
class Files {
public:
    Files() = default;
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    virtual ~Files() = default;

    /// The whole file. kNotFound where there is none, kExhausted where it is larger than `limit`.
    [[nodiscard]] virtual Result<Bytes> read(const std::string& path, ByteSize limit) = 0;
    /// At most `limit` bytes from `offset` on; none at the end of the file, or past it. For files
    /// that are too large to be held. kNotFound where there is none.
    [[nodiscard]] virtual Result<Bytes> read_part(const std::string& path,
                                                  std::uint64_t offset,
                                                  ByteSize limit) = 0;
    /// As read(), but never through a link and never of anything but a regular file: kInvalid. For
    /// folders into which others write.
    [[nodiscard]] virtual Result<Bytes> read_plain(const std::string& path, ByteSize limit) = 0;
    /// Durable and all-or-nothing: temporary file of a new name beside it, fsync, rename, fsync of
    /// the folder.
    [[nodiscard]] virtual Status replace(const std::string& path,
                                         ByteView content,
                                         FileMode mode) = 0;
    /// Writes a file of parts as `next` gives them, up to an empty one, and syncs it: for files too
    /// large to be held twice. NOT all-or-nothing, and what stood there is gone: a name that
    /// rename() puts in place afterwards. Never through a link. Errors of `next` too.
    [[nodiscard]] virtual Status write_parts(const std::string& path,
                                             const std::function<Result<Bytes>()>& next,
                                             FileMode mode) = 0;
    /// Adds to the end of a file that is made where there is none, and does not sync it: for a
    /// draft that is lost with its process. Never through a link.
    [[nodiscard]] virtual Status append(const std::string& path,
                                        ByteView content,
                                        FileMode mode) = 0;
    /// The names (not paths) of the regular files directly in `folder`, sorted. A link is none,
    /// whatever it leads to.
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;
    /// Everything in `folder` but "." and "..", by name.
    [[nodiscard]] virtual Result<std::vector<FolderEntry>> look(const std::string& folder) = 0;
    /// Atomic within one file system; replaces a target; both folders are synced.
    [[nodiscard]] virtual Status rename(const std::string& from, const std::string& to) = 0;
    /// As rename(), but kConflict where the target is there already: nothing is replaced, also not
    /// what another process puts there in the same moment.
    [[nodiscard]] virtual Status rename_new(const std::string& from, const std::string& to) = 0;
    /// Succeeds where there is none.
    [[nodiscard]] virtual Status remove(const std::string& path) = 0;
    /// With parents, mode 0750; succeeds where it is there.
    [[nodiscard]] virtual Status make_folder(const std::string& path) = 0;
    /// Zeros over every byte of a regular file where it stands, synced; its size stays. Succeeds
    /// where there is none; never through a link: kInvalid. What a disk keeps of old blocks (flash,
    /// copies that a file system makes) no program reaches.
    [[nodiscard]] virtual Status overwrite(const std::string& path) = 0;
};

}  // namespace sarhad::core
