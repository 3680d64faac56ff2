#include "sim/inspect.h"

#include "core/check.h"

#include <sqlite3.h>

#include <cstdio>

namespace sarhad::sim {

std::uint64_t Inspection::Row::number(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}
std::string Inspection::Row::text(int column) const {
    const core::Bytes held = bytes(column);
    return {held.begin(), held.end()};
}
core::Bytes Inspection::Row::bytes(int column) const {
    const auto* from = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {from, from + sqlite3_column_bytes(statement_, column)};
}

Inspection::Inspection(const SimDisk& disk, const std::string& database) {
    disk_.power_off(PowerLoss::kProcessOnly);
    disk_.show(disk, database);
    disk_.power_on();
    if (!disk_.exists(database)) {
        return;
    }
    SARHAD_CHECK(
        sqlite3_open_v2(database.c_str(), &handle_, SQLITE_OPEN_READWRITE, vfs_.name().c_str()) ==
        SQLITE_OK);
    sqlite3_exec(handle_, "PRAGMA locking_mode=EXCLUSIVE", nullptr, nullptr, nullptr);
}

Inspection::~Inspection() {
    disk_.power_off(PowerLoss::kProcessOnly);  // So that closing writes nothing.
    sqlite3_close(handle_);
}

void Inspection::query(const std::string& sql, const std::function<void(const Row&)>& each) {
    if (handle_ == nullptr) {
        return;
    }
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        const std::string why = sqlite3_errmsg(handle_);
        if (why.compare(0, 14, "no such table:") != 0) {
            std::fprintf(stderr, "%s: %s\n", sql.c_str(), why.c_str());
            SARHAD_CHECK(false);
        }
        return;
    }
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        each(Row{statement});
    }
    SARHAD_CHECK(code == SQLITE_DONE);
    sqlite3_finalize(statement);
}

}  // namespace sarhad::sim
