#include "node/records_store.h"

#include "node/erasures_store.h"
#include "node/expected_store.h"
#include "node/merged_traveller.h"
#include "wire/msgpack.h"

#include <algorithm>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

void bind_journey(Statement& statement, const MessageRecord& message) {
    if (message.journey) {
        statement.bind(6, core::ByteView{*message.journey});
    } else {
        statement.bind_null(6);
    }
    statement.bind(7, std::int64_t{message.is_expected});
}

}  // namespace

intake::Standing standing_at(const Statement& row, int column) {
    const std::int64_t stored = row.int64(column);
    const bool is_known =
        stored >= 0 && stored <= static_cast<std::int64_t>(intake::Standing::kSuperseded);
    return is_known ? static_cast<intake::Standing>(stored) : intake::Standing::kNone;
}

TravellerMark mark_of(const facts::Traveller& traveller) {
    facts::Traveller seen = traveller;
    seen.booking = {};
    seen.carrier_id = {};
    seen.seat.clear();
    seen.bag_count = 0;
    seen.bag_weight_kg = 0;
    seen.bag_tags.clear();
    seen.reference.clear();
    seen.is_cancelled = false;
    return wire::blake2b_128(wire::encode(seen));
}

bool says_more(const CrossingRecord& crossing, const std::set<std::string>& said) {
    return std::any_of(crossing.rule_hits.begin(),
                       crossing.rule_hits.end(),
                       [&](const std::string& id) { return !said.contains(id); });
}

void add_said(const facts::Decision& decision, std::set<std::string>& said) {
    for (const facts::RuleHit& hit : decision.rule_hits) {
        said.insert(hit.id);
    }
}

Result<std::optional<std::int64_t>> RecordsStore::insert_message(const MessageRecord& message) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO message(digest, received, status, travellers, header,"
                                 " journey, expected) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                                 " ON CONFLICT(digest) DO NOTHING"));
    insert.bind(1, core::ByteView{message.digest});
    insert.bind(2, message.received.micros);
    insert.bind(3, static_cast<std::int64_t>(message.status));
    insert.bind(4, static_cast<std::int64_t>(message.crossings.size()));
    insert.bind_borrowed(5, message.sealed_header);
    bind_journey(insert, message);
    SARHAD_TRY_STATUS(insert.run());
    if (database_.changes() == 0) {
        return std::optional<std::int64_t>{};
    }
    SARHAD_TRY(Statement select, database_.prepare("SELECT last_insert_rowid()"));
    return select.query_int64();
}

Result<std::optional<std::int64_t>> RecordsStore::replace_refused(const MessageRecord& message) {
    if (message.status == facts::MessageStatus::kRefused) {
        return std::optional<std::int64_t>{};
    }
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE message SET received = ?2, status = ?3, travellers = ?4,"
                                 " header = ?5, journey = ?6, expected = ?7"
                                 " WHERE digest = ?1 AND status = ?8"));
    update.bind(1, core::ByteView{message.digest});
    update.bind(2, message.received.micros);
    update.bind(3, static_cast<std::int64_t>(message.status));
    update.bind(4, static_cast<std::int64_t>(message.crossings.size()));
    update.bind_borrowed(5, message.sealed_header);
    bind_journey(update, message);
    update.bind(8, static_cast<std::int64_t>(facts::MessageStatus::kRefused));
    SARHAD_TRY_STATUS(update.run());
    if (database_.changes() == 0) {
        return std::optional<std::int64_t>{};
    }
    SARHAD_TRY(Statement select, database_.prepare("SELECT id FROM message WHERE digest = ?1"));
    select.bind(1, core::ByteView{message.digest});
    return select.query_int64();
}

Status RecordsStore::insert_crossing(std::int64_t message,
                                     const CrossingRecord& crossing,
                                     intake::Standing standing) {
    SARHAD_TRY(
        Statement insert,
        database_.prepare("INSERT INTO crossing(id, message, screened_at, channel, hits, reported,"
                          " body, secret, age, standing) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                          " ?8, ?9, ?10)"));
    insert.bind(1, core::ByteView{crossing.id});
    insert.bind(2, message);
    insert.bind(3, crossing.screened_at.micros);
    insert.bind(4, static_cast<std::int64_t>(crossing.channel));
    insert.bind(5, static_cast<std::int64_t>(crossing.hits));
    insert.bind(6, std::int64_t{crossing.is_reported});
    insert.bind_borrowed(7, crossing.sealed);
    insert.bind(8, std::int64_t{crossing.is_secret});
    insert.bind(9, static_cast<std::int64_t>(crossing.age));
    insert.bind(10, static_cast<std::int64_t>(standing));
    SARHAD_TRY_STATUS(insert.run());
    return put_passages(database_, crossing.id, crossing.passages);
}

/// Whom the desk for expected journeys takes in is held against these by itself, off this thread.
Result<Announced> RecordsStore::announced_of(const MessageRecord& message) {
    Announced announced;
    if (!message.journey || message.is_expected) {
        return announced;
    }
    const bool is_booking = message.word && message.word->is_booking;
    const store::QuerySource source{database_};
    SARHAD_TRY(std::vector<JourneyCrossing> crossings,
               read_expected_crossings(source, *message.journey));
    if (!crossings.empty()) {  // Also of those whom the spool brought again.
        SARHAD_TRY(crossings, read_journey_crossings(source, *message.journey));
    }
    for (const JourneyCrossing& one : crossings) {
        const auto body = seal_.open(kCrossingTable, one.id, one.sealed);
        const auto crossing =
            body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
        if (!crossing) {  // A damaged row must not keep who arrives from being recorded.
            continue;
        }
        if ((feed_of(*crossing) == kBookingFeed) != is_booking) continue;
        const TravellerMark mark = mark_of(crossing->traveller);
        add_said(crossing->decision, announced.said[mark]);
        if (one.is_expected) {
            announced.records.insert_or_assign(mark, one.id);
        }
    }
    std::erase_if(announced.said,
                  [&](const auto& one) { return !announced.records.contains(one.first); });
    return announced;
}

/// `known`: in whose place a record of before stands.
Status RecordsStore::keep_word(std::int64_t id,
                               const MessageRecord& message,
                               const std::map<CrossingId, CrossingId>& known) {
    if (!message.word || !message.journey) {
        return {};
    }
    RosterWord word = *message.word;
    for (ToldRecord& told : word.told) {
        const auto found = known.find(told.record);
        if (found != known.end()) told.record = found->second;
    }
    const core::Bytes sealed = seal_.seal(kWordTable, message.digest, wire::encode(word));
    SARHAD_TRY(Statement keep,
               database_.prepare("UPDATE message SET word = ?2, also = ?3 WHERE id = ?1"));
    keep.bind(1, id);
    keep.bind_borrowed(2, sealed);
    if (message.also) {
        keep.bind(3, core::ByteView{*message.also});
    } else {
        keep.bind_null(3);
    }
    SARHAD_TRY_STATUS(keep.run());
    std::set<CrossingId> inserted;
    for (const CrossingRecord& crossing : message.crossings) {
        if (!known.contains(crossing.id)) inserted.insert(crossing.id);
    }
    for (const auto& [record, standing] : message.standings) {
        if (inserted.contains(record)) continue;
        const auto found = known.find(record);
        const CrossingId& where = found != known.end() ? found->second : record;
        SARHAD_TRY(Statement stand,
                   database_.prepare("UPDATE crossing SET standing = ?2 WHERE id = ?1"));
        stand.bind_all(core::ByteView{where}, static_cast<std::int64_t>(standing));
        SARHAD_TRY_STATUS(stand.run());
    }
    return {};
}

Result<RecordedOnce> RecordsStore::record(store::Transaction& transaction,
                                          const MessageRecord& message) {
    RecordedOnce outcome;
    SARHAD_TRY(std::optional<std::int64_t> id, insert_message(message));
    if (!id) {
        outcome.recorded = Recorded::kReplaced;
        SARHAD_TRY(id, replace_refused(message));
    }
    if (!id) {
        outcome.recorded = Recorded::kRepeat;
        return outcome;
    }
    SARHAD_TRY_STATUS(put_cargo_items(database_, *id, message.cargo));
    SARHAD_TRY(const Announced announced, announced_of(message));
    std::map<CrossingId, CrossingId> known_as;
    auto row = message.rows.begin();
    for (const CrossingRecord& crossing : message.crossings) {
        const auto end = row + static_cast<std::ptrdiff_t>(crossing.rows);
        const auto known = announced.said.find(crossing.mark);
        if (known != announced.said.end() && !says_more(crossing, known->second)) {
            outcome.known.push_back(crossing.id);
            known_as.emplace(crossing.id, announced.records.at(crossing.mark));
            row = end;
            continue;
        }
        const auto stands = message.standings.find(crossing.id);
        SARHAD_TRY_STATUS(insert_crossing(
            *id,
            crossing,
            stands == message.standings.end() ? intake::Standing::kNone : stands->second));
        for (; row != end; ++row) {
            SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                       append_row(outbox_, transaction, *row));
        }
    }
    SARHAD_TRY_STATUS(keep_word(*id, message, known_as));
    return outcome;
}

Result<std::vector<StoredCrossing>> read_crossings(store::QuerySource from,
                                                   std::optional<std::int64_t> after,
                                                   std::size_t limit) {
    SARHAD_TRY(Statement select,
               after ? from.prepare("SELECT c.number, c.id, c.body, e.policy, e.at, c.standing"
                                    " FROM crossing c"
                                    " LEFT JOIN erasure e ON e.id = c.id WHERE c.number > ?1"
                                    " ORDER BY c.number LIMIT ?2")
                     : from.prepare("SELECT c.number, c.id, c.body, e.policy, e.at, c.standing"
                                    " FROM crossing c"
                                    " LEFT JOIN erasure e ON e.id = c.id WHERE c.number > ?1"
                                    " ORDER BY c.number DESC LIMIT ?2"));
    select.bind_all(after.value_or(0), static_cast<std::int64_t>(limit));
    std::vector<StoredCrossing> page;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        StoredCrossing crossing;
        crossing.number = select.int64(0);
        const core::ByteView id = select.bytes(1);
        if (id.size() != crossing.id.size()) {
            return core::Error{core::Errc::kCorrupt, "crossing: an id of a wrong length is stored"};
        }
        std::copy(id.begin(), id.end(), crossing.id.begin());
        crossing.sealed = core::to_bytes(select.bytes(2));
        crossing.erased = erasure_at(select, 3, crossing.id);
        crossing.standing = standing_at(select, 5);
        page.push_back(std::move(crossing));
    }
    if (!after) {
        std::reverse(page.begin(), page.end());
    }
    return page;
}

Result<RecordCounts> RecordsStore::counts() {
    SARHAD_TRY(Statement messages,
               database_.prepare("SELECT count(*), coalesce(sum(status = ?1), 0) FROM message"));
    messages.bind_all(static_cast<std::int64_t>(facts::MessageStatus::kRefused));
    RecordCounts counts;
    SARHAD_TRY(const Step first, messages.step());
    if (first == Step::kRow) {
        counts.messages = static_cast<std::uint64_t>(messages.int64(0));
        counts.refused = static_cast<std::uint64_t>(messages.int64(1));
    }
    SARHAD_TRY(Statement crossings,
               database_.prepare("SELECT count(*), coalesce(sum(reported AND NOT secret), 0)"
                                 " FROM crossing"));
    SARHAD_TRY(const Step second, crossings.step());
    if (second == Step::kRow) {
        counts.crossings = static_cast<std::uint64_t>(crossings.int64(0));
        counts.hits = static_cast<std::uint64_t>(crossings.int64(1));
    }
    return counts;
}

}  // namespace sarhad::node
