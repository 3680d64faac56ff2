#include "sim/sim_files.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::sim {
namespace {

core::Status status_of(DiskOutcome outcome, const std::string& path, const char* operation) {
    switch (outcome) {
        case DiskOutcome::kDone:
            return {};
        case DiskOutcome::kFull:
            return core::Error{core::Errc::kExhausted,
                               core::cat(path, ": ", operation, ": the disk is full")};
        case DiskOutcome::kMissing:
            return core::Error{core::Errc::kNotFound,
                               core::cat(path, ": ", operation, ": no such file")};
        case DiskOutcome::kFailed:
        case DiskOutcome::kOff:
            break;
    }
    return core::Error{core::Errc::kUnavailable,
                       core::cat(path, ": ", operation, ": the device failed")};
}

}  // namespace

core::Result<core::Bytes> SimFiles::read_part(const std::string& path,
                                              std::uint64_t offset,
                                              core::ByteSize limit) {
    SARHAD_TRY(const core::Bytes whole, read(path, core::ByteSize{UINT64_MAX}));
    const std::size_t from = std::min<std::uint64_t>(offset, whole.size());
    const std::size_t size = std::min<std::uint64_t>(limit.bytes, whole.size() - from);
    const core::ByteView part = core::ByteView{whole}.subspan(from, size);
    return core::Bytes{part.begin(), part.end()};
}

core::Result<core::Bytes> SimFiles::read(const std::string& path, core::ByteSize limit) {
    const SimDisk::Handle file = disk_.open(path, false);
    if (file == nullptr) {
        return core::Error{disk_.is_on() ? core::Errc::kNotFound : core::Errc::kUnavailable,
                           core::cat(path, ": read: no such file")};
    }
    if (file->live.size() > limit.bytes) {
        return core::Error{core::Errc::kExhausted,
                           core::cat(path, ": read: larger than ", limit.bytes, " bytes")};
    }
    return file->live;
}

core::Status SimFiles::replace(const std::string& path,
                               core::ByteView content,
                               core::FileMode /*mode*/) {
    const std::string temporary = path + ".tmp";
    const SimDisk::Handle file = disk_.open(temporary, true);
    if (file == nullptr) {
        return status_of(DiskOutcome::kOff, path, "create");
    }
    DiskOutcome outcome = disk_.truncate(*file, 0);
    if (outcome == DiskOutcome::kDone) {
        outcome = disk_.write(*file, 0, content);
    }
    if (outcome == DiskOutcome::kDone) {
        outcome = disk_.sync(temporary, *file);
    }
    if (outcome != DiskOutcome::kDone) {
        static_cast<void>(disk_.remove(temporary, FolderSync::kLater));
        return status_of(outcome, path, "write");
    }
    return rename(temporary, path);
}

core::Status SimFiles::write_parts(const std::string& path,
                                   const std::function<core::Result<core::Bytes>()>& next,
                                   core::FileMode /*mode*/) {
    const SimDisk::Handle file = disk_.open(path, true);
    if (file == nullptr) {
        return status_of(DiskOutcome::kOff, path, "create");
    }
    DiskOutcome outcome = disk_.truncate(*file, 0);
    std::uint64_t written = 0;
    while (outcome == DiskOutcome::kDone) {
        SARHAD_TRY(const core::Bytes part, next());
        if (part.empty()) {
            outcome = disk_.sync(path, *file);
            break;
        }
        outcome = disk_.write(*file, written, part);
        written += part.size();
    }
    return status_of(outcome, path, "write");
}

core::Status SimFiles::append(const std::string& path,
                              core::ByteView content,
                              core::FileMode /*mode*/) {
    const SimDisk::Handle file = disk_.open(path, true);
    if (file == nullptr) {
        return status_of(DiskOutcome::kOff, path, "create");
    }
    return status_of(disk_.write(*file, file->live.size(), content), path, "write");
}

core::Result<std::vector<std::string>> SimFiles::list(const std::string& folder) {
    if (!disk_.is_on()) {
        return core::Error{core::Errc::kUnavailable, core::cat(folder, ": list: device failed")};
    }
    return disk_.names_in(folder);
}

core::Result<std::vector<core::FolderEntry>> SimFiles::look(const std::string& folder) {
    SARHAD_TRY(std::vector<std::string> names, list(folder));
    std::vector<core::FolderEntry> entries;
    for (std::string& name : names) {
        const SimDisk::Handle file = disk_.open(core::cat(folder, "/", name), false);
        const core::ByteSize size{file == nullptr ? 0 : file->live.size()};
        entries.push_back({std::move(name), true, size, {}, {}});
    }
    return entries;
}

core::Status SimFiles::rename(const std::string& from, const std::string& to) {
    SARHAD_TRY_STATUS(status_of(disk_.rename(from, to), from, "rename"));
    return status_of(disk_.sync_names(), to, "sync folder");
}

core::Status SimFiles::rename_new(const std::string& from, const std::string& to) {
    if (disk_.is_on() && disk_.exists(from) && disk_.exists(to)) {
        return core::Error{core::Errc::kConflict, core::cat(from, ": rename: the target is there")};
    }
    return rename(from, to);
}

core::Status SimFiles::overwrite(const std::string& path) {
    const SimDisk::Handle file = disk_.open(path, false);
    if (file == nullptr) {
        return disk_.is_on() ? core::Status{} : status_of(DiskOutcome::kOff, path, "overwrite");
    }
    DiskOutcome outcome = disk_.write(*file, 0, core::Bytes(file->live.size()));
    if (outcome == DiskOutcome::kDone) {
        outcome = disk_.sync(path, *file);
    }
    return status_of(outcome, path, "overwrite");
}

core::Status SimFiles::remove(const std::string& path) {
    const DiskOutcome outcome = disk_.remove(path, FolderSync::kNow);
    return outcome == DiskOutcome::kMissing ? core::Status{} : status_of(outcome, path, "remove");
}

core::Status SimFiles::make_folder(const std::string& path) {
    return disk_.is_on() ? core::Status{} : status_of(DiskOutcome::kOff, path, "make folder");
}

}  // namespace sarhad::sim
