#include "connection.h"

#include "disk_care.h"

#include "core/text.h"

#include <sqlite3.h>

namespace sarhad::store {
namespace {

/// A program has some hundred statements; past this they are prepared anew for each use.
constexpr std::size_t kStatementsKeptMax = 512;
/// How much of a statement an error text shows.
constexpr std::size_t kOperationShown = 72;

core::Errc errc_of(int code) {
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return core::Errc::kCorrupt;
        case SQLITE_FULL:
        case SQLITE_NOMEM:
            return core::Errc::kExhausted;
        case SQLITE_CONSTRAINT:
            return core::Errc::kConflict;
        case SQLITE_ERROR:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_AUTH:
            return core::Errc::kInvalid;
        default:  // Not our enum: the device or a lock.
            return core::Errc::kUnavailable;
    }
}

/// Only these of SQLite's own messages are sure to hold names of tables and columns alone.
bool has_safe_message(int code) {
    return (code & 0xff) == SQLITE_ERROR || (code & 0xff) == SQLITE_CONSTRAINT;
}

}  // namespace

core::Result<std::unique_ptr<Connection>> Connection::open(const std::string& path,
                                                           const std::string& vfs,
                                                           int flags) {
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    std::unique_ptr<Connection> connection{new Connection{path, handle}};
    if (code != SQLITE_OK) {
        return connection->error(code, "open");
    }
    sqlite3_extended_result_codes(handle, 1);
    return connection;
}

Connection::Connection(std::string path, sqlite3* handle)
    : path_{std::move(path)}, handle_{handle} {}

Connection::~Connection() {
    for (auto& [text, cached] : statements_) {
        SARHAD_CHECK(!cached.in_use);
        sqlite3_finalize(cached.statement);
    }
    SARHAD_CHECK(sqlite3_close(handle_) == SQLITE_OK);
}

core::Result<Statement> Connection::prepare(const Sql& sql) {
    const auto found = statements_.find(sql.c_str());
    if (found != statements_.end() && !found->second.in_use) {
        return Statement{*this, found->second};
    }
    CachedStatement fresh{.text = sql.c_str()};
    const int size = static_cast<int>(sql.view().size()) + 1;
    const int code = sqlite3_prepare_v3(
        handle_, sql.c_str(), size, SQLITE_PREPARE_PERSISTENT, &fresh.statement, nullptr);
    if (code != SQLITE_OK) {
        return error(code, sql.view());
    }
    // SQLite counts BEGIN IMMEDIATE among the writes; it is how one starts.
    fresh.writes = sqlite3_stmt_readonly(fresh.statement) == 0 && !sql.view().starts_with("BEGIN");
    fresh.is_kept = found == statements_.end() && statements_.size() < kStatementsKeptMax;
    if (fresh.is_kept) {
        return Statement{*this, statements_[sql.c_str()] = fresh};
    }
    return Statement{*this, *std::make_unique<CachedStatement>(fresh).release()};
}

void Connection::give_back(CachedStatement& cached) noexcept {
    sqlite3_reset(cached.statement);
    if (cached.is_kept) {
        sqlite3_clear_bindings(cached.statement);
        cached.in_use = false;
        return;
    }
    const std::unique_ptr<CachedStatement> once{&cached};
    sqlite3_finalize(once->statement);
}

core::Status Connection::may_start(const CachedStatement& cached) const {
    if (in_transaction_ && is_autocommit()) {
        return core::Error{core::Errc::kUnavailable,
                           core::cat(path_, ": the transaction was rolled back by the database")};
    }
    if (cached.writes && !in_transaction_) {
        return core::Error{core::Errc::kInvalid,
                           core::cat(path_, ": a write outside a transaction: ", cached.text)};
    }
    return {};
}

core::Status Connection::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return error(code, sql);
    }
    return {};
}

core::Result<std::string> Connection::read_text(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr);
    if (code != SQLITE_OK) {
        return error(code, sql);
    }
    code = sqlite3_step(statement);
    std::string value;
    if (code == SQLITE_ROW) {
        const core::ByteView text{sqlite3_column_text(statement, 0),
                                  static_cast<std::size_t>(sqlite3_column_bytes(statement, 0))};
        value = core::as_text(text);
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        core::Error failed = error(code, sql);
        sqlite3_finalize(statement);
        return failed;
    }
    sqlite3_finalize(statement);
    return value;
}

core::Error Connection::error(int code, std::string_view operation) const {
    const char* words = handle_ != nullptr && has_safe_message(code) ? sqlite3_errmsg(handle_)
                                                                     : sqlite3_errstr(code);
    if (watch_ != nullptr) {
        watch_->saw(code);
    }
    return {errc_of(code),
            core::cat(path_,
                      ": ",
                      operation.substr(0, kOperationShown),
                      ": ",
                      words,
                      " (SQLite ",
                      code,
                      ")")};
}

bool Connection::is_autocommit() const noexcept {
    return sqlite3_get_autocommit(handle_) != 0;
}

}  // namespace sarhad::store
