#include "outbox_rows.h"

#include "core/plant.h"
#include "store/outbox.h"

#include <algorithm>

namespace sarhad::store {
namespace {

constexpr std::size_t kSeedsInUse = 2;

/// The hour since 1970 that `time` lies in.
std::int64_t hour_of(core::WallTime time) {
    return std::chrono::floor<std::chrono::hours>(std::chrono::microseconds{time.micros}).count();
}

}  // namespace

/// The oldest acknowledged row of one position.
struct Outbox::Head {
    Position* position;
    core::Seq expired{0};  ///< Rows up to this one were acknowledged longer ago than the age.
    core::WallTime created{};
    std::uint32_t key_epoch{0};
    std::uint64_t size{0};
    [[nodiscard]] bool is_there() const {
        return position->first <= (forgets_all() ? position->tail : position->acked);
    }
    [[nodiscard]] bool is_expired() const {
        return is_there() && (forgets_all() || position->first <= expired);
    }
    [[nodiscard]] static bool forgets_all() { return core::is_planted(core::Plant::kPurgeUnacked); }
};

core::Status Outbox::note_ack_time(const Position& position, core::Seq upto, core::WallTime now) {
    // By the hour: at most some 170 rows a stream, and a row is never kept too short.
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO outbox_ack(stream, epoch, hour, upto)"
                                 " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(stream, epoch, hour)"
                                 " DO UPDATE SET upto = max(upto, excluded.upto)"));
    insert.bind_all(position.stream.value(), position.epoch.value(), hour_of(now), to_sql(upto));
    return insert.run();
}

core::Result<Purged> Outbox::purge(Transaction& transaction,
                                   core::WallTime now,
                                   const Retention& retention) {
    SARHAD_CHECK(&transaction.database() == &database_);
    if (core::is_planted(core::Plant::kPurgeUnacked)) {
        return forget_unacked();
    }
    std::uint64_t kept = 0;
    for (const Position& position : state_.positions) {
        kept += position.kept_bytes;
    }
    SARHAD_TRY(std::vector<Head> heads, purgeable(now, retention));
    Purged purged;
    while (purged.rows < kPurgeRowsMax) {
        const bool is_over = kept - purged.bytes.bytes > retention.bytes.bytes;
        Head* oldest = nullptr;
        for (Head& head : heads) {
            const bool may_go = is_over ? head.is_there() : head.is_expired();
            if (may_go && (oldest == nullptr || head.created < oldest->created)) {
                oldest = &head;
            }
        }
        if (oldest == nullptr) {
            break;
        }
        SARHAD_TRY_STATUS(remove_head(*oldest, purged));
        SARHAD_TRY_STATUS(read_head(*oldest));
    }
    SARHAD_TRY_STATUS(drop_spent_positions());
    SARHAD_TRY_STATUS(drop_spent_seeds(purged));
    return purged;
}

core::Result<Purged> Outbox::forget_unacked() {
    for (const Position& position : state_.positions) {
        SARHAD_TRY(
            Statement remove,
            database_.prepare("DELETE FROM outbox WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
        remove.bind_all(
            position.stream.value(), position.epoch.value(), to_sql(core::next(position.acked)));
        SARHAD_TRY_STATUS(remove.run());
    }
    return Purged{};
}

core::Result<std::vector<Outbox::Head>> Outbox::purgeable(core::WallTime now,
                                                          const Retention& retention) {
    std::vector<Head> heads;
    for (Position& position : state_.positions) {
        Head head{.position = &position};
        if (!head.is_there()) {
            continue;
        }
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT max(upto) FROM outbox_ack"
                                     " WHERE stream = ?1 AND epoch = ?2 AND hour < ?3"));
        select.bind_all(position.stream.value(),
                        position.epoch.value(),
                        hour_of(now) - static_cast<std::int64_t>(retention.age.count()));
        SARHAD_TRY(const auto upto, select.query_int64());
        head.expired = to_seq(upto.value_or(0));
        SARHAD_TRY_STATUS(read_head(head));
        heads.push_back(head);
    }
    return heads;
}

core::Status Outbox::read_head(Head& head) {
    if (!head.is_there()) {
        return {};
    }
    const Position& position = *head.position;
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT created, key_epoch, length(sealed) FROM outbox"
                                 " WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
    select.bind_all(position.stream.value(), position.epoch.value(), to_sql(position.first));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return core::Error{core::Errc::kCorrupt,
                           "outbox " + name_of(position.stream, position.epoch, position.first) +
                               ": the row is missing"};
    }
    head.created = core::WallTime{select.int64(0)};
    head.key_epoch = static_cast<std::uint32_t>(select.int64(1));
    head.size = static_cast<std::uint64_t>(select.int64(2));
    return {};
}

core::Status Outbox::remove_head(Head& head, Purged& purged) {
    Position& position = *head.position;
    SARHAD_CHECK(head.is_there());
    SARHAD_TRY(
        Statement remove,
        database_.prepare("DELETE FROM outbox WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
    remove.bind_all(position.stream.value(), position.epoch.value(), to_sql(position.first));
    SARHAD_TRY_STATUS(remove.run());
    position.first = core::next(position.first);
    position.kept_bytes -= head.size;
    if (SeedUse* const seed = find_seed(head.key_epoch); seed != nullptr) {
        --seed->rows;
    }
    ++purged.rows;
    purged.bytes.bytes += head.size;
    return {};
}

core::Status Outbox::drop_spent_positions() {
    for (std::size_t index = state_.positions.size(); index-- > 0;) {
        const Position position = state_.positions[index];
        SARHAD_TRY(Statement acks,
                   database_.prepare("DELETE FROM outbox_ack"
                                     " WHERE stream = ?1 AND epoch = ?2 AND upto < ?3"));
        acks.bind_all(position.stream.value(), position.epoch.value(), to_sql(position.first));
        SARHAD_TRY_STATUS(acks.run());
        const bool is_present = newest(position.stream)->epoch == position.epoch;
        if (is_present || position.first <= position.tail) {
            continue;
        }
        SARHAD_TRY(Statement remove,
                   database_.prepare("DELETE FROM up_pos WHERE stream = ?1 AND epoch = ?2"));
        remove.bind_all(position.stream.value(), position.epoch.value());
        SARHAD_TRY_STATUS(remove.run());
        state_.positions.erase(state_.positions.begin() + static_cast<std::ptrdiff_t>(index));
    }
    return {};
}

core::Status Outbox::drop_spent_seeds(Purged& purged) {
    // The newest two stay: a row is sealed on another thread before it comes here, and the key may
    // have changed meanwhile.
    if (state_.seeds.size() <= kSeedsInUse) {
        return {};
    }
    for (std::size_t index = state_.seeds.size() - kSeedsInUse; index-- > 0;) {
        if (state_.seeds[index].rows > 0) {
            continue;
        }
        SARHAD_TRY(Statement remove,
                   database_.prepare("DELETE FROM outbox_seed WHERE key_epoch = ?1"));
        remove.bind(1, state_.seeds[index].key_epoch);
        SARHAD_TRY_STATUS(remove.run());
        state_.seeds.erase(state_.seeds.begin() + static_cast<std::ptrdiff_t>(index));
        ++purged.seeds;
    }
    return {};
}

}  // namespace sarhad::store
