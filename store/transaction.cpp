#include "store/transaction.h"

#include "connection.h"

#include <utility>

namespace sarhad::store {

core::Result<Transaction> Transaction::begin(Database& database) {
    SARHAD_TRY_STATUS(database.begin());
    return Transaction{database};
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_{std::exchange(other.database_, nullptr)} {}

Transaction::~Transaction() {
    if (database_ != nullptr) {
        database_->rollback();
    }
}

core::Status Transaction::commit() && {
    SARHAD_CHECK(database_ != nullptr);
    return std::exchange(database_, nullptr)->commit();
}

bool Transaction::is_open() const noexcept {
    return database_ != nullptr && !database_->connection_->is_autocommit();
}

Database& Transaction::database() const noexcept {
    SARHAD_CHECK(database_ != nullptr);
    return *database_;
}

core::Result<Savepoint> Savepoint::begin(Transaction& transaction) {
    SARHAD_TRY_STATUS(transaction.database().begin_savepoint());
    return Savepoint{transaction.database()};
}

Savepoint::Savepoint(Savepoint&& other) noexcept
    : database_{std::exchange(other.database_, nullptr)} {}

Savepoint::~Savepoint() {
    if (database_ != nullptr) {
        database_->rollback_savepoint();
    }
}

core::Status Savepoint::release() && {
    SARHAD_CHECK(database_ != nullptr);
    return std::exchange(database_, nullptr)->release_savepoint();
}

Uncounted::Uncounted(Database& database) noexcept
    : database_{database}, before_{database.touched_rows()} {}

Uncounted::~Uncounted() {
    database_.touched_ += database_.touched_rows() - before_;
}

}  // namespace sarhad::store
