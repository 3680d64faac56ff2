#include "node/late_hits_store.h"

#include "node/erasures_store.h"
#include "wire/hash.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

Result<std::int64_t> first_number(Statement select) {
    SARHAD_TRY(const std::optional<std::int64_t> number, select.query_int64());
    return number.value_or(0);
}

}  // namespace

Result<std::vector<DueEntry>> read_due(store::QuerySource from,
                                       const ListState& in_force,
                                       std::int64_t done,
                                       std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT d.id, d.edition, d.after, e.body FROM rescreen_due AS d"
                            " JOIN list_entry AS e ON e.stream = d.stream AND e.id = d.id"
                            " JOIN edition AS s ON s.stream = d.stream AND s.repairs <= ?5"
                            " WHERE d.stream = ?1 AND d.edition <= ?2 AND d.after < ?3"
                            " ORDER BY d.id LIMIT ?4"));
    select.bind_all(in_force.stream.value(),
                    static_cast<std::int64_t>(in_force.edition),
                    done,
                    static_cast<std::int64_t>(limit),
                    static_cast<std::int64_t>(in_force.repairs));
    std::vector<DueEntry> due;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return due;
        }
        due.push_back({in_force.stream,
                       std::string{select.text(0)},
                       static_cast<std::uint64_t>(select.int64(1)),
                       select.int64(2),
                       core::to_bytes(select.bytes(3))});
    }
}

Result<std::uint64_t> count_due(store::QuerySource from) {
    SARHAD_TRY(Statement select, from.prepare("SELECT count(*) FROM rescreen_due"));
    SARHAD_TRY(const std::int64_t count, first_number(std::move(select)));
    return static_cast<std::uint64_t>(count);
}

Result<std::uint64_t> count_on_old_data(store::QuerySource from) {
    SARHAD_TRY(Statement select, from.prepare("SELECT count(*) FROM crossing WHERE age != 0"));
    SARHAD_TRY(const std::int64_t count, first_number(std::move(select)));
    return static_cast<std::uint64_t>(count);
}

Result<std::int64_t> read_number_before(store::QuerySource from, core::WallTime since) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT coalesce((SELECT min(number) - 1 FROM crossing"
                            " WHERE screened_at >= ?1), (SELECT max(number) FROM crossing), 0)"));
    select.bind_all(since.micros);
    return first_number(std::move(select));
}

Result<std::vector<StoredCrossing>> read_numbered(store::QuerySource from,
                                                  const std::vector<std::int64_t>& numbers) {
    std::vector<StoredCrossing> crossings;
    for (const std::int64_t number : numbers) {
        SARHAD_TRY(const std::vector<StoredCrossing> one, read_crossings(from, number - 1, 1));
        if (!one.empty() && one.front().number == number) {
            crossings.push_back(one.front());
        }
    }
    return crossings;
}

namespace {

Result<StoredLateHit> read_late(const Statement& row) {
    StoredLateHit hit;
    hit.number = row.int64(0);
    const core::ByteView id = row.bytes(1);
    if (id.size() != hit.id.size()) {
        return Error{Errc::kCorrupt, "late_hit: an id of a wrong length is stored"};
    }
    std::copy(id.begin(), id.end(), hit.id.begin());
    hit.sealed = core::to_bytes(row.bytes(2));
    return hit;
}

}  // namespace

Result<std::vector<StoredLateHit>> read_late_hits(store::QuerySource from,
                                                  std::int64_t before,
                                                  std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT number, id, body FROM late_hit WHERE number < ?1"
                            " AND counted = 1 ORDER BY number DESC LIMIT ?2"));
    select.bind_all(before, static_cast<std::int64_t>(limit));
    std::vector<StoredLateHit> hits;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return hits;
        }
        SARHAD_TRY(StoredLateHit hit, read_late(select));
        hits.push_back(std::move(hit));
    }
}

Result<std::optional<StoredLateHit>> read_late_hit(store::QuerySource from,
                                                   const std::array<std::uint8_t, 16>& id) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT number, id, body FROM late_hit WHERE id = ?1 AND counted = 1"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<StoredLateHit>{};
    }
    SARHAD_TRY(StoredLateHit hit, read_late(select));
    return std::optional<StoredLateHit>{std::move(hit)};
}

std::array<std::uint8_t, 16> late_hit_id(const CrossingId& crossing,
                                         const facts::Hit& hit,
                                         facts::Tier tier) {
    core::Bytes bytes = core::to_bytes(core::ByteView{crossing});
    for (const std::string* text : {&hit.list, &hit.entry}) {
        core::put_u32(bytes, static_cast<std::uint32_t>(text->size()));
        core::append(bytes, core::as_bytes(*text));
    }
    bytes.push_back(static_cast<std::uint8_t>(tier));
    return wire::blake2b_128(bytes);
}

Result<bool> LateHitsStore::has(const std::array<std::uint8_t, 16>& id) {
    SARHAD_TRY(Statement select, database_.prepare("SELECT count(*) FROM late_hit WHERE id = ?1"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const std::int64_t count, first_number(std::move(select)));
    return count != 0;
}

Result<Recorded> LateHitsStore::put(store::Transaction& transaction, const LateHitRecord& record) {
    const facts::LateHit& late = record.late;
    SARHAD_TRY(const bool is_gone, is_erased(database_, late.crossing));
    if (is_gone) {  // Since it was found.
        return Recorded::kRepeat;
    }
    for (int tier = static_cast<int>(late.hit.tier); tier <= static_cast<int>(facts::Tier::kHold);
         ++tier) {
        SARHAD_TRY(const bool is_known,
                   has(late_hit_id(late.crossing, late.hit, static_cast<facts::Tier>(tier))));
        if (is_known) {
            return Recorded::kRepeat;
        }
    }
    // Discreet ones are numbered apart, below zero: a gap in the others would tell of them.
    const bool is_discreet = late.hit.order.action == facts::ListAction::kDiscreet;
    SARHAD_TRY(Statement insert,
               // As with alerts: one SELECT with both ends would read every row.
               database_.prepare("INSERT INTO late_hit(number, id, found_at, tier, body, counted)"
                                 " VALUES (CASE WHEN ?5"
                                 " THEN max(coalesce((SELECT max(number) FROM late_hit), 0), 0) + 1"
                                 " ELSE min(coalesce((SELECT min(number) FROM late_hit), 0), 0) - 1"
                                 " END, ?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(core::ByteView{late.id},
                    late.found_at.micros,
                    static_cast<std::int64_t>(late.hit.tier),
                    core::ByteView{record.sealed},
                    std::int64_t{is_discreet ? 0 : 1});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
               append_row(outbox_, transaction, record.row));
    return Recorded::kNew;
}

Status LateHitsStore::note_done(const DueEntry& entry, std::int64_t done) {
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE rescreen_due SET after = ?4"
                                 " WHERE stream = ?1 AND id = ?2 AND edition = ?3"));
    update.bind_all(entry.stream.value(),
                    std::string_view{entry.id},
                    static_cast<std::int64_t>(entry.edition),
                    done);
    return update.run();
}

Status LateHitsStore::remove(const DueEntry& entry) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM rescreen_due"
                                 " WHERE stream = ?1 AND id = ?2 AND edition = ?3"));
    erase.bind_all(
        entry.stream.value(), std::string_view{entry.id}, static_cast<std::int64_t>(entry.edition));
    return erase.run();
}

Status LateHitsStore::forget_old_data(std::int64_t upto) {
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE crossing SET age = 0 WHERE age != 0 AND number <= ?1"));
    update.bind_all(upto);
    return update.run();
}

Result<std::uint64_t> LateHitsStore::count() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT count(*) FROM late_hit WHERE counted = 1"));
    SARHAD_TRY(const std::int64_t count, first_number(std::move(select)));
    return static_cast<std::uint64_t>(count);
}

}  // namespace sarhad::node
