#include "ctl/explain_set.h"

#include "screening/screen.h"
#include "watchlists/matcher.h"
#include "wire/hash.h"

#include <algorithm>
#include <cstddef>

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

/// Takes out what the record need not have: it was full, or was cut to its best hits later, and
/// says how many went. `hits`: best first.
void erase_roomless(const facts::Decision& decision, std::vector<facts::Hit>& hits) {
    std::size_t open = decision.hits_left_out;
    const facts::Hit* worst = nullptr;
    for (const facts::Hit& hit : decision.hits) {
        if (!is_discreet(hit)) {
            ++open;
            worst = &hit;
        }
    }
    if (worst == nullptr) {
        return;
    }
    const bool is_full = open >= screening::kMaxHits;
    std::size_t room = is_full ? hits.size() : decision.hits_left_out;
    std::erase_if(hits, [&](const facts::Hit& hit) {
        if (room == 0 || hit.score > worst->score) {
            return false;
        }
        --room;
        return true;
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
    std::erase_if(hits, [&](const facts::Hit& hit) {
        return is_discreet(hit) || is_recorded(decision, hit);
    });
    erase_roomless(decision, hits);
    return hits;
}

}  // namespace sarhad::ctl
