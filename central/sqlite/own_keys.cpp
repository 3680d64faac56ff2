#include "columns.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"

namespace sarhad::central {

using core::Result;
using core::Status;
using store::Statement;
using store::Transaction;

Result<std::vector<OwnKey>> read_own_keys(store::QuerySource from) {
    SARHAD_TRY(Statement select, from.prepare("SELECT name, mark FROM own_key ORDER BY name"));
    return read_all<OwnKey>(select, [](const Statement& row) -> Result<OwnKey> {
        OwnKey key{std::string{row.text(0)}, {}};
        SARHAD_TRY_STATUS(copy_at(row, 1, key.mark));
        return key;
    });
}

Status replace_own_key(store::Database& database, const OwnKey& key, core::WallTime at) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database));
    SARHAD_TRY(Statement update,
               database.prepare("UPDATE own_key SET mark = ?2, since = ?3 WHERE name = ?1"));
    update.bind_all(std::string_view{key.name}, core::ByteView{key.mark}, at.micros);
    SARHAD_TRY_STATUS(update.run());
    return std::move(transaction).commit();
}

Status record_own_keys(store::Database& database,
                       const std::vector<OwnKey>& keys,
                       core::WallTime at) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database));
    for (const OwnKey& key : keys) {
        SARHAD_TRY(Statement insert,
                   database.prepare("INSERT INTO own_key(name, mark, since) VALUES(?1, ?2, ?3)"));
        insert.bind_all(std::string_view{key.name}, core::ByteView{key.mark}, at.micros);
        SARHAD_TRY_STATUS(insert.run());
    }
    return std::move(transaction).commit();
}

}  // namespace sarhad::central
