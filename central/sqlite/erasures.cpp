// Records that are erased for good: docs/decisions/0022-what-is-kept-and-how-long.md.
#include "columns.h"
#include "counts.h"
#include "delta_place.h"
#include "speakers.h"

#include "central/frame_rows.h"
#include "central/sqlite_store.h"
#include "store/transaction.h"

#include <utility>

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

Result<ErasureRow> read_erasure(const Statement& row) {
    ErasureRow made;
    made.number = row.int64(0);
    SARHAD_TRY_STATUS(copy_at(row, 1, made.crossing));
    made.policy = row.text(2);
    made.why = row.text(3);
    made.asked_at = time_at(row, 4);
    made.asker = speaker_at(row, 5).value_or(Speaker{});
    made.erased_at = time_or_none(row, 7);
    made.approver = speaker_at(row, 8);
    made.rows = number_at(row, 10);
    return made;
}

}  // namespace

Result<std::vector<ErasureRow>> SqlitePages::erasures(std::size_t limit) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT number, crossing, policy, why, asked_at, asker, asker_uid,"
                             " erased_at, approver, approver_uid, rows FROM erasure"
                             " ORDER BY number DESC LIMIT ?1"));
    select.bind_all(number(limit));
    return read_all<ErasureRow>(select, read_erasure);
}

Result<ErasureRow> SqliteStore::erasure(std::int64_t order) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number, crossing, policy, why, asked_at, asker, asker_uid,"
                                 " erased_at, approver, approver_uid, rows FROM erasure"
                                 " WHERE number = ?1"));
    select.bind_all(order);
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound, cat("erasure ", order, ": no such order")};
    }
    return read_erasure(select);
}

/// The order by which the crossing was erased; none for another row's empty id.
Result<std::optional<std::int64_t>> SqliteStore::erasure_of(core::ByteView crossing) {
    if (crossing.empty()) {
        return std::optional<std::int64_t>{};
    }
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number FROM erasure"
                                 " WHERE crossing = ?1 AND erased_at IS NOT NULL"));
    select.bind_all(crossing);
    return select.query_int64();
}

Result<bool> SqliteStore::is_erased(const AlertId& crossing) {
    SARHAD_TRY(const std::optional<std::int64_t> found, erasure_of(crossing));
    return found.has_value();
}

Result<ErasureRow> SqliteStore::ask_erasure(const ErasureRow& asked) {
    SARHAD_TRY(Statement known,
               database_.prepare("SELECT number FROM erasure WHERE crossing = ?1"));
    known.bind_all(core::ByteView{asked.crossing});
    SARHAD_TRY(const std::optional<std::int64_t> held, known.query_int64());
    if (held) {
        return erasure(*held);
    }
    SARHAD_TRY(Statement told,
               database_.prepare("SELECT EXISTS(SELECT 1 FROM up_row"
                                 "  WHERE id = ?1 AND length(id) > 0)"
                                 " OR EXISTS(SELECT 1 FROM alert WHERE id = ?1)"));
    told.bind_all(core::ByteView{asked.crossing});
    SARHAD_TRY(const std::optional<std::int64_t> is_told, told.query_int64());
    if (is_told.value_or(0) == 0) {
        return Error{Errc::kNotFound, "crossing: no port told of such a one"};
    }
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(const std::int64_t order, put_erasure(asked));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return erasure(order);
}

Result<std::int64_t> SqliteStore::put_erasure(const ErasureRow& row) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO erasure(crossing, policy, why, asked_at, asker,"
                                 " asker_uid) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
                                 " WHERE (SELECT count(*) FROM erasure) < ?7"));
    const std::optional<Speaker> asker{row.asker};
    insert.bind_all(core::ByteView{row.crossing},
                    std::string_view{row.policy},
                    std::string_view{row.why},
                    row.asked_at.micros);
    bind_account(insert, 5, asker);
    bind_uid(insert, 6, asker);
    insert.bind(7, number(kErasuresMax));
    SARHAD_TRY_STATUS(insert.run());
    if (database_.changes() == 0) {
        return Error{Errc::kExhausted, cat("erasures: ", kErasuresMax, " orders are known")};
    }
    SARHAD_TRY(Statement last, database_.prepare("SELECT last_insert_rowid()"));
    SARHAD_TRY(const std::optional<std::int64_t> order, last.query_int64());
    return order.value_or(0);
}

Result<std::optional<AlertPlace>> SqliteStore::alert_place(const AlertId& crossing) {
    SARHAD_TRY(
        Statement select,
        database_.prepare("SELECT d.stream, d.epoch, d.seq, d.chain, coalesce((SELECT b.chain"
                          "  FROM delta b WHERE b.stream = d.stream AND b.epoch = d.epoch"
                          "  AND b.seq = d.seq - 1), zeroblob(32)) FROM alert a"
                          " JOIN delta d ON d.stream = 2 AND d.seq = a.seq"
                          " WHERE a.id = ?1 AND length(a.body) > 0"));
    select.bind_all(core::ByteView{crossing});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<AlertPlace>{};
    }
    AlertPlace place;
    SARHAD_TRY(place.position, position_at(select, 0));
    SARHAD_TRY_STATUS(copy_at(select, 4, place.prev));
    return std::optional{place};
}

Result<ErasureRow> SqliteStore::erase(const NewErasure& erasure) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    ErasureRow row = erasure.row;
    if (row.number == 0) {
        SARHAD_TRY(row.number, put_erasure(row));
    }
    SARHAD_TRY(row.rows, take_bodies(row));
    SARHAD_TRY_STATUS(close_erasure(row));
    if (erasure.alert) {
        const wire::StreamPosition& at = erasure.alert->position;
        const core::Bytes sealed =
            seal_.seal(kDeltaTable, delta_place(at.stream, at.epoch, at.seq), erasure.alert->delta);
        SARHAD_TRY(Statement update,
                   database_.prepare("UPDATE delta SET body = ?4 WHERE stream = ?1 AND epoch = ?2"
                                     " AND seq = ?3"));
        update.bind_all(std::int64_t{at.stream.value()},
                        std::int64_t{at.epoch.value()},
                        number(at.seq.value()));
        update.bind_borrowed(4, sealed);
        SARHAD_TRY_STATUS(update.run());
    }
    SARHAD_TRY_STATUS(put_delta(erasure.delta));
    SARHAD_TRY_STATUS(put_head(erasure.head));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return row;
}

/// What the chain is made of stays: header and digest.
Result<std::uint64_t> SqliteStore::take_bodies(const ErasureRow& row) {
    SARHAD_TRY_STATUS(uncount_crossing(database_, row.crossing));
    SARHAD_TRY_STATUS(FrameMarks(database_, seal_).erase(row.crossing));
    SARHAD_TRY(Statement rows,
               database_.prepare("UPDATE up_row SET body = x'', erasure = ?2"
                                 " WHERE id = ?1 AND length(id) > 0"));
    rows.bind_all(core::ByteView{row.crossing}, row.number);
    SARHAD_TRY_STATUS(rows.run());
    const auto taken = static_cast<std::uint64_t>(database_.changes());
    SARHAD_TRY(Statement alert, database_.prepare("UPDATE alert SET body = x'' WHERE id = ?1"));
    alert.bind_all(core::ByteView{row.crossing});
    SARHAD_TRY_STATUS(alert.run());
    return taken;
}

Status SqliteStore::close_erasure(const ErasureRow& row) {
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE erasure SET erased_at = ?2, approver = ?3,"
                                 " approver_uid = ?4, rows = ?5"
                                 " WHERE number = ?1 AND erased_at IS NULL"));
    update.bind(1, row.number);
    update.bind(2, row.erased_at.value_or(core::WallTime{}).micros);
    bind_account(update, 3, row.approver);
    bind_uid(update, 4, row.approver);
    update.bind(5, number(row.rows));
    SARHAD_TRY_STATUS(update.run());
    return database_.changes() > 0
               ? Status{}
               : Status{
                     Error{Errc::kConflict, cat("erasure ", row.number, ": it is done already")}};
}

}  // namespace sarhad::central
