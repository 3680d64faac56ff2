#include "node/list_rows.h"

#include "edition_row.h"

#include "watchlists/list_root.h"
#include "wire/hash.h"

namespace sarhad::node {

using core::Result;
using store::Statement;
using store::Step;

/// All from the index list_entry_bucket, which holds nothing else (a million rows: 60 MB read, not
/// 500).
const replication::TreeSql& tree_sql() {
    static const replication::TreeSql sql{
        "SELECT bucket, id, hash FROM list_entry INDEXED BY list_entry_bucket"
        " WHERE stream = ?1 ORDER BY bucket, id",
        "SELECT id, hash FROM list_entry INDEXED BY list_entry_bucket"
        " WHERE stream = ?1 AND bucket = ?2 ORDER BY id",
        "SELECT id FROM list_entry INDEXED BY list_entry_bucket"
        " WHERE stream = ?1 AND bucket = -1 LIMIT ?2",
        "UPDATE list_entry SET bucket = ?3 WHERE stream = ?1 AND id = ?2"};
    return sql;
}

Result<wire::Hash256> flat_root(store::QuerySource from, core::StreamId stream) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT id, hash FROM list_entry WHERE stream = ?1 ORDER BY id"));
    select.bind_all(stream.value());
    core::Bytes rows;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return wire::blake2b(rows);
        }
        SARHAD_TRY(const wire::Hash256 hash, hash_at(select, 1));
        watchlists::put_row(rows, select.text(0), hash);
    }
}

}  // namespace sarhad::node
