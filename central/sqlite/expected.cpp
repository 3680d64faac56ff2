// Whom ports expect: docs/decisions/0024-a-port-knows-who-is-coming.md.
#include "columns.h"
#include "delta_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using facts::JourneyId;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

constexpr std::string_view kExpectedTable = "expected";

Result<ExpectedRow> read_about(const Statement& row) {
    return wire::decode<ExpectedRow>(row.bytes(0));
}

}  // namespace

Result<std::vector<ExpectedRow>> SqlitePages::expected(const ExpectedAsked& asked) {
    std::vector<ExpectedRow> rows;
    {
        SARHAD_TRY(Statement select,
                   from_.prepare("SELECT about FROM expected WHERE journey > ?1"
                                 " ORDER BY journey LIMIT ?2"));
        const core::ByteView after = asked.after ? core::ByteView{*asked.after} : core::ByteView{};
        select.bind_all(after, number(asked.limit));
        SARHAD_TRY(rows, read_all<ExpectedRow>(select, read_about));
    }
    return with_sent(std::move(rows));
}

Result<std::optional<ExpectedRow>> SqlitePages::expected_row(const JourneyId& journey) {
    std::vector<ExpectedRow> rows;
    {
        SARHAD_TRY(Statement select,
                   from_.prepare("SELECT about FROM expected WHERE journey = ?1"));
        select.bind_all(core::ByteView{journey});
        SARHAD_TRY(rows, read_all<ExpectedRow>(select, read_about));
    }
    SARHAD_TRY(rows, with_sent(std::move(rows)));
    return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
}

Result<std::vector<ExpectedRow>> SqlitePages::expected_gone(core::WallTime now, std::size_t limit) {
    std::vector<ExpectedRow> rows;
    {
        SARHAD_TRY(Statement select,
                   from_.prepare("SELECT about FROM expected WHERE gone_at <= ?1"
                                 " ORDER BY gone_at LIMIT ?2"));
        select.bind_all(now.micros, number(limit));
        SARHAD_TRY(rows, read_all<ExpectedRow>(select, read_about));
    }
    return with_sent(std::move(rows));
}

Result<std::vector<ExpectedRow>> SqlitePages::with_sent(std::vector<ExpectedRow> rows) {
    for (ExpectedRow& row : rows) {
        SARHAD_TRY(row.sent, sent_of(row.journey));
    }
    return rows;
}

Result<std::vector<ExpectedSent>> SqlitePages::sent_of(const JourneyId& journey) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT node, version, first, last FROM expected_sent"
                             " WHERE journey = ?1 ORDER BY node"));
    select.bind_all(core::ByteView{journey});
    return read_all<ExpectedSent>(select, [](const Statement& row) -> Result<ExpectedSent> {
        return ExpectedSent{node_at(row, 0), number_at(row, 1), seq_at(row, 2), seq_at(row, 3)};
    });
}

Result<core::Bytes> SqliteStore::expected_body(const JourneyId& journey) {
    SARHAD_TRY(Statement select, database_.prepare("SELECT body FROM expected WHERE journey = ?1"));
    select.bind_all(core::ByteView{journey});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound, "expected: no such journey"};
    }
    return seal_.open(kExpectedTable, journey, select.bytes(0));
}

Result<std::vector<ExpectedPlace>> SqliteStore::expected_places(const ExpectedSent& sent) {
    std::vector<ExpectedPlace> places;
    const auto stream = wire::expected_stream(sent.node);
    if (!stream) {
        return places;
    }
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT d.stream, d.epoch, d.seq, d.chain, coalesce((SELECT"
                                 " b.chain FROM delta b WHERE b.stream = d.stream"
                                 " AND b.epoch = d.epoch AND b.seq = d.seq - 1), zeroblob(32)),"
                                 " p.name FROM delta d JOIN published p ON p.stream = d.stream"
                                 " AND p.epoch = d.epoch WHERE d.stream = ?1 AND d.seq >= ?2"
                                 " AND d.seq <= ?3 ORDER BY d.seq"));
    select.bind_all(
        std::int64_t{stream->value()}, number(sent.first.value()), number(sent.last.value()));
    return read_all<ExpectedPlace>(select, [](const Statement& row) -> Result<ExpectedPlace> {
        ExpectedPlace place;
        SARHAD_TRY(place.position, position_at(row, 0));
        SARHAD_TRY_STATUS(copy_at(row, 4, place.prev));
        place.name = row.text(5);
        return place;
    });
}

Status SqliteStore::publish_expected(const NewExpected& made) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const NewDelta& delta : made.erased) {
        SARHAD_TRY_STATUS(put_erased(delta));
    }
    for (const NewDelta& delta : made.deltas) {
        SARHAD_TRY_STATUS(put_delta(delta));
    }
    for (const StreamHead& head : made.heads) {
        SARHAD_TRY_STATUS(put_head(head));
    }
    SARHAD_TRY_STATUS(put_expected(made));
    for (const ExpectedSent& sent : made.row.sent) {
        SARHAD_TRY_STATUS(put_sent(made.row.journey, sent));
    }
    return std::move(transaction).commit();
}

Status SqliteStore::put_expected(const NewExpected& made) {
    if (!made.body) {
        return {};
    }
    const ExpectedRow& row = made.row;
    const core::Bytes sealed = seal_.seal(kExpectedTable, row.journey, *made.body);
    const core::Bytes about = wire::encode(row);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO expected(journey, version, gone_at, about, body)"
                                 " SELECT ?1, ?2, ?3, ?4, ?5"
                                 " WHERE EXISTS(SELECT 1 FROM expected WHERE journey = ?1)"
                                 " OR (SELECT count(*) FROM expected) < ?6"
                                 " ON CONFLICT(journey) DO UPDATE SET version = ?2, gone_at = ?3,"
                                 " about = ?4, body = ?5"));
    insert.bind_all(core::ByteView{row.journey},
                    number(row.version),
                    row.gone_at.micros,
                    core::ByteView{about});
    insert.bind_borrowed(5, sealed);
    insert.bind(6, number(kExpectedHeldMax));
    SARHAD_TRY_STATUS(insert.run());
    if (database_.changes() == 0) {
        return Error{Errc::kExhausted,
                     cat("expected: ", kExpectedHeldMax, " journeys are held, no more fit")};
    }
    return {};
}

Status SqliteStore::put_erased(const NewDelta& delta) {
    const wire::StreamPosition& at = delta.position;
    const core::Bytes sealed =
        seal_.seal(kDeltaTable, delta_place(at.stream, at.epoch, at.seq), delta.delta);
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE delta SET body = ?4"
                                 " WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
    update.bind_all(
        std::int64_t{at.stream.value()}, std::int64_t{at.epoch.value()}, number(at.seq.value()));
    update.bind_borrowed(4, sealed);
    return update.run();
}

Status SqliteStore::put_sent(const JourneyId& journey, const ExpectedSent& sent) {
    SARHAD_TRY(Statement replace,
               database_.prepare("INSERT OR REPLACE INTO expected_sent(journey, node, version,"
                                 " first, last) VALUES(?1, ?2, ?3, ?4, ?5)"));
    replace.bind_all(core::ByteView{journey},
                     std::int64_t{sent.node.value()},
                     number(sent.version),
                     number(sent.first.value()),
                     number(sent.last.value()));
    return replace.run();
}

Status SqliteStore::remove_expected(const JourneyId& journey, const std::vector<NewDelta>& erased) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const NewDelta& delta : erased) {
        SARHAD_TRY_STATUS(put_erased(delta));
    }
    SARHAD_TRY(Statement sent, database_.prepare("DELETE FROM expected_sent WHERE journey = ?1"));
    sent.bind_all(core::ByteView{journey});
    SARHAD_TRY_STATUS(sent.run());
    SARHAD_TRY(Statement row, database_.prepare("DELETE FROM expected WHERE journey = ?1"));
    row.bind_all(core::ByteView{journey});
    SARHAD_TRY_STATUS(row.run());
    return std::move(transaction).commit();
}

}  // namespace sarhad::central
