#include "ctl/explain_set.h"

#include "screening/screen.h"
#include "watchlists/matcher.h"
#include "wire/hash.h"

#include <algorithm>

namespace sarhad::ctl {
namespace {

bool is_discreet(const facts::Hit& hit) {
    return hit.order.action == facts::ListAction::kDiscreet;
}

/// By entry and source: a list may be published under a name that its file does not have.
bool is_recorded(const facts::Decision& decision, const facts::Hit& hit) {
    return std::any_of(decision.hits.begin(), decision.hits.end(), [&](const facts::Hit& recorded) {
        return recorded.entry == hit.entry && recorded.source == hit.source;
    });
}

}  // namespace

core::Result<std::vector<facts::Hit>> unrecorded_hits(
    const facts::Traveller& traveller,
    const facts::Decision& decision,
    const std::vector<watchlists::ListFile>& lists) {
    watchlists::ListSnapshotBuilder builder;
    for (const watchlists::ListFile& list : lists) {
        SARHAD_TRY_STATUS(builder.add_list(list.manifest, list.entries));
    }
    watchlists::Subject subject = watchlists::Subject::of(traveller);
    subject.on = decision.on;
    std::vector<facts::Hit> hits =
        builder.build(&wire::blake2b)->match(subject, 2 * screening::kMaxHits);
    screening::keep_best(hits, screening::kMaxHits);
    const auto open = std::count_if(decision.hits.begin(),
                                    decision.hits.end(),
                                    [](const facts::Hit& hit) { return !is_discreet(hit); });
    const bool is_full = static_cast<std::size_t>(open) >= screening::kMaxHits;
    const auto has_no_room = [&](const facts::Hit& hit) {
        return is_full && hit.score <= decision.hits.back().score;
    };
    std::erase_if(hits, [&](const facts::Hit& hit) {
        return is_discreet(hit) || has_no_room(hit) || is_recorded(decision, hit);
    });
    return hits;
}

}  // namespace sarhad::ctl
