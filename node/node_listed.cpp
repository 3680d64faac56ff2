// What a list says of the entry behind a hit: docs/api.md, "Behind a hit".
#include "node_parts.h"

#include "node/late_hits_store.h"
#include "node/listed_entry.h"
#include "screening/screen.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;

namespace {

bool is_hit(const facts::Decision& decision, const HitAsked& asked) {
    return std::any_of(decision.hits.begin(), decision.hits.end(), [&](const facts::Hit& hit) {
        return hit.list == asked.list && hit.entry == asked.entry;
    });
}

Result<bool> is_late_hit(store::QuerySource from, const HitAsked& asked) {
    facts::Hit hit;
    hit.list = asked.list;
    hit.entry = asked.entry;
    for (const auto& [tier, name] : facts::EnumNames<facts::Tier>::kNames) {
        SARHAD_TRY(const auto stored, read_late_hit(from, late_hit_id(asked.crossing, hit, tier)));
        if (stored) {
            return true;
        }
    }
    return false;
}

/// A list is no book to leaf through at a counter: what is told is of somebody who was hit.
Error no_hit() {
    return {Errc::kNotFound, "entry: that crossing has no hit of this list and entry"};
}

}  // namespace

Result<ListedItem> Node::Parts::listed_behind(const HitAsked& asked) const {
    SARHAD_TRY(const auto stored, read_crossing(pages.source, asked.crossing));
    if (!stored || stored->sealed.empty()) {
        return no_hit();
    }
    SARHAD_TRY(const core::Bytes body, seal.open(kCrossingTable, stored->id, stored->sealed));
    SARHAD_TRY(facts::Crossing crossing, wire::decode<facts::Crossing>(body));
    if (!is_hit(screening::at_counter(std::move(crossing.decision)), asked)) {
        SARHAD_TRY(const bool is_late, is_late_hit(pages.source, asked));
        if (!is_late) {
            return no_hit();
        }
    }
    SARHAD_TRY(auto item, read_listed(pages.source, seal, list_keys, asked.list, asked.entry));
    // Discreet since: to the counter it is as if it were gone.
    if (!item || item->entry.order.action == facts::ListAction::kDiscreet) {
        return Error{Errc::kNotFound,
                     "entry: the list does not have it any more; the hit tells what it was"};
    }
    return *std::move(item);
}

void Node::listed(HitAsked asked, Answer<ListedItem> answer) {
    parts_->lanes->ask<ListedItem>(
        parts_->pages.lane,
        [parts = parts_.get(), asked = std::move(asked)] { return parts->listed_behind(asked); },
        std::move(answer));
}

}  // namespace sarhad::node
