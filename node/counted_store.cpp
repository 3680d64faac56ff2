#include "node/counted_store.h"

#include "core/text.h"
#include "screening/central_counters.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using facts::CountedHolder;
using store::Statement;
using store::Step;

namespace {

/// Those that go at once where the room is full.
constexpr std::int64_t kCutAtOnce = 1'000;

/// The newest of which it tells anything.
std::int32_t day_of(const CountedHolder& holder) {
    std::int32_t newest = 0;
    const auto see = [&](const std::vector<std::int32_t>& days) {
        for (const std::int32_t day : days) {
            newest = std::max(newest, day);
        }
    };
    for (const facts::CountedPort& one : holder.ports) {
        see(one.days);
    }
    for (const facts::CountedDocument& one : holder.documents) {
        see(one.days);
    }
    for (const facts::CountedInspection& one : holder.inspections) {
        newest = std::max(newest, screening::day_of(one.at));
    }
    for (const facts::CountedCash& one : holder.cash) {
        newest = std::max(newest, one.day);
    }
    return newest;
}

/// Rows went, or came.
Status add_held(store::Database& database, std::int64_t rows) {
    if (rows == 0) {
        return {};
    }
    SARHAD_TRY(Statement update,
               database.prepare("UPDATE counted_state SET held = max(held + ?1, 0)"));
    update.bind_all(rows);
    return update.run();
}

}  // namespace

Result<CountedWord> read_counted(store::QuerySource from,
                                 const wire::RecordSeal& seal,
                                 const std::vector<PersonKey>& persons) {
    CountedWord word;
    {
        SARHAD_TRY(Statement state,
                   from.prepare("SELECT as_of, cut_day, has_cash FROM counted_state"));
        SARHAD_TRY(const Step step, state.step());
        if (step == Step::kDone || state.int64(0) == 0) {
            return word;
        }
        word.as_of = core::WallTime{state.int64(0)};
        word.cut_day = static_cast<std::int32_t>(state.int64(1));
        word.has_cash = state.int64(2) != 0;
    }
    for (const PersonKey& person : persons) {
        SARHAD_TRY(Statement select, from.prepare("SELECT body FROM counted WHERE person = ?1"));
        select.bind_all(core::ByteView{person});
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            continue;
        }
        const auto body = seal.open(kCountedTable, person, select.bytes(0));
        auto holder =
            body ? wire::decode<CountedHolder>(*body) : Result<CountedHolder>{body.error()};
        if (holder) {
            word.holders.insert_or_assign(person, *std::move(holder));
        } else {
            word.cut_day = std::numeric_limits<std::int32_t>::max();
        }
    }
    return word;
}

Result<CountedStore::Applied> CountedStore::apply(const wire::DeltaBody& delta,
                                                  const wire::Hash256& chain,
                                                  core::ByteView store_key,
                                                  PositionCommit commit) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, "counters"));
    if (delta.seq == core::Seq{1}) {
        for (const store::Sql& sql : {store::Sql{"DELETE FROM counted"},
                                      store::Sql{"DELETE FROM counted_state"},
                                      store::Sql{"INSERT INTO counted_state(number, as_of, held,"
                                                 " cut_day) VALUES(1, 0, 0, 0)"}}) {
            SARHAD_TRY(Statement anew, database_.prepare(sql));
            SARHAD_TRY_STATUS(anew.run());
        }
    }
    for (const wire::Op& op : delta.ops) {
        if (op.kind == wire::OpKind::kRemove || op.id != facts::kCountsOp) {
            continue;  // A newer centre's.
        }
        auto counts = wire::decode<facts::CentralCounts>(op.body);
        if (!counts) {
            return Error{Errc::kCorrupt,
                         core::cat("counters seq ", delta.seq.value(), ": ", counts.error().what)};
        }
        for (CountedHolder& holder : counts->holders) {
            SARHAD_TRY_STATUS(put(std::move(holder), store_key));
        }
        if (counts->as_of.micros != 0) {
            SARHAD_TRY(Statement update,
                       database_.prepare("UPDATE counted_state SET as_of = ?1, has_cash = ?2"));
            update.bind_all(counts->as_of.micros, std::int64_t{counts->has_cash});
            SARHAD_TRY_STATUS(update.run());
        }
    }
    SARHAD_TRY_STATUS(make_room());
    Applied applied{{delta.stream, delta.epoch, delta.seq, chain}, std::nullopt};
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(applied.position));
    }
    SARHAD_TRY(const CountedWord word, read_counted(store::QuerySource{database_}, seal_, {}));
    applied.as_of = word.as_of;
    return applied;
}

/// Documents are named by this store's own keys, in it too.
Status CountedStore::put(CountedHolder holder, core::ByteView store_key) {
    const PersonKey person = person_key(store_key, holder.document);
    holder.document = person;
    for (facts::CountedDocument& other : holder.documents) {
        other.document = person_key(store_key, other.document);
    }
    SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM counted WHERE person = ?1"));
    drop.bind_all(core::ByteView{person});
    SARHAD_TRY_STATUS(drop.run());
    const std::int64_t dropped = database_.changes();
    if (holder.is_empty()) {
        return add_held(database_, -dropped);
    }
    const core::Bytes sealed = seal_.seal(kCountedTable, person, wire::encode(holder));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO counted(person, day, body) VALUES(?1, ?2, ?3)"));
    insert.bind_all(core::ByteView{person}, std::int64_t{day_of(holder)}, core::ByteView{sealed});
    SARHAD_TRY_STATUS(insert.run());
    return add_held(database_, 1 - dropped);
}

Status CountedStore::make_room() {
    SARHAD_TRY(Statement select, database_.prepare("SELECT held FROM counted_state"));
    SARHAD_TRY(const std::optional<std::int64_t> held, select.query_int64());
    if (held.value_or(0) <= held_max_) {
        return {};
    }
    const std::int64_t most = std::max(kCutAtOnce, *held - held_max_);
    SARHAD_TRY(Statement newest,
               database_.prepare("UPDATE counted_state SET cut_day = max(cut_day, (SELECT max(day)"
                                 " FROM (SELECT day FROM counted ORDER BY day LIMIT ?1)))"));
    newest.bind_all(most);
    SARHAD_TRY_STATUS(newest.run());
    SARHAD_TRY(Statement drop,
               database_.prepare("DELETE FROM counted WHERE person IN"
                                 " (SELECT person FROM counted ORDER BY day LIMIT ?1)"));
    drop.bind_all(most);
    SARHAD_TRY_STATUS(drop.run());
    return add_held(database_, -database_.changes());
}

Result<std::size_t> purge_counted(store::Database& database, std::int32_t today) {
    SARHAD_TRY(Statement drop,
               database.prepare("DELETE FROM counted WHERE person IN (SELECT person FROM counted"
                                " WHERE day <= ?1 LIMIT ?2)"));
    drop.bind_all(std::int64_t{today - screening::kCentralWindowDays - 1},
                  static_cast<std::int64_t>(kCountedPurgedMax));
    SARHAD_TRY_STATUS(drop.run());
    const std::int64_t gone = database.changes();
    SARHAD_TRY_STATUS(add_held(database, -gone));
    return static_cast<std::size_t>(gone);
}

}  // namespace sarhad::node
