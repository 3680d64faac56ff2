#include "node/records_store.h"

#include "node/erasures_store.h"

#include <algorithm>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

Result<std::optional<std::int64_t>> RecordsStore::insert_message(const MessageRecord& message) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO message(digest, received, status, travellers, header)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(digest) DO NOTHING"));
    insert.bind(1, core::ByteView{message.digest});
    insert.bind(2, message.received.micros);
    insert.bind(3, static_cast<std::int64_t>(message.status));
    insert.bind(4, static_cast<std::int64_t>(message.crossings.size()));
    insert.bind_borrowed(5, message.sealed_header);
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
                                 " header = ?5 WHERE digest = ?1 AND status = ?6"));
    update.bind(1, core::ByteView{message.digest});
    update.bind(2, message.received.micros);
    update.bind(3, static_cast<std::int64_t>(message.status));
    update.bind(4, static_cast<std::int64_t>(message.crossings.size()));
    update.bind_borrowed(5, message.sealed_header);
    update.bind(6, static_cast<std::int64_t>(facts::MessageStatus::kRefused));
    SARHAD_TRY_STATUS(update.run());
    if (database_.changes() == 0) {
        return std::optional<std::int64_t>{};
    }
    SARHAD_TRY(Statement select, database_.prepare("SELECT id FROM message WHERE digest = ?1"));
    select.bind(1, core::ByteView{message.digest});
    return select.query_int64();
}

Status RecordsStore::insert_crossing(std::int64_t message, const CrossingRecord& crossing) {
    SARHAD_TRY(
        Statement insert,
        database_.prepare("INSERT INTO crossing(id, message, screened_at, channel, hits, reported,"
                          " body, secret, age) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                          " ?9)"));
    insert.bind(1, core::ByteView{crossing.id});
    insert.bind(2, message);
    insert.bind(3, crossing.screened_at.micros);
    insert.bind(4, static_cast<std::int64_t>(crossing.channel));
    insert.bind(5, static_cast<std::int64_t>(crossing.hits));
    insert.bind(6, std::int64_t{crossing.is_reported});
    insert.bind_borrowed(7, crossing.sealed);
    insert.bind(8, std::int64_t{crossing.is_secret});
    insert.bind(9, static_cast<std::int64_t>(crossing.age));
    return insert.run();
}

Result<Recorded> RecordsStore::record(store::Transaction& transaction,
                                      const MessageRecord& message) {
    Recorded recorded = Recorded::kNew;
    SARHAD_TRY(std::optional<std::int64_t> id, insert_message(message));
    if (!id) {
        recorded = Recorded::kReplaced;
        SARHAD_TRY(id, replace_refused(message));
    }
    if (!id) {
        return Recorded::kRepeat;
    }
    for (const CrossingRecord& crossing : message.crossings) {
        SARHAD_TRY_STATUS(insert_crossing(*id, crossing));
    }
    for (const UpwardRow& row : message.rows) {
        SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                   append_row(outbox_, transaction, row));
    }
    return recorded;
}

Result<std::vector<StoredCrossing>> read_crossings(store::QuerySource from,
                                                   std::optional<std::int64_t> after,
                                                   std::size_t limit) {
    SARHAD_TRY(Statement select,
               after ? from.prepare("SELECT c.number, c.id, c.body, e.policy, e.at FROM crossing c"
                                    " LEFT JOIN erasure e ON e.id = c.id WHERE c.number > ?1"
                                    " ORDER BY c.number LIMIT ?2")
                     : from.prepare("SELECT c.number, c.id, c.body, e.policy, e.at FROM crossing c"
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
