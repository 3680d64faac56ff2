#include "columns.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"

namespace sarhad::central {

using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Transaction;

Result<std::vector<Applied>> SqliteStore::record_applied(const std::vector<Applied>& applied) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    std::vector<Applied> refused;
    for (const Applied& one : applied) {
        SARHAD_TRY(const bool is_ours, has_published(one.position));
        if (!is_ours) {
            refused.push_back(one);
            continue;
        }
        SARHAD_TRY(const core::Seq before, applied_seq(one.node, one.position.stream));
        if (one.position.seq > before) {
            SARHAD_TRY_STATUS(put_applied(one));
            SARHAD_TRY_STATUS(put_applied_editions(one, before));
        } else if (one.position.seq == before && one.root != wire::Hash256{}) {
            SARHAD_TRY_STATUS(put_applied(one));  // Another state at the same place.
        }
    }
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return refused;
}

Result<bool> SqliteStore::has_published(const wire::StreamPosition& position) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT count(*) FROM delta"
                                 " WHERE stream = ?1 AND epoch = ?2 AND seq = ?3 AND chain = ?4"));
    select.bind_all(std::int64_t{position.stream.value()},
                    std::int64_t{position.epoch.value()},
                    number(position.seq.value()),
                    core::ByteView{position.chain});
    SARHAD_TRY(const std::optional<std::int64_t> count, select.query_int64());
    return count.value_or(0) > 0;
}

Result<core::Seq> SqliteStore::applied_seq(core::NodeId node, StreamId stream) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq FROM applied WHERE node = ?1 AND stream = ?2"));
    select.bind_all(std::int64_t{node.value()}, std::int64_t{stream.value()});
    SARHAD_TRY(const std::optional<std::int64_t> seq, select.query_int64());
    return core::Seq{static_cast<std::uint64_t>(seq.value_or(0))};
}

Status SqliteStore::put_applied(const Applied& applied) {
    SARHAD_TRY(Statement replace,
               database_.prepare("INSERT OR REPLACE INTO applied(node, stream, epoch, seq, chain,"
                                 " root, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    replace.bind_all(std::int64_t{applied.node.value()},
                     std::int64_t{applied.position.stream.value()},
                     std::int64_t{applied.position.epoch.value()},
                     number(applied.position.seq.value()),
                     core::ByteView{applied.position.chain},
                     core::ByteView{applied.root},
                     applied.at.micros);
    return replace.run();
}

Status SqliteStore::put_applied_editions(const Applied& applied, core::Seq before) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR IGNORE INTO applied_edition(stream, edition, node, at)"
                                 " SELECT stream, edition, ?1, ?2 FROM edition"
                                 " WHERE stream = ?3 AND last_seq > ?4 AND last_seq <= ?5"));
    insert.bind_all(std::int64_t{applied.node.value()},
                    applied.at.micros,
                    std::int64_t{applied.position.stream.value()},
                    number(before.value()),
                    number(applied.position.seq.value()));
    return insert.run();
}

Result<std::vector<Applied>> SqliteStore::applied_state() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT node, stream, epoch, seq, chain, root, at FROM applied"
                                 " ORDER BY node, stream"));
    return read_all<Applied>(select, [](const Statement& row) -> Result<Applied> {
        Applied applied{node_at(row, 0), {}, {}, time_at(row, 6)};
        SARHAD_TRY(applied.position, position_at(row, 1));
        SARHAD_TRY_STATUS(copy_at(row, 5, applied.root));
        return applied;
    });
}

Result<std::vector<AppliedEdition>> SqlitePages::edition_history(StreamId stream,
                                                                 std::size_t limit) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT node, edition, at FROM applied_edition WHERE stream = ?1"
                             " ORDER BY edition DESC, node LIMIT ?2"));
    select.bind_all(std::int64_t{stream.value()}, number(limit));
    return read_all<AppliedEdition>(select, [](const Statement& row) -> Result<AppliedEdition> {
        return AppliedEdition{node_at(row, 0), number_at(row, 1), time_at(row, 2)};
    });
}

}  // namespace sarhad::central
