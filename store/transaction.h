#pragma once

#include "core/result.h"
#include "store/database.h"

namespace sarhad::store {

/// The one open write transaction of a Database (BEGIN IMMEDIATE). Rolls back on destruction
/// unless committed; state in memory that follows it (TransactionObserver) goes back with it.
/// Thread: the Database's.
class Transaction final {
public:
    /// A second one beside it is a bug (checked). Errors as Statement::step().
    [[nodiscard]] static core::Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Once this returns without an error, the work is on the disk. With an error, nothing of it
    /// is, and the transaction is over.
    [[nodiscard]] core::Status commit() &&;

    /// False once SQLite has rolled it back by itself (disk full, device failed): nothing more can
    /// be done in it.
    [[nodiscard]] bool is_open() const noexcept;
    [[nodiscard]] Database& database() const noexcept;

private:
    explicit Transaction(Database& database) noexcept : database_{&database} {}
    Database* database_;  ///< Null once committed or moved from.
};

/// A part of a transaction that can fail alone: rolls back to where it began on destruction unless
/// released. At most 4 inside each other.
class Savepoint final {
public:
    [[nodiscard]] static core::Result<Savepoint> begin(Transaction& transaction);
    Savepoint(Savepoint&& other) noexcept;
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    Savepoint& operator=(Savepoint&&) = delete;
    ~Savepoint();

    /// Keeps the part, as far as the transaction commits. With an error it is rolled back.
    [[nodiscard]] core::Status release() &&;

private:
    explicit Savepoint(Database& database) noexcept : database_{&database} {}
    Database* database_;
};

/// Rows that are touched while this stands do not count in Database::commits(): notes that are
/// written over by the minute, for which nobody has to look at all other rows again. Inside a
/// transaction.
class Uncounted final {
public:
    explicit Uncounted(Database& database) noexcept;
    Uncounted(const Uncounted&) = delete;
    Uncounted& operator=(const Uncounted&) = delete;
    ~Uncounted();

private:
    Database& database_;
    std::int64_t before_;
};

}  // namespace sarhad::store
