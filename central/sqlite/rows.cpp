#include "columns.h"
#include "row_place.h"

#include "central/frame_rows.h"
#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

std::string name_of(const RowBatch& batch) {
    return cat("rows of node ", batch.node.value(), " stream ", batch.position.stream.value());
}

}  // namespace

Result<std::vector<HeldPosition>> SqliteStore::held_positions() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT node, stream, epoch, seq, chain FROM held_pos"
                                 " ORDER BY node, stream"));
    return read_all<HeldPosition>(select, [](const Statement& row) -> Result<HeldPosition> {
        HeldPosition held{node_at(row, 0), {}};
        SARHAD_TRY(held.position, position_at(row, 1));
        return held;
    });
}

Status SqliteStore::append_rows(const RowBatch& batch) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(check_follows(batch));
    SARHAD_TRY_STATUS(put_chain_begin(batch));
    SARHAD_TRY_STATUS(put_rows(batch));
    SARHAD_TRY_STATUS(put_position(batch));
    for (const NewAlert& alert : batch.alerts) {
        SARHAD_TRY_STATUS(put_alert(alert, batch.node));
    }
    for (const facts::AlertAcknowledgement& ack : batch.acknowledgements) {
        SARHAD_TRY_STATUS(put_acknowledgement(ack));
    }
    for (const facts::KnownPair& pair : batch.pairs) {
        SARHAD_TRY_STATUS(put_pair(pair, batch.at));
    }
    SARHAD_TRY_STATUS(put_cargo(batch));
    SARHAD_TRY_STATUS(add_rule_hits(batch));
    SARHAD_TRY_STATUS(FrameMarks(database_, seal_).add(batch));
    return std::move(transaction).commit();
}

/// The protocol's own state is never the last word: the rows must follow those on the disk.
Status SqliteStore::check_follows(const RowBatch& batch) {
    wire::StreamPosition held{batch.position.stream, batch.position.epoch, core::Seq{0}, {}};
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, epoch, seq, chain FROM held_pos"
                                 " WHERE node = ?1 AND stream = ?2"));
    select.bind_all(std::int64_t{batch.node.value()}, std::int64_t{held.stream.value()});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kRow) {
        SARHAD_TRY(held, position_at(select, 0));
    }
    core::Seq expected = held.seq;
    bool follows = held.epoch == batch.position.epoch && held.chain == batch.prev;
    for (const OpenedRow& row : batch.rows) {
        expected = core::next(expected);
        follows = follows && row.seq == expected;
    }
    if (!follows || batch.rows.empty() || expected != batch.position.seq) {
        return Error{Errc::kConflict,
                     cat(name_of(batch), ": they do not follow row ", held.seq.value())};
    }
    return {};
}

/// A row that tells of an erased crossing comes again where central was restored from a backup: its
/// place in the chain is kept, its body is not.
Status SqliteStore::put_rows(const RowBatch& batch) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO up_row(node, stream, epoch, seq, id, created,"
                                 " received_at, body, digest, key_epoch, key_index, erasure)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
    for (const OpenedRow& row : batch.rows) {
        SARHAD_TRY(const std::optional<std::int64_t> erasure, erasure_of(row.id));
        core::Bytes sealed;
        if (!erasure) {
            sealed = seal_.seal(
                kRowTable,
                row_place(batch.node, batch.position.stream, batch.position.epoch, row.seq),
                row.body);
        }
        insert.bind_all(std::int64_t{batch.node.value()},
                        std::int64_t{batch.position.stream.value()},
                        std::int64_t{batch.position.epoch.value()},
                        number(row.seq.value()),
                        core::ByteView{row.id},
                        row.created.micros,
                        batch.at.micros);
        insert.bind_borrowed(8, sealed);
        insert.bind(9, core::ByteView{row.digest});
        insert.bind(10, std::int64_t{row.key_epoch});
        insert.bind(11, std::int64_t{row.key_index});
        if (erasure) {
            insert.bind(12, *erasure);
        } else {
            insert.bind_null(12);
        }
        SARHAD_TRY_STATUS(insert.run());
    }
    return {};
}

/// Of rows before the first batch that is stored so, no digest is known.
Status SqliteStore::put_chain_begin(const RowBatch& batch) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR IGNORE INTO chain_begin(node, stream, epoch, seq, hash)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(std::int64_t{batch.node.value()},
                    std::int64_t{batch.position.stream.value()},
                    std::int64_t{batch.position.epoch.value()},
                    number(batch.rows.front().seq.value()),
                    core::ByteView{batch.prev});
    return insert.run();
}

Status SqliteStore::put_position(const RowBatch& batch) {
    SARHAD_TRY(Statement replace,
               database_.prepare("INSERT OR REPLACE INTO held_pos(node, stream, epoch, seq, chain)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    replace.bind_all(std::int64_t{batch.node.value()},
                     std::int64_t{batch.position.stream.value()},
                     std::int64_t{batch.position.epoch.value()},
                     number(batch.position.seq.value()),
                     core::ByteView{batch.position.chain});
    return replace.run();
}

Result<std::vector<HeldRows>> SqlitePages::crossings_summary(std::optional<core::NodeId> node) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT node, stream, epoch, seq, chain,"
                             " (SELECT count(*) FROM up_row r WHERE r.node = p.node"
                             "  AND r.stream = p.stream AND r.epoch = p.epoch)"
                             " FROM held_pos p WHERE ?1 = 0 OR node = ?1"
                             " ORDER BY node, stream"));
    select.bind_all(std::int64_t{node.value_or(core::NodeId{0}).value()});
    return read_all<HeldRows>(select, [](const Statement& row) -> Result<HeldRows> {
        HeldRows held{node_at(row, 0), {}, number_at(row, 5)};
        SARHAD_TRY(held.position, position_at(row, 1));
        return held;
    });
}

}  // namespace sarhad::central
