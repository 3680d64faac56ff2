#include "sim/sim_vfs.h"

#include "core/check.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <new>

#include "sim/file_share.h"

namespace sarhad::sim {
namespace {

/// A file as SQLite holds it: SQLite allocates it, x_open builds it, x_close destroys it.
struct OpenFile {
    sqlite3_file base;
    SimDisk* disk;
    SimDisk::Handle file;
    std::string name;
    bool is_removed_on_close;
    std::shared_ptr<FileShare> share;
    ShareHolder holder;
};

/// What a VFS knows beside its disk: what the connections of each file share.
struct Registered {
    SimDisk* disk{nullptr};
    std::map<std::string, std::weak_ptr<FileShare>> shares;
};

OpenFile& self(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}
Registered& registered(sqlite3_vfs* vfs) {
    return *static_cast<Registered*>(vfs->pAppData);
}
SimDisk& disk_of(sqlite3_vfs* vfs) {
    return *registered(vfs).disk;
}

std::shared_ptr<FileShare> share_of(sqlite3_vfs* vfs, const std::string& name) {
    std::weak_ptr<FileShare>& known = registered(vfs).shares[name];
    std::shared_ptr<FileShare> share = known.lock();
    if (share == nullptr) {
        share = std::make_shared<FileShare>();
        known = share;
    }
    return share;
}

int code_of(DiskOutcome outcome, int failed) {
    switch (outcome) {
        case DiskOutcome::kDone:
            return SQLITE_OK;
        case DiskOutcome::kFull:
            return SQLITE_FULL;
        case DiskOutcome::kFailed:
        case DiskOutcome::kMissing:
        case DiskOutcome::kOff:
            return failed;
    }
    return failed;
}

int x_close(sqlite3_file* file) {
    OpenFile& open = self(file);
    open.share->leave(open.holder);
    if (open.is_removed_on_close) {
        static_cast<void>(open.disk->remove(open.name, FolderSync::kLater));
    }
    open.~OpenFile();
    return SQLITE_OK;
}

int x_read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    OpenFile& open = self(file);
    if (!open.disk->is_on()) {
        return SQLITE_IOERR_READ;
    }
    const core::Bytes& live = open.file->live;
    const auto wanted = static_cast<std::size_t>(size);
    const auto from = static_cast<std::size_t>(offset);
    const std::size_t held = from < live.size() ? std::min(wanted, live.size() - from) : 0;
    if (held != 0) {
        std::memcpy(to, live.data() + from, held);
    }
    if (held == wanted) {
        return SQLITE_OK;
    }
    std::memset(static_cast<char*>(to) + held, 0, wanted - held);
    return SQLITE_IOERR_SHORT_READ;
}

int x_write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    OpenFile& open = self(file);
    const core::ByteView bytes{static_cast<const std::uint8_t*>(from),
                               static_cast<std::size_t>(size)};
    return code_of(open.disk->write(*open.file, static_cast<std::uint64_t>(offset), bytes),
                   SQLITE_IOERR_WRITE);
}

int x_truncate(sqlite3_file* file, sqlite3_int64 size) {
    OpenFile& open = self(file);
    return code_of(open.disk->truncate(*open.file, static_cast<std::uint64_t>(size)),
                   SQLITE_IOERR_TRUNCATE);
}

int x_sync(sqlite3_file* file, int /*flags*/) {
    OpenFile& open = self(file);
    return code_of(open.disk->sync(open.name, *open.file), SQLITE_IOERR_FSYNC);
}

int x_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(self(file).file->live.size());
    return SQLITE_OK;
}

int x_lock(sqlite3_file* file, int level) {
    return self(file).share->lock(self(file).holder, level);
}
int x_unlock(sqlite3_file* file, int level) {
    self(file).share->unlock(self(file).holder, level);
    return SQLITE_OK;
}
int x_reserved(sqlite3_file* file, int* is_reserved) {
    *is_reserved = self(file).share->is_reserved() ? 1 : 0;
    return SQLITE_OK;
}
int x_shm_map(sqlite3_file* file, int page, int size, int extends, volatile void** region) {
    *region = self(file).share->region(
        static_cast<std::size_t>(page), static_cast<std::size_t>(size), extends != 0);
    return SQLITE_OK;
}
int x_shm_lock(sqlite3_file* file, int first, int count, int flags) {
    FileShare& share = *self(file).share;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        share.unlock_slots(self(file).holder, first, count);
        return SQLITE_OK;
    }
    return share.lock_slots(self(file).holder, first, count, (flags & SQLITE_SHM_EXCLUSIVE) != 0);
}
void x_shm_barrier(sqlite3_file* /*file*/) {}  // One thread.
int x_shm_unmap(sqlite3_file* file, int /*is_deleted*/) {
    self(file).share->unlock_slots(self(file).holder, 0, SQLITE_SHM_NLOCK);
    return SQLITE_OK;
}
int x_control(sqlite3_file* /*file*/, int /*operation*/, void* /*argument*/) {
    return SQLITE_NOTFOUND;
}
int x_sector(sqlite3_file* /*file*/) {
    return static_cast<int>(SimDisk::kSector);
}
int x_characteristics(sqlite3_file* /*file*/) {
    // A torn sector keeps the bytes that the write did not change, as on the disks of today.
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/// Version 2: shared memory, no memory map.
sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods{};
    methods.iVersion = 2;
    methods.xClose = x_close;
    methods.xRead = x_read;
    methods.xWrite = x_write;
    methods.xTruncate = x_truncate;
    methods.xSync = x_sync;
    methods.xFileSize = x_size;
    methods.xLock = x_lock;
    methods.xUnlock = x_unlock;
    methods.xCheckReservedLock = x_reserved;
    methods.xFileControl = x_control;
    methods.xSectorSize = x_sector;
    methods.xDeviceCharacteristics = x_characteristics;
    methods.xShmMap = x_shm_map;
    methods.xShmLock = x_shm_lock;
    methods.xShmBarrier = x_shm_barrier;
    methods.xShmUnmap = x_shm_unmap;
    return methods;
}
const sqlite3_io_methods kMethods = make_methods();

int x_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    file->pMethods = nullptr;
    SimDisk& disk = disk_of(vfs);
    const bool is_temporary = name == nullptr;
    const std::string path = is_temporary ? "temporary" : name;
    SimDisk::Handle handle;
    if (is_temporary) {
        handle = std::make_shared<SimFile>();
    } else {
        handle = disk.open(path, (flags & SQLITE_OPEN_CREATE) != 0);
    }
    if (handle == nullptr) {
        return SQLITE_CANTOPEN;
    }
    new (file) OpenFile{{&kMethods},
                        &disk,
                        std::move(handle),
                        path,
                        !is_temporary && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                        is_temporary ? std::make_shared<FileShare>() : share_of(vfs, path),
                        {}};
    if (flags_out != nullptr) {
        *flags_out = flags;
    }
    return SQLITE_OK;
}

int x_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    const DiskOutcome outcome =
        disk_of(vfs).remove(name, sync_folder != 0 ? FolderSync::kNow : FolderSync::kLater);
    return outcome == DiskOutcome::kMissing ? SQLITE_IOERR_DELETE_NOENT
                                            : code_of(outcome, SQLITE_IOERR_DELETE);
}

int x_access(sqlite3_vfs* vfs, const char* name, int /*flags*/, int* found) {
    *found = disk_of(vfs).exists(name) ? 1 : 0;
    return SQLITE_OK;
}

int x_full_path(sqlite3_vfs* /*vfs*/, const char* name, int size, char* to) {
    sqlite3_snprintf(size, to, "%s", name);
    return SQLITE_OK;
}

/// SQLite asks once a connection, for its own use (WAL salts, temporary names): a constant serves,
/// and the same seed stays the same run whichever host opens first.
int x_randomness(sqlite3_vfs* /*vfs*/, int size, char* to) {
    for (int i = 0; i < size; ++i) {
        to[i] = static_cast<char>(i * 37 + 11);
    }
    return size;
}

int x_sleep(sqlite3_vfs* /*vfs*/, int micros) {
    return micros;
}
int x_time(sqlite3_vfs* /*vfs*/, sqlite3_int64* julian_millis) {
    *julian_millis = 212'000'000'000'000LL;
    return SQLITE_OK;
}
int x_last_error(sqlite3_vfs* /*vfs*/, int /*size*/, char* /*to*/) {
    return 0;
}

}  // namespace

struct SimVfs::Registration {
    sqlite3_vfs vfs{};
    Registered known;
};

SimVfs::SimVfs(std::string name, SimDisk& disk)
    : name_{std::move(name)}, registration_{std::make_unique<Registration>()} {
    sqlite3_vfs& vfs = registration_->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(sizeof(OpenFile));
    vfs.mxPathname = 512;
    vfs.zName = name_.c_str();
    registration_->known.disk = &disk;
    vfs.pAppData = &registration_->known;
    vfs.xOpen = x_open;
    vfs.xDelete = x_delete;
    vfs.xAccess = x_access;
    vfs.xFullPathname = x_full_path;
    vfs.xRandomness = x_randomness;
    vfs.xSleep = x_sleep;
    vfs.xGetLastError = x_last_error;
    vfs.xCurrentTimeInt64 = x_time;
    SARHAD_CHECK(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

SimVfs::~SimVfs() {
    SARHAD_CHECK(sqlite3_vfs_unregister(&registration_->vfs) == SQLITE_OK);
}

}  // namespace sarhad::sim
