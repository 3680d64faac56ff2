#pragma once

#include "core/result.h"
#include "store/sql.h"
#include "store/statement.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace sarhad::store {

class DiskCare;

/// A statement held ready by its connection, or (`is_kept` false) made for one use.
struct CachedStatement {
    const char* text{nullptr};
    sqlite3_stmt* statement{nullptr};
    bool writes{false};
    bool in_use{false};
    bool is_kept{true};
};

/// One SQLite connection: its handle, its statements, and the words for its errors.
/// What Database and Reader share. Thread: one at a time.
class Connection final {
public:
    /// `flags` are sqlite3_open_v2's; `vfs` empty takes the default.
    [[nodiscard]] static core::Result<std::unique_ptr<Connection>> open(const std::string& path,
                                                                        const std::string& vfs,
                                                                        int flags);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    [[nodiscard]] core::Result<Statement> prepare(const Sql& sql);
    void give_back(CachedStatement& cached) noexcept;
    /// Whether `cached` may start now (see Statement).
    [[nodiscard]] core::Status may_start(const CachedStatement& cached) const;

    /// Runs SQL that binds nothing: pragmas, migrations. Its rows are dropped.
    [[nodiscard]] core::Status execute(const std::string& sql);
    /// The first column of the first row, as text; empty where there is none.
    [[nodiscard]] core::Result<std::string> read_text(const std::string& sql);

    /// SQLite's `code` as an error that names this file and `operation`.
    [[nodiscard]] core::Error error(int code, std::string_view operation) const;
    /// Who hears each code that becomes an error; lives as long as it is set.
    void set_watch(DiskCare* watch) noexcept { watch_ = watch; }
    /// True where no transaction is open in SQLite, ours or not.
    [[nodiscard]] bool is_autocommit() const noexcept;

    [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] bool in_transaction() const noexcept { return in_transaction_; }
    void set_in_transaction(bool open) noexcept { in_transaction_ = open; }

private:
    Connection(std::string path, sqlite3* handle);

    std::string path_;
    sqlite3* handle_;
    /// By the literal's address, which never changes. Looked up only, never walked for an order.
    // Never iterated.
    std::unordered_map<const char*, CachedStatement> statements_;
    DiskCare* watch_{nullptr};
    bool in_transaction_{false};  ///< A Transaction lives, whatever SQLite thinks.
};

}  // namespace sarhad::store
