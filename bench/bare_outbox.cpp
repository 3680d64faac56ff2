#include "bare_outbox.h"

#include "core/check.h"
#include "store/outbox.h"

#include <sqlite3.h>

#include <array>

namespace sarhad::bench {

struct BareOutbox::Handles {
    sqlite3* database{nullptr};
    sqlite3_stmt* insert{nullptr};
};

namespace {

void run(sqlite3* database, const char* sql) {
    SARHAD_CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

}  // namespace

BareOutbox::BareOutbox(const std::string& path) : handles_{new Handles} {
    SARHAD_CHECK(sqlite3_open(path.c_str(), &handles_->database) == SQLITE_OK);
    // The same durability and the same checkpoints as the store's writer.
    run(handles_->database,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000;"
        "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;");
    run(handles_->database, std::string{store::kOutboxSchema}.c_str());
    SARHAD_CHECK(sqlite3_prepare_v2(handles_->database,
                                    "INSERT INTO outbox VALUES(1, 1, ?, 2, 1, 1, 1, ?, ?, ?, ?)",
                                    -1,
                                    &handles_->insert,
                                    nullptr) == SQLITE_OK);
}

BareOutbox::~BareOutbox() {
    sqlite3_finalize(handles_->insert);
    sqlite3_close(handles_->database);
    delete handles_;
}

void BareOutbox::insert(std::uint64_t count, core::ByteView sealed) {
    static constexpr std::array<std::uint8_t, 32> kHash{1, 2, 3};
    run(handles_->database, "BEGIN IMMEDIATE");
    for (std::uint64_t row = 0; row < count; ++row) {
        sqlite3_bind_int64(handles_->insert, 1, ++seq_);
        for (int column = 2; column <= 4; ++column) {
            sqlite3_bind_blob(handles_->insert, column, kHash.data(), 32, nullptr);
        }
        sqlite3_bind_blob(
            handles_->insert, 5, sealed.data(), static_cast<int>(sealed.size()), nullptr);
        SARHAD_CHECK(sqlite3_step(handles_->insert) == SQLITE_DONE);
        sqlite3_reset(handles_->insert);
    }
    run(handles_->database, "COMMIT");
}

}  // namespace sarhad::bench
