#include "columns.h"
#include "row_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"

#include <limits>

namespace sarhad::central {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

constexpr std::string_view kPairTable = "known_pair";

/// The port's own number is part of it: each node's word is its own.
core::Bytes pair_place(core::NodeId node, core::ByteView id) {
    core::Bytes place;
    core::put_u32(place, node.value());
    core::append(place, id);
    return place;
}

}  // namespace

Status SqliteStore::put_pair(const facts::KnownPair& pair, core::WallTime at) {
    const core::Bytes sealed =
        seal_.seal(kPairTable, pair_place(pair.node, pair.id), wire::encode(pair));
    SARHAD_TRY(
        Statement insert,
        database_.prepare("INSERT INTO known_pair(node, id, list, told_at, body)"
                          " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(node, id)"
                          " DO UPDATE SET told_at = excluded.told_at, body = excluded.body"));
    insert.bind_all(std::int64_t{pair.node.value()},
                    core::ByteView{pair.id},
                    std::string_view{pair.list},
                    at.micros,
                    core::ByteView{sealed});
    SARHAD_TRY_STATUS(insert.run());
    // Said anew since, after it had ended: its owner has not spoken of that word.
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM pair_withdrawal"
                                 " WHERE node = ?1 AND pair = ?2 AND at < ?3"));
    erase.bind_all(std::int64_t{pair.node.value()}, core::ByteView{pair.id}, pair.added_at.micros);
    return erase.run();
}

Result<PairRow> SqlitePages::read_pair(const Statement& row) {
    PairRow read;
    read.number = row.int64(0);
    read.told_at = time_at(row, 3);
    read.port = core::PortId{std::string{row.text(5)}};
    SARHAD_TRY(const core::Bytes body,
               seal_.open(kPairTable, pair_place(node_at(row, 1), row.bytes(2)), row.bytes(4)));
    SARHAD_TRY(read.pair, wire::decode<facts::KnownPair>(body));
    if (!row.is_null(6)) {
        read.pair.withdrawn_by = row.text(6);
        read.pair.withdrawn_why = row.text(7);
    }
    return read;
}

Result<std::vector<PairRow>> SqlitePages::pairs(const PairsAsked& asked) {
    // A list's own name, or all below an agency's: "wl/demo" and what begins with "wl/demo/".
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT k.number, k.node, k.id, k.told_at, k.body, n.port, w.officer,"
                             " w.why FROM known_pair k JOIN node n ON n.id = k.node"
                             " LEFT JOIN pair_withdrawal w ON w.node = k.node AND w.pair = k.id"
                             " WHERE k.number < ?1 AND (?2 = '' OR k.list = ?2"
                             "  OR substr(k.list, 1, length(?2) + 1) = ?2 || '/')"
                             " ORDER BY k.number DESC LIMIT ?3"));
    select.bind_all(asked.before == 0 ? std::numeric_limits<std::int64_t>::max() : asked.before,
                    std::string_view{asked.owner},
                    number(asked.limit));
    return read_all<PairRow>(select, [this](const Statement& row) { return read_pair(row); });
}

Status SqliteStore::withdraw_pair(const NewWithdrawal& withdrawal) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(put_withdrawal(withdrawal.withdrawal));
    SARHAD_TRY_STATUS(put_delta(withdrawal.delta));
    SARHAD_TRY_STATUS(put_head(withdrawal.head));
    return std::move(transaction).commit();
}

Status SqliteStore::put_withdrawal(const facts::PairWithdrawal& withdrawal) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT count(*) FROM known_pair WHERE node = ?1 AND id = ?2"));
    select.bind_all(std::int64_t{withdrawal.node.value()}, core::ByteView{withdrawal.pair});
    SARHAD_TRY(const std::optional<std::int64_t> told, select.query_int64());
    if (told.value_or(0) == 0) {
        return core::Error{core::Errc::kNotFound, "pair: that node told of no such one"};
    }
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR IGNORE INTO pair_withdrawal(node, pair, at, officer,"
                                 " why) VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(std::int64_t{withdrawal.node.value()},
                    core::ByteView{withdrawal.pair},
                    withdrawal.at.micros,
                    std::string_view{withdrawal.officer},
                    std::string_view{withdrawal.why});
    SARHAD_TRY_STATUS(insert.run());
    return database_.changes() > 0
               ? Status{}
               : Status{core::Error{core::Errc::kConflict, "pair: it is withdrawn already"}};
}

Status SqliteStore::read_pair_backlog() {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    bool has_more = true;
    while (has_more) {
        SARHAD_TRY(has_more, read_backlog_row());
    }
    for (has_more = true; has_more;) {
        SARHAD_TRY(has_more, read_cargo_backlog_row());
    }
    return std::move(transaction).commit();
}

/// The first row that waits, in the order in which its node wrote it; false: none does.
Result<bool> SqliteStore::read_backlog_row() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT b.node, b.stream, b.epoch, b.seq, r.received_at, r.body"
                                 " FROM pair_backlog b JOIN up_row r ON r.node = b.node"
                                 " AND r.stream = b.stream AND r.epoch = b.epoch AND r.seq = b.seq"
                                 " ORDER BY b.node, b.stream, b.epoch, b.seq LIMIT 1"));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return false;
    }
    const core::NodeId node = node_at(select, 0);
    const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(2))};
    const core::Seq seq = seq_at(select, 3);
    const core::WallTime at = time_at(select, 4);
    SARHAD_TRY(
        const core::Bytes body,
        seal_.open(kRowTable, row_place(node, stream_at(select, 1), epoch, seq), select.bytes(5)));
    const auto record = wire::decode<facts::DeskRecord>(body);
    for (const facts::KnownPair& pair : record ? record->pairs : std::vector<facts::KnownPair>{}) {
        if (pair.node == node) {  // Nobody checked these rows when they came.
            SARHAD_TRY_STATUS(put_pair(pair, at));
        }
    }
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM pair_backlog WHERE node = ?1 AND stream = ?2"
                                 " AND epoch = ?3 AND seq = ?4"));
    erase.bind_all(std::int64_t{node.value()},
                   std::int64_t{stream_at(select, 1).value()},
                   std::int64_t{epoch.value()},
                   number(seq.value()));
    SARHAD_TRY_STATUS(erase.run());
    return true;
}

}  // namespace sarhad::central
