#include "node_parts.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

/// When a node rests, and what it does for its outbox by the second and by the minute.
namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

/// Its begin: what is kept is kept by the hour.
core::WallTime hour_of(core::WallTime at) {
    constexpr auto kMicros = std::chrono::microseconds{std::chrono::hours{1}}.count();
    return {at.micros - at.micros % kMicros};
}

}  // namespace

/// Long enough after the last commit for the database to have cut its log.
bool Node::Parts::may_rest() const {
    return quiet_ticks > store::kQuietCalls && !is_counting && rescreener->is_at_rest() &&
           erase_fault.empty() && outside.database.disk_use().level == store::DiskLevel::kRoomy;
}

RescreenListeners Node::Parts::rescreen_listeners() {
    return {[this]() -> const std::vector<ListState>& { return lists->in_force(); },
            [this] {
                return std::pair{intake->mark(), next_desk_screening};
            },
            [this](std::pair<std::uint64_t, std::uint64_t> mark) {
                return intake->is_past(mark.first) &&
                       (desk_screenings.empty() || *desk_screenings.begin() >= mark.second);
            },
            [this](const Tails& tails) { uplink->on_committed(tails); },
            [this] {
                return data_age().state == screening::TrustAge::kFresh && uplink->is_caught_up();
            },
            [this](const std::vector<screening::GuardedDecision>& read) { guard_rules(read); },
            [this] { cargo->on_again(); }};
}

/// Something was committed.
void Node::Parts::wake() {
    quiet_ticks = 0;
    if (std::exchange(is_resting, false) && timer && !is_stopped) {
        outside.scheduler.cancel(*timer);
        timer = outside.scheduler.after(kAwakeTick, [this] { tick(); });
    }
}

/// Most seconds nothing was stored: what was counted is still so.
void Node::Parts::refresh_outbox() {
    const std::uint64_t commits = outside.database.commits();
    if (counted_at == commits || std::exchange(is_counting, true)) {
        return;
    }
    using Counts = std::map<core::StreamId, OutboxStatus>;
    lanes->ask<Counts>(
        core::Lane::kStore,
        [this]() -> Result<Counts> {
            Counts counts;
            for (const core::StreamId stream : kUpStreams) {
                SARHAD_TRY(const store::OutboxCounts held, stores->outbox->counts(stream));
                const store::OutboxPosition tail = stores->outbox->tail(stream);
                counts[stream] = {
                    held.rows, held.bytes.bytes, held.oldest, tail.seq.value(), tail.hash};
            }
            return counts;
        },
        [this, commits](Result<Counts> counted) {
            is_counting = false;
            if (counted) {
                counted_at = commits;
                outbox = *std::move(counted);
            }
        });
}

void Node::Parts::purge_outbox() {
    auto removed = std::make_shared<std::size_t>(0);  // The store fills it, the loop reads it.
    const bool is_pressed = outside.database.disk_use().level >= store::DiskLevel::kPurging;
    // What central has is the first to go: it can be had from there.
    const store::Retention kept =
        is_pressed ? store::Retention{std::chrono::hours{0}, {0}} : settings.outbox_kept;
    const std::pair now{outside.database.commits(), hour_of(outside.clock.wall())};
    if (purged_at == now && !is_pressed) {
        return;
    }
    lanes->commit(
        [this, removed, kept](store::Transaction& transaction) -> Status {
            SARHAD_TRY(const store::Purged purged,
                       stores->outbox->purge(transaction, outside.clock.wall(), kept));
            *removed = purged.rows;
            return {};
        },
        [this, removed, now](const Status& status) {
            if (status && *removed == store::kPurgeRowsMax && !is_stopped) {
                purge_outbox();
            } else if (status) {
                purged_at = now;
            }
        });
}

/// Round by round, so that none keeps arrivals waiting; once more in an hour where one fails.
void Node::Parts::purge_passages_kept() {
    auto removed = std::make_shared<std::size_t>(0);  // The store fills it, the loop reads it.
    constexpr std::int64_t kMicrosADay = std::int64_t{86'400} * 1'000'000;
    const auto today = static_cast<std::int32_t>(outside.clock.wall().micros / kMicrosADay);
    lanes->commit(
        [this, removed, today](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(const std::size_t passages, purge_passages(outside.database, today));
            SARHAD_TRY(const std::size_t counted, purge_counted(outside.database, today));
            *removed = std::max(passages, counted);
            return {};
        },
        [this, removed](const Status& status) {
            if (status && *removed >= std::min(kPassagesPurgedMax, kCountedPurgedMax) &&
                !is_stopped) {
                purge_passages_kept();
            }
        });
}

}  // namespace sarhad::node
