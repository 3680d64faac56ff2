#include "central/counts_maker.h"

#include "central/stream_delta.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <chrono>
#include <utility>

namespace sarhad::central {

using core::Result;

namespace {

std::int32_t day_of(core::WallTime now) {
    constexpr std::int64_t kMicrosADay = std::int64_t{86'400} * 1'000'000;
    return static_cast<std::int32_t>(now.micros / kMicrosADay);
}

bool is_long_ago(core::WallTime told, core::WallTime now) {
    constexpr auto kEvery = std::chrono::duration_cast<std::chrono::microseconds>(kCountsAsOfEvery);
    return now.micros - told.micros >= kEvery.count();
}

/// As many as one delta has room for; gives whether all are in it.
bool fill(facts::CentralCounts& counts, std::vector<facts::CountedHolder> due) {
    std::size_t bytes = 0;
    for (facts::CountedHolder& holder : due) {
        bytes += wire::encode(holder).size();
        if (counts.holders.size() == facts::kCountedHoldersMax || bytes > kCountsBytesMax) {
            return false;
        }
        counts.holders.push_back(std::move(holder));
    }
    return true;
}

}  // namespace

StreamHead counts_head(const std::vector<StreamHead>& heads) {
    return head_of(heads, wire::down::kCounters, kCountsStreamName);
}

Result<CountsStep> CountsMaker::step(core::WallTime now, bool may_tell) {
    SARHAD_TRY(const bool has_more, store_.count_rows(day_of(now), kCountedAtOnce));
    if (has_more || !may_tell) {
        return CountsStep{has_more, {}, 0, 0};
    }
    SARHAD_TRY(CountsStep told, tell(now));
    return told.has_more || told.head ? told : make_room(now);
}

/// All that is held is counted, so what leaves nobody out is as of now.
Result<CountsStep> CountsMaker::tell(core::WallTime now) {
    SARHAD_TRY(std::vector<facts::CountedHolder> due,
               store_.counts_due(day_of(now), facts::kCountedHoldersMax + 1));
    SARHAD_TRY(const std::vector<StreamHead> heads, store_.published_heads());
    const StreamHead head = counts_head(heads);
    const bool is_old = head.position.seq > core::Seq{0} && is_long_ago(head.published_at, now);
    if (due.empty() && !is_old) {
        return CountsStep{};
    }
    facts::CentralCounts counts;
    counts.has_cash = true;
    const bool is_all = fill(counts, std::move(due));
    if (is_all) {
        counts.as_of = now;
    }
    StreamDelta made = make_stream_delta(
        {wire::OpKind::kUpsert, std::string{facts::kCountsOp}, wire::encode(counts)},
        head,
        now,
        sequencer_);
    NewCounts told{std::move(made.head), std::move(made.delta), {}, day_of(now)};
    for (const facts::CountedHolder& holder : counts.holders) {
        told.documents.push_back(holder.document);
    }
    SARHAD_TRY_STATUS(store_.publish_counts(told));
    return CountsStep{true, told.head, counts.holders.size(), 0};
}

Result<CountsStep> CountsMaker::make_room(core::WallTime now) {
    SARHAD_TRY(const std::vector<CountsPlace> places, store_.counts_to_erase(kCountsErasedAtOnce));
    if (!places.empty()) {
        std::vector<NewDelta> erased;
        erased.reserve(places.size());
        for (const CountsPlace& place : places) {
            erased.push_back(erased_delta(
                place.position, place.prev, std::string{kCountsStreamName}, sequencer_));
        }
        SARHAD_TRY_STATUS(store_.erase_counts(erased));
        return CountsStep{true, {}, 0, erased.size()};
    }
    SARHAD_TRY(const bool has_more, store_.purge_counts(day_of(now)));
    return CountsStep{has_more, {}, 0, 0};
}

}  // namespace sarhad::central
