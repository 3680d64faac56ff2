#include "node/cargo_store.h"

#include "core/text.h"
#include "node/erasures_store.h"
#include "store/sql.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

/// A bill may have two thousand goods lines, a piece as many containers as its bill names.
constexpr wire::UnpackLimits kItemLimits{.elements = 1U << 20U, .array = 16'384};

enum class Due : std::uint8_t { kDone = 0, kNew = 1, kAgain = 2 };

core::Bytes seal_place(const wire::Hash256& message, std::uint32_t place) {
    core::Bytes bytes = core::to_bytes(core::ByteView{message});
    core::put_u32(bytes, place);
    return bytes;
}

template <std::size_t N>
Status copy_bytes(core::ByteView from, std::array<std::uint8_t, N>& into) {
    if (from.size() != N) {
        return core::Error{core::Errc::kCorrupt, "cargo: an id of a wrong length is stored"};
    }
    std::copy(from.begin(), from.end(), into.begin());
    return {};
}

/// message, place, sort, decided, body, digest.
Result<StoredCargoItem> item_at(const Statement& row, const wire::RecordSeal& seal) {
    StoredCargoItem stored;
    stored.at = {row.int64(0), static_cast<std::uint32_t>(row.int64(1))};
    stored.sort = static_cast<CargoSort>(row.int64(2));
    stored.decided = static_cast<std::uint32_t>(row.int64(3));
    SARHAD_TRY_STATUS(copy_bytes(row.bytes(5), stored.digest));
    if (row.bytes(4).empty()) {
        return stored;
    }
    const auto body =
        seal.open(kCargoItemTable, seal_place(stored.digest, stored.at.place), row.bytes(4));
    if (body) {
        auto item = wire::decode<CargoItem>(*body, kItemLimits);
        if (item) {
            stored.item = *std::move(item);
        }
    }
    return stored;
}

Result<std::vector<StoredCargoItem>> read_items(Statement& select, const wire::RecordSeal& seal) {
    std::vector<StoredCargoItem> items;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return items;
        }
        SARHAD_TRY(StoredCargoItem item, item_at(select, seal));
        items.push_back(std::move(item));
    }
}

}  // namespace

CargoKey cargo_key(core::ByteView store_key, std::string_view text) {
    return wire::subject_key(store_key, core::cat("cargo|", text));
}

core::Bytes sealed_item(const wire::RecordSeal& seal,
                        const wire::Hash256& message,
                        std::uint32_t place,
                        const CargoItem& item) {
    return seal.seal(kCargoItemTable, seal_place(message, place), wire::encode(item));
}

Result<std::vector<StoredCargoItem>> read_due_cargo(store::QuerySource from,
                                                    const wire::RecordSeal& seal,
                                                    std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT i.message, i.place, i.sort, i.decided, i.body, m.digest"
                            " FROM cargo_item i JOIN message m ON m.id = i.message"
                            " WHERE i.due != 0 ORDER BY i.due, i.message, i.place LIMIT ?1"));
    select.bind_all(static_cast<std::int64_t>(limit));
    return read_items(select, seal);
}

Result<std::uint64_t> count_due_cargo(store::QuerySource from) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT count(*) FROM (SELECT 1 FROM cargo_item WHERE due = ?2"
                            " LIMIT ?1)"));
    select.bind_all(kCargoDueCountMax, static_cast<std::int64_t>(Due::kNew));
    SARHAD_TRY(const std::optional<std::int64_t> found, select.query_int64());
    return static_cast<std::uint64_t>(found.value_or(0));
}

Result<std::vector<StoredCargoItem>> read_joined(store::QuerySource from,
                                                 const wire::RecordSeal& seal,
                                                 const JoinAsked& asked) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT i.message, i.place, i.sort, i.decided, i.body, m.digest"
                            " FROM cargo_key k JOIN cargo_item i ON i.message = k.message"
                            " AND i.place = k.place JOIN message m ON m.id = i.message"
                            " WHERE k.key = ?1 AND k.sort = ?2"
                            " AND (?3 OR (k.message, k.place) < (?4, ?5))"
                            " ORDER BY k.message DESC, k.place DESC LIMIT ?6"));
    const CargoPlace before = asked.before.value_or(CargoPlace{});
    select.bind_all(core::ByteView{asked.key},
                    static_cast<std::int64_t>(asked.sort),
                    std::int64_t{!asked.before.has_value()},
                    before.message,
                    std::int64_t{before.place},
                    static_cast<std::int64_t>(asked.limit));
    return read_items(select, seal);
}

Result<std::vector<StoredCargoItem>> read_cargo_after(store::QuerySource from,
                                                      const wire::RecordSeal& seal,
                                                      const ItemsAsked& asked) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT i.message, i.place, i.sort, i.decided, i.body, m.digest"
                            " FROM cargo_item i JOIN message m ON m.id = i.message"
                            " WHERE (i.message, i.place) > (?1, ?2) AND m.received >= ?3"
                            " ORDER BY i.message, i.place LIMIT ?4"));
    select.bind_all(asked.after.message,
                    asked.after.message == 0 ? std::int64_t{-1} : std::int64_t{asked.after.place},
                    asked.since.micros,
                    static_cast<std::int64_t>(asked.limit));
    return read_items(select, seal);
}

Status put_cargo_items(store::Database& database,
                       std::int64_t message,
                       const std::vector<CargoItemRow>& items) {
    if (items.empty()) {
        return {};
    }
    SARHAD_TRY(Statement item,
               database.prepare("INSERT INTO cargo_item(message, place, sort, due, decided, body)"
                                " VALUES(?1, ?2, ?3, ?4, 0, ?5)"));
    SARHAD_TRY(Statement key,
               database.prepare("INSERT OR IGNORE INTO cargo_key(key, sort, message, place)"
                                " VALUES(?1, ?2, ?3, ?4)"));
    for (std::size_t place = 0; place < items.size(); ++place) {
        const CargoItemRow& row = items[place];
        item.bind(1, message);
        item.bind(2, static_cast<std::int64_t>(place));
        item.bind(3, static_cast<std::int64_t>(row.sort));
        item.bind(4, static_cast<std::int64_t>(Due::kNew));
        item.bind_borrowed(5, row.sealed);
        SARHAD_TRY_STATUS(item.run());
        for (const CargoKey& one : row.keys) {
            key.bind_all(core::ByteView{one},
                         static_cast<std::int64_t>(row.sort),
                         message,
                         static_cast<std::int64_t>(place));
            SARHAD_TRY_STATUS(key.run());
        }
    }
    return {};
}

namespace {

Result<CargoKept> kept_as(store::Database& database, const CargoRecord& record) {
    const CargoKept otherwise = record.is_secret ? CargoKept::kUnseen : CargoKept::kShown;
    if (!record.is_again) {
        return otherwise;
    }
    SARHAD_TRY(Statement newest,
               database.prepare("SELECT outcome = ?2 FROM cargo WHERE subject = ?1 AND newest != 0"
                                " ORDER BY number DESC LIMIT 1"));
    newest.bind_all(core::ByteView{record.subject}, core::ByteView{record.outcome});
    SARHAD_TRY(const std::optional<std::int64_t> is_same, newest.query_int64());
    if (is_same.value_or(0) != 0) {
        return CargoKept::kNothingNew;
    }
    SARHAD_TRY(Statement shown,
               database.prepare("SELECT seen = ?2 FROM cargo WHERE subject = ?1 AND newest != 0"
                                " AND secret = 0 ORDER BY number DESC LIMIT 1"));
    shown.bind_all(core::ByteView{record.subject}, core::ByteView{record.seen});
    SARHAD_TRY(const std::optional<std::int64_t> looks_same, shown.query_int64());
    return looks_same.value_or(0) != 0 ? CargoKept::kUnseen : otherwise;
}

/// One that is unseen leaves the newest that is shown in its place.
Status put_record(store::Database& database, const CargoRecord& record, bool is_secret) {
    SARHAD_TRY(Statement older,
               database.prepare("UPDATE cargo SET newest = 0 WHERE subject = ?1 AND newest != 0"
                                " AND (?2 = 0 OR secret != 0)"));
    older.bind_all(core::ByteView{record.subject}, std::int64_t{is_secret});
    SARHAD_TRY_STATUS(older.run());
    SARHAD_TRY(Statement insert,
               database.prepare("INSERT INTO cargo(id, subject, message, place, kind, screened_at,"
                                " channel, hits, findings, reported, secret, newest, body, outcome,"
                                " seen)"
                                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12,"
                                " ?13, ?14)"));
    insert.bind(1, core::ByteView{record.id});
    insert.bind(2, core::ByteView{record.subject});
    insert.bind(3, record.at.message);
    insert.bind(4, std::int64_t{record.at.place});
    insert.bind(5, std::string_view{record.kind});
    insert.bind(6, record.screened_at.micros);
    insert.bind(7, static_cast<std::int64_t>(record.channel));
    insert.bind(8, std::int64_t{record.hits});
    insert.bind(9, std::int64_t{record.findings});
    insert.bind(10, std::int64_t{record.is_reported});
    insert.bind(11, std::int64_t{is_secret});
    insert.bind_borrowed(12, record.sealed);
    insert.bind(13, core::ByteView{record.outcome});
    insert.bind(14, core::ByteView{record.seen});
    return insert.run();
}

Status mark(store::Database& database, const std::vector<CargoPlace>& places, store::Sql sql) {
    SARHAD_TRY(Statement update, database.prepare(sql));
    for (const CargoPlace& at : places) {
        update.bind_all(at.message, std::int64_t{at.place});
        SARHAD_TRY_STATUS(update.run());
    }
    return {};
}

}  // namespace

Result<std::vector<CargoKept>> put_cargo_step(store::Database& database,
                                              store::Outbox& outbox,
                                              store::Transaction& transaction,
                                              const CargoStep& step) {
    std::vector<CargoKept> stored;
    for (const CargoRecord& record : step.records) {
        SARHAD_TRY(const CargoKept kept, kept_as(database, record));
        stored.push_back(kept);
        if (kept == CargoKept::kNothingNew) {
            continue;
        }
        SARHAD_TRY_STATUS(put_record(database, record, kept == CargoKept::kUnseen));
        for (const UpwardRow& row : record.rows) {
            SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                       append_row(outbox, transaction, row));
        }
    }
    SARHAD_TRY_STATUS(mark(database,
                           step.done,
                           "UPDATE cargo_item SET due = 0, decided = decided + 1"
                           " WHERE message = ?1 AND place = ?2"));
    SARHAD_TRY_STATUS(mark_cargo_again(database, step.again));
    return stored;
}

Result<std::uint64_t> mark_all_cargo_again(store::Database& database, core::WallTime since) {
    SARHAD_TRY(Statement update,
               database.prepare("UPDATE cargo_item SET due = 2 WHERE due = 0 AND length(body) > 0"
                                " AND message IN (SELECT id FROM message WHERE received >= ?1)"));
    update.bind_all(since.micros);
    SARHAD_TRY_STATUS(update.run());
    return static_cast<std::uint64_t>(database.changes());
}

Status mark_cargo_again(store::Database& database, const std::vector<CargoPlace>& places) {
    return mark(database,
                places,
                "UPDATE cargo_item SET due = 2"
                " WHERE message = ?1 AND place = ?2 AND due = 0 AND length(body) > 0");
}

Status erase_cargo(store::Database& database, const CargoId& id) {
    constexpr std::array<store::Sql, 3> kSteps{
        {"UPDATE cargo_item SET body = x'', due = 0 WHERE (message, place) IN"
         " (SELECT message, place FROM cargo WHERE id = ?1)",
         "DELETE FROM cargo_key WHERE (message, place) IN"
         " (SELECT message, place FROM cargo WHERE id = ?1)",
         "UPDATE cargo SET body = x'' WHERE id = ?1"}};
    for (const store::Sql& sql : kSteps) {
        SARHAD_TRY(Statement statement, database.prepare(sql));
        statement.bind_all(core::ByteView{id});
        SARHAD_TRY_STATUS(statement.run());
    }
    return {};
}

namespace {

/// number, id, channel, body, policy, at.
Result<StoredCargo> cargo_at(const Statement& row) {
    StoredCargo stored;
    stored.number = row.int64(0);
    SARHAD_TRY_STATUS(copy_bytes(row.bytes(1), stored.id));
    stored.channel = static_cast<facts::Channel>(row.int64(2));
    stored.sealed = core::to_bytes(row.bytes(3));
    stored.erased = erasure_at(row, 4, stored.id);
    return stored;
}

}  // namespace

namespace {

/// The whole table in the order of its index.
constexpr store::Sql kAllCargo{
    "SELECT c.number, c.id, c.channel, c.body, e.policy, e.at FROM cargo c"
    " LEFT JOIN erasure e ON e.id = c.id WHERE c.secret = 0"
    " AND (?1 OR c.newest != 0) AND (?2 = '' OR c.kind = ?2)"
    " AND (?3 < 0 OR c.channel = ?3) AND (?4 = 0 OR c.findings > 0)"
    " AND (?5 < 0 OR c.channel < ?5 OR (c.channel = ?5 AND c.number < ?6))"
    " ORDER BY c.channel DESC, c.number DESC LIMIT ?7"};
/// What a key finds, which is little.
constexpr store::Sql kCargoOfKey{
    "SELECT c.number, c.id, c.channel, c.body, e.policy, e.at FROM cargo_key k"
    " JOIN cargo c ON c.message = k.message AND c.place = k.place"
    " LEFT JOIN erasure e ON e.id = c.id WHERE k.key = ?8 AND c.secret = 0"
    " AND (?1 OR c.newest != 0) AND (?2 = '' OR c.kind = ?2)"
    " AND (?3 < 0 OR c.channel = ?3) AND (?4 = 0 OR c.findings > 0)"
    " AND (?5 < 0 OR c.channel < ?5 OR (c.channel = ?5 AND c.number < ?6))"
    " ORDER BY c.channel DESC, c.number DESC LIMIT ?7"};

}  // namespace

Result<std::vector<StoredCargo>> read_cargo(store::QuerySource from, const CargoAsked& asked) {
    SARHAD_TRY(Statement select, from.prepare(asked.key ? kCargoOfKey : kAllCargo));
    select.bind(1, std::int64_t{asked.has_history});
    select.bind(2, std::string_view{asked.kind});
    select.bind(3, asked.channel ? static_cast<std::int64_t>(*asked.channel) : std::int64_t{-1});
    select.bind(4, std::int64_t{asked.with_findings});
    select.bind(5, asked.after ? static_cast<std::int64_t>(asked.after->first) : std::int64_t{-1});
    select.bind(6, asked.after ? asked.after->second : std::int64_t{0});
    select.bind(7, static_cast<std::int64_t>(asked.limit));
    if (asked.key) {
        select.bind(8, core::ByteView{*asked.key});
    }
    std::vector<StoredCargo> page;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return page;
        }
        SARHAD_TRY(StoredCargo one, cargo_at(select));
        page.push_back(std::move(one));
    }
}

Result<std::optional<StoredCargo>> read_one_cargo(store::QuerySource from, const CargoId& id) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT c.number, c.id, c.channel, c.body, e.policy, e.at FROM cargo c"
                            " LEFT JOIN erasure e ON e.id = c.id"
                            " WHERE c.id = ?1 AND c.secret = 0"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<StoredCargo>{};
    }
    SARHAD_TRY(StoredCargo stored, cargo_at(select));
    return std::optional{std::move(stored)};
}

Result<CargoCounts> count_cargo(store::QuerySource from) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT count(*), coalesce(sum(channel = 2), 0),"
                            " coalesce(sum(channel = 1), 0), coalesce(sum(findings > 0), 0)"
                            " FROM cargo WHERE secret = 0"));
    SARHAD_TRY(const Step step, select.step());
    CargoCounts counts;
    if (step == Step::kRow) {
        counts.screened = static_cast<std::uint64_t>(select.int64(0));
        counts.red = static_cast<std::uint64_t>(select.int64(1));
        counts.yellow = static_cast<std::uint64_t>(select.int64(2));
        counts.findings = static_cast<std::uint64_t>(select.int64(3));
    }
    return counts;
}

}  // namespace sarhad::node
