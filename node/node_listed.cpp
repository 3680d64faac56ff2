// What a list says of the entry behind a hit: docs/api.md, "Behind a hit".
#include "held_crossing.h"
#include "node_parts.h"

#include "node/late_hits_store.h"
#include "node/listed_entry.h"

#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;

namespace {

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

}  // namespace

Result<ListedItem> Node::Parts::listed_behind(const HitAsked& asked) const {
    SARHAD_TRY(const facts::Crossing crossing, held_crossing(pages.source, seal, asked.crossing));
    // A list is no book to leaf through at a counter: what is told is of somebody who was hit.
    if (const auto hit = hit_at_counter(crossing, asked.list, asked.entry); !hit) {
        SARHAD_TRY(const bool is_late, is_late_hit(pages.source, asked));
        if (!is_late) {
            return hit.error();
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
