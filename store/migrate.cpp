#include "migrate.h"

#include "core/text.h"

#include <cstdint>
#include <map>
#include <string>

namespace sarhad::store {
namespace {

/// FNV-1a, 64 bits: tells an edited migration from the applied one. No defence against malice,
/// which could edit the table as well.
std::int64_t checksum(std::string_view sql) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : core::as_bytes(sql)) {
        hash = (hash ^ byte) * 0x100000001b3U;
    }
    return static_cast<std::int64_t>(hash);
}

core::Result<std::map<int, std::int64_t>> applied(Connection& connection) {
    SARHAD_TRY(Statement statement,
               connection.prepare("SELECT version, checksum FROM schema_migration"));
    std::map<int, std::int64_t> found;
    while (true) {
        SARHAD_TRY(const Step step, statement.step());
        if (step == Step::kDone) {
            return found;
        }
        found[static_cast<int>(statement.int64(0))] = statement.int64(1);
    }
}

core::Status refuse_newer(const Connection& connection,
                          const std::map<int, std::int64_t>& done,
                          std::span<const Migration> known) {
    const int newest = known.empty() ? 0 : known.back().version;
    if (done.empty() || done.rbegin()->first <= newest) {
        return {};
    }
    return core::Error{core::Errc::kConflict,
                       core::cat(connection.path(),
                                 ": its schema is version ",
                                 done.rbegin()->first,
                                 ", this program knows up to ",
                                 newest,
                                 ": install the newer package")};
}

core::Status apply(Connection& connection, const Migration& migration) {
    SARHAD_TRY_STATUS(connection.execute(std::string{migration.sql}));
    SARHAD_TRY(Statement statement,
               connection.prepare(
                   "INSERT INTO schema_migration(version, name, checksum) VALUES(?1, ?2, ?3)"));
    statement.bind(1, migration.version);
    statement.bind(2, migration.name);
    statement.bind(3, checksum(migration.sql));
    return statement.run();
}

core::Status apply_missing(Connection& connection, std::span<const Migration> migrations) {
    SARHAD_TRY_STATUS(connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migration(version INTEGER PRIMARY KEY,"
        " name TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT"));
    SARHAD_TRY(const auto done, applied(connection));
    SARHAD_TRY_STATUS(refuse_newer(connection, done, migrations));
    for (const Migration& migration : migrations) {
        const auto found = done.find(migration.version);
        if (found == done.end()) {
            SARHAD_TRY_STATUS(apply(connection, migration));
        } else if (found->second != checksum(migration.sql)) {
            return core::Error{core::Errc::kConflict,
                               core::cat(connection.path(),
                                         ": migration ",
                                         migration.version,
                                         " (",
                                         migration.name,
                                         ") was altered after it was applied: this program and "
                                         "this file do not belong together")};
        }
    }
    return {};
}

}  // namespace

core::Status migrate(Connection& connection, std::span<const Migration> migrations) {
    int version = 0;
    for (const Migration& migration : migrations) {
        SARHAD_CHECK(migration.version == ++version);
    }
    SARHAD_TRY_STATUS(connection.execute("BEGIN IMMEDIATE"));
    connection.set_in_transaction(true);
    core::Status done = apply_missing(connection, migrations);
    if (done) {
        done = connection.execute("COMMIT");
    }
    if (!done && !connection.is_autocommit()) {
        // The first failure is the one to tell; a rollback that fails leaves the same file.
        static_cast<void>(connection.execute("ROLLBACK").has_value());
    }
    connection.set_in_transaction(false);
    return done;
}

}  // namespace sarhad::store
