#include "node/expected_store.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "node/merged_traveller.h"
#include "node/records_store.h"
#include "wire/expected_journey.h"
#include "wire/hash.h"

#include <algorithm>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

std::int64_t number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

template <std::size_t N>
Status copy_id(const Statement& row, int column, std::array<std::uint8_t, N>& to) {
    const core::ByteView bytes = row.bytes(column);
    if (bytes.size() != N) {
        return Error{Errc::kCorrupt, "expected: an id of a wrong length is stored"};
    }
    std::copy(bytes.begin(), bytes.end(), to.begin());
    return {};
}

Result<StoredJourney> read_row(const Statement& row) {
    StoredJourney stored;
    SARHAD_TRY_STATUS(copy_id(row, 0, stored.journey));
    stored.version = static_cast<std::uint64_t>(row.int64(1));
    stored.is_cancelled = row.int64(2) != 0;
    stored.is_due = row.int64(3) != 0;
    stored.sealed = core::to_bytes(row.bytes(4));
    stored.trip = stored.journey;  // So it was for all, of older software.
    if (!row.bytes(5).empty()) {
        SARHAD_TRY_STATUS(copy_id(row, 5, stored.trip));
    }
    stored.is_booking = row.int64(6) != 0;
    return stored;
}

Result<std::vector<JourneyCrossing>> read_crossing_rows(Statement& select) {
    std::vector<JourneyCrossing> crossings;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return crossings;
        }
        JourneyCrossing crossing;
        crossing.number = select.int64(0);
        SARHAD_TRY_STATUS(copy_id(select, 1, crossing.id));
        crossing.sealed = core::to_bytes(select.bytes(2));
        crossing.is_expected = select.int64(3) != 0;
        crossing.is_reported = select.int64(4) != 0;
        crossing.standing = standing_at(select, 5);
        crossings.push_back(std::move(crossing));
    }
}

Error full() {
    return {Errc::kExhausted,
            cat("expected: ", kExpectedJourneysMax, " journeys are here, no more fit")};
}

}  // namespace

Result<std::vector<StoredJourney>> read_expected(store::QuerySource from,
                                                 const std::optional<facts::JourneyId>& after,
                                                 std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT journey, version, cancelled, due, body, trip, bookings"
                            " FROM expected"
                            " WHERE journey > ?1 ORDER BY journey LIMIT ?2"));
    const core::ByteView behind = after ? core::ByteView{*after} : core::ByteView{};
    select.bind_all(behind, number(limit));
    std::vector<StoredJourney> page;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return page;
        }
        SARHAD_TRY(StoredJourney stored, read_row(select));
        page.push_back(std::move(stored));
    }
}

Result<std::optional<StoredJourney>> find_expected(store::QuerySource from,
                                                   const facts::JourneyId& journey) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT journey, version, cancelled, due, body, trip, bookings"
                            " FROM expected"
                            " WHERE journey = ?1"));
    select.bind_all(core::ByteView{journey});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<StoredJourney>{};
    }
    SARHAD_TRY(StoredJourney stored, read_row(select));
    return std::optional{std::move(stored)};
}

Result<std::uint64_t> count_reported(store::QuerySource from, const facts::JourneyId& journey) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT count(*) FROM message m JOIN crossing c ON c.message = m.id"
                            " WHERE m.journey = ?1 AND c.reported AND NOT c.secret"));
    select.bind_all(core::ByteView{journey});
    SARHAD_TRY(const std::optional<std::int64_t> found, select.query_int64());
    return static_cast<std::uint64_t>(found.value_or(0));
}

Result<facts::ExpectedJourney> open_journey(const wire::RecordSeal& seal,
                                            const StoredJourney& stored) {
    SARHAD_TRY(const core::Bytes body, seal.open(kExpectedTable, stored.journey, stored.sealed));
    return wire::decode_journey(body);
}

Result<std::vector<JourneyCrossing>> read_expected_crossings(store::QuerySource from,
                                                             const facts::JourneyId& journey) {
    SARHAD_TRY(
        Statement select,
        from.prepare(
            "SELECT c.number, c.id, c.body, m.expected, c.reported,"
            " c.standing FROM message m JOIN crossing c ON c.message = m.id WHERE m.journey = ?1"
            " AND m.expected != 0 AND length(c.body) > 0 ORDER BY c.number"));
    select.bind_all(core::ByteView{journey});
    return read_crossing_rows(select);
}

Result<std::vector<JourneyCrossing>> read_journey_crossings(store::QuerySource from,
                                                            const facts::JourneyId& journey) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT c.number, c.id, c.body, m.expected, c.reported,"
                            " c.standing FROM message m JOIN crossing c ON c.message = m.id"
                            " WHERE m.journey = ?1 AND length(c.body) > 0 ORDER BY c.number"));
    select.bind_all(core::ByteView{journey});
    return read_crossing_rows(select);
}

Result<wire::StreamPosition> ExpectedStore::apply(const wire::DeltaBody& delta,
                                                  const wire::Hash256& chain,
                                                  core::WallTime now,
                                                  PositionCommit commit,
                                                  const wire::BoxKey& key) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, "expected"));
    for (const wire::Op& op : delta.ops) {
        SARHAD_TRY_STATUS(apply_op(op, now, key));
    }
    const wire::StreamPosition position{delta.stream, delta.epoch, delta.seq, chain};
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(position));
    }
    return position;
}

Status ExpectedStore::apply_op(const wire::Op& op, core::WallTime now, const wire::BoxKey& key) {
    SARHAD_TRY(const wire::ExpectedPiece piece, wire::read_expected(op));
    SARHAD_TRY(Statement held,
               database_.prepare("SELECT version FROM expected WHERE journey = ?1"));
    held.bind_all(core::ByteView{piece.journey});
    SARHAD_TRY(const std::optional<std::int64_t> version, held.query_int64());
    if (number(piece.version) <= version.value_or(0) || piece.gone_at <= now) {
        return {};
    }
    if (piece.pieces == 0) {
        SARHAD_TRY_STATUS(unstage(piece.journey));
        return cancel(piece);
    }
    SARHAD_TRY_STATUS(stage(piece));
    if (piece.piece + 1 < piece.pieces) {
        return {};
    }
    SARHAD_TRY(const std::optional<core::Bytes> sealed, joined(piece));
    SARHAD_TRY_STATUS(unstage(piece.journey));
    if (!sealed) {
        return {};  // Its first pieces are erased: a newer version comes behind it.
    }
    SARHAD_TRY(const facts::ExpectedJourney journey, wire::open_expected(piece, *sealed, key));
    return put(piece, journey);
}

/// Pieces of another version of the journey are of no use any more.
Status ExpectedStore::stage(const wire::ExpectedPiece& piece) {
    SARHAD_TRY(
        Statement drop,
        database_.prepare("DELETE FROM expected_piece WHERE journey = ?1 AND version <> ?2"));
    drop.bind_all(core::ByteView{piece.journey}, number(piece.version));
    SARHAD_TRY_STATUS(drop.run());
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO expected_piece(journey, piece, version,"
                                 " gone_at, body) VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(core::ByteView{piece.journey},
                    std::int64_t{piece.piece},
                    number(piece.version),
                    piece.gone_at.micros);
    insert.bind_borrowed(5, piece.sealed);
    return insert.run();
}

Status ExpectedStore::unstage(const facts::JourneyId& journey) {
    SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM expected_piece WHERE journey = ?1"));
    drop.bind_all(core::ByteView{journey});
    return drop.run();
}

Result<std::optional<core::Bytes>> ExpectedStore::joined(const wire::ExpectedPiece& last) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT body FROM expected_piece WHERE journey = ?1"
                                 " ORDER BY piece"));
    select.bind_all(core::ByteView{last.journey});
    core::Bytes sealed;
    std::uint32_t pieces = 0;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return pieces == last.pieces ? std::optional{std::move(sealed)} : std::nullopt;
        }
        core::append(sealed, select.bytes(0));
        ++pieces;
    }
}

/// What its travellers are on record under stays as its list said.
Status ExpectedStore::cancel(const wire::ExpectedPiece& last) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO expected(journey, version, gone_at, cancelled, due,"
                                 " body) SELECT ?1, ?2, ?3, 1, 1, x''"
                                 " WHERE EXISTS(SELECT 1 FROM expected WHERE journey = ?1)"
                                 " OR (SELECT count(*) FROM expected) < ?4"
                                 " ON CONFLICT(journey) DO UPDATE SET version = ?2, gone_at = ?3,"
                                 " cancelled = 1, due = 1, body = x''"));
    insert.bind_all(core::ByteView{last.journey},
                    number(last.version),
                    last.gone_at.micros,
                    number(kExpectedJourneysMax));
    SARHAD_TRY_STATUS(insert.run());
    return database_.changes() > 0 ? Status{} : Status{full()};
}

Status ExpectedStore::put(const wire::ExpectedPiece& last, const facts::ExpectedJourney& journey) {
    const core::Bytes sealed = seal_.seal(kExpectedTable, journey.journey, wire::encode(journey));
    const auto told = intake::journey_of(journey.message);
    const facts::JourneyId trip = told ? wire::blake2b_128(core::as_bytes(*told)) : journey.journey;
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO expected(journey, version, gone_at, cancelled, due,"
                                 " body, trip, bookings) SELECT ?1, ?2, ?3, 0, 1, ?4, ?5, ?6"
                                 " WHERE EXISTS(SELECT 1 FROM expected WHERE journey = ?1)"
                                 " OR (SELECT count(*) FROM expected) < ?7"
                                 " ON CONFLICT(journey) DO UPDATE SET version = ?2, gone_at = ?3,"
                                 " cancelled = 0, due = 1, body = ?4, trip = ?5, bookings = ?6"));
    insert.bind_all(core::ByteView{last.journey}, number(last.version), last.gone_at.micros);
    insert.bind_borrowed(4, sealed);
    insert.bind(5, core::ByteView{trip});
    insert.bind(6, std::int64_t{feed_of(journey.message) == kBookingFeed});
    insert.bind(7, number(kExpectedJourneysMax));
    SARHAD_TRY_STATUS(insert.run());
    return database_.changes() > 0 ? Status{} : Status{full()};
}

Result<std::optional<StoredJourney>> ExpectedStore::next_due() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT journey, version, cancelled, due, body, trip, bookings"
                                 " FROM expected"
                                 " WHERE due != 0 ORDER BY journey LIMIT 1"));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<StoredJourney>{};
    }
    SARHAD_TRY(StoredJourney stored, read_row(select));
    return std::optional{std::move(stored)};
}

Status ExpectedStore::screened(const StoredJourney& journey) {
    SARHAD_TRY(
        Statement update,
        database_.prepare("UPDATE expected SET due = 0 WHERE journey = ?1 AND version = ?2"));
    update.bind_all(core::ByteView{journey.journey}, number(journey.version));
    SARHAD_TRY_STATUS(update.run());
    return database_.changes() > 0
               ? Status{}
               : Status{Error{Errc::kConflict, "expected: a newer list of the journey has come"}};
}

Result<bool> ExpectedStore::has_gone(core::WallTime now) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT EXISTS(SELECT 1 FROM expected WHERE gone_at <= ?1)"
                                 " OR EXISTS(SELECT 1 FROM expected_piece WHERE gone_at <= ?1)"));
    select.bind_all(now.micros);
    SARHAD_TRY(const std::optional<std::int64_t> found, select.query_int64());
    return found.value_or(0) != 0;
}

Result<std::uint64_t> ExpectedStore::remove_gone(core::WallTime now) {
    SARHAD_TRY(Statement pieces,
               database_.prepare("DELETE FROM expected_piece WHERE gone_at <= ?1"));
    pieces.bind_all(now.micros);
    SARHAD_TRY_STATUS(pieces.run());
    SARHAD_TRY(Statement journeys, database_.prepare("DELETE FROM expected WHERE gone_at <= ?1"));
    journeys.bind_all(now.micros);
    SARHAD_TRY_STATUS(journeys.run());
    return static_cast<std::uint64_t>(database_.changes());
}

}  // namespace sarhad::node
