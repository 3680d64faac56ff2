#pragma once

#include "core/result.h"
#include "facts/decision.h"
#include "facts/late_hit.h"
#include "node/late_hits_store.h"
#include "node/parts.h"
#include "watchlists/matcher.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::node {

/// Null where the list is not among them.
[[nodiscard]] inline const watchlists::ListManifest* manifest_of(
    const watchlists::ListSnapshot& lists, std::string_view name) {
    const auto& all = lists.manifests();
    const auto is_named = [&](const watchlists::ListManifest& one) { return one.name == name; };
    const auto found = std::find_if(all.begin(), all.end(), is_named);
    return found == all.end() ? nullptr : &*found;
}

/// Whether the person was told of the entry, as strongly, when he passed.
[[nodiscard]] inline bool was_hit(const facts::Decision& decision, const facts::Hit& late) {
    return std::any_of(decision.hits.begin(), decision.hits.end(), [&](const facts::Hit& hit) {
        return hit.list == late.list && hit.entry == late.entry && hit.tier >= late.tier;
    });
}

/// As it is told: by whom, of whom, by which versions of the matcher.
[[nodiscard]] inline facts::LateHit late_hit_of(const NodeSettings& settings,
                                                const facts::Crossing& crossing,
                                                facts::Hit hit,
                                                core::WallTime now) {
    facts::LateHit late;
    late.id = late_hit_id(crossing.id, hit, hit.tier);
    late.node = settings.id;
    late.port = settings.port;
    late.crossing = crossing.id;
    late.passed_at = crossing.screened_at;
    late.found_at = now;
    late.hit = std::move(hit);
    late.normalise_version = watchlists::kNormaliseVersion;
    late.scoring_version = watchlists::kScoringVersion;
    return late;
}

/// Some due entries into the round; gives how many are due in all. `Round` is the re-screener's.
template <class Round>
[[nodiscard]] core::Result<std::uint64_t> read_entries(store::QuerySource source,
                                                       const std::vector<ListState>& lists,
                                                       const std::set<core::StreamId>& settled,
                                                       Round& round) {
    for (const ListState& list : lists) {
        const bool is_settled = settled.count(list.stream) > 0;
        const std::int64_t below =
            is_settled ? std::numeric_limits<std::int64_t>::max() : round.done;
        SARHAD_TRY(std::vector<DueEntry> due, read_due(source, list, below, kDueAtOnce));
        for (DueEntry& one : due) {
            round.entries.push_back({std::move(one), list, is_settled});
        }
        if (round.entries.size() >= kDueAtOnce) {
            break;
        }
    }
    return count_due(source);
}

}  // namespace sarhad::node
