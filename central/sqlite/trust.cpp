#include "columns.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"

namespace sarhad::central {

using core::Result;
using core::Status;
using store::Statement;
using store::Transaction;
using wire::SignedDocument;

Status SqliteStore::keep_trust(const std::vector<SignedDocument>& documents) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const SignedDocument& one : documents) {
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT INTO trust(kind, ver, body) VALUES(?1, ?2, ?3)"
                                     " ON CONFLICT(kind) DO UPDATE SET ver = excluded.ver,"
                                     " body = excluded.body"));
        std::int64_t version = 0;
        if (one.kind == wire::DocumentKind::kHead) {
            SARHAD_TRY(const wire::Head head, wire::read_unverified<wire::Head>(one));
            version = static_cast<std::int64_t>(head.version);
        } else {
            SARHAD_TRY(const wire::Tick tick, wire::read_unverified<wire::Tick>(one));
            version = static_cast<std::int64_t>(tick.version);
        }
        const core::Bytes body = wire::encode(one);
        upsert.bind_all(static_cast<std::int64_t>(one.kind), version, core::ByteView{body});
        SARHAD_TRY_STATUS(upsert.run());
    }
    return std::move(transaction).commit();
}

Result<std::vector<SignedDocument>> SqliteStore::kept_trust() {
    SARHAD_TRY(Statement select, database_.prepare("SELECT body FROM trust ORDER BY kind"));
    return read_all<SignedDocument>(select, [](const Statement& row) -> Result<SignedDocument> {
        return wire::read_document(row.bytes(0));
    });
}

}  // namespace sarhad::central
