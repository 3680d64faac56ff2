#include "log_rewrite.h"

#include "core/bytes.h"
#include "core/text.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sarhad::store {
namespace {

constexpr sqlite3_int64 kBlock = 64 * 1024;

int write_over(sqlite3_file& file) {
    sqlite3_int64 size = 0;
    int code = file.pMethods->xFileSize(&file, &size);
    core::Bytes block(static_cast<std::size_t>(kBlock));
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += kBlock) {
        const int count = static_cast<int>(std::min(kBlock, size - at));
        code = file.pMethods->xRead(&file, block.data(), count, at);
        if (code == SQLITE_OK) {
            code = file.pMethods->xWrite(&file, block.data(), count, at);
        }
    }
    return code == SQLITE_OK ? file.pMethods->xSync(&file, SQLITE_SYNC_FULL) : code;
}

}  // namespace

core::Status rewrite_log(sqlite3_vfs& vfs, const std::string& path) {
    const auto size = static_cast<std::size_t>(vfs.szOsFile);
    std::vector<std::max_align_t> room(size / sizeof(std::max_align_t) + 1);
    auto* file = reinterpret_cast<sqlite3_file*>(room.data());
    const std::string name = path + '\0';  // A name of SQLite's ends in two zeros.
    int code =
        vfs.xOpen(&vfs, name.c_str(), file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL, nullptr);
    if (code == SQLITE_OK) {
        code = write_over(*file);
    }
    if (file->pMethods != nullptr) {
        file->pMethods->xClose(file);
    }
    if (code == SQLITE_OK) {
        return {};
    }
    return core::Error{core::Errc::kUnavailable,
                       core::cat(path, ": write over itself: ", sqlite3_errstr(code))};
}

}  // namespace sarhad::store
