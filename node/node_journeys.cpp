// Who travels, by all that messages told of a journey.
#include "node_parts.h"

#include "intake/journeys.h"
#include "node/journeys_store.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;

void Node::journeys(std::optional<std::int64_t> before,
                    std::size_t limit,
                    Answer<std::vector<JourneyItem>> answer) {
    parts_->lanes->ask<std::vector<JourneyItem>>(
        parts_->pages.lane,
        [parts = parts_.get(),
         before,
         limit = std::min(limit, kPageMax)]() -> Result<std::vector<JourneyItem>> {
            SARHAD_TRY(const std::vector<StoredRoster> page,
                       read_rosters(parts->pages.source, before, limit));
            std::vector<JourneyItem> items;
            for (const StoredRoster& stored : page) {
                SARHAD_TRY(const core::Bytes body,
                           parts->seal.open(kMessageTable, stored.digest, stored.sealed_header));
                SARHAD_TRY(const facts::Message header, wire::decode<facts::Message>(body));
                items.push_back({stored.journey,
                                 stored.message,
                                 intake::journey_title(header),
                                 stored.messages,
                                 stored.records});
            }
            return items;
        },
        std::move(answer));
}

void Node::roster(const facts::JourneyId& journey,
                  std::int64_t after,
                  std::size_t limit,
                  Answer<std::vector<RosterItem>> answer) {
    parts_->lanes->ask<std::vector<RosterItem>>(
        parts_->pages.lane,
        [parts = parts_.get(), journey, after, limit = std::min(limit, kPageMax)]()
            -> Result<std::vector<RosterItem>> {
            SARHAD_TRY(const std::vector<StoredStanding> page,
                       read_roster(parts->pages.source, journey, after, limit));
            std::vector<RosterItem> items;
            for (const StoredStanding& stored : page) {
                SARHAD_TRY(
                    const core::Bytes body,
                    parts->seal.open(kCrossingTable, stored.crossing.id, stored.crossing.sealed));
                SARHAD_TRY(facts::Crossing crossing, wire::decode<facts::Crossing>(body));
                items.push_back({stored.crossing.number,
                                 std::move(crossing),
                                 stored.standing,
                                 stored.is_announced});
            }
            return items;
        },
        std::move(answer));
}

}  // namespace sarhad::node
