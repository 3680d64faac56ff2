// Whom the port expects.
#include "node_parts.h"

#include "core/text.h"
#include "intake/journeys.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;

namespace {

Result<ExpectedItem> item_of(const Pages& pages,
                             const wire::RecordSeal& seal,
                             const StoredJourney& stored) {
    ExpectedItem item;
    item.journey = stored.journey;
    item.version = stored.version;
    item.is_cancelled = stored.is_cancelled;
    item.is_screened = !stored.is_due;
    if (stored.is_cancelled) {
        return item;
    }
    SARHAD_TRY(const facts::ExpectedJourney journey, open_journey(seal, stored));
    item.title = intake::journey_title(journey.message);
    item.function = journey.message.function;
    item.flights = journey.message.flights;
    item.over_by = journey.over_by;
    item.gone_at = journey.gone_at;
    item.travellers = journey.message.travellers.size();
    SARHAD_TRY(item.hits, count_reported(pages.source, stored.trip));
    return item;
}

}  // namespace

ExpectedListeners Node::Parts::expected_listeners() {
    return {[this] { return data_age(); },
            [this](const ScreenedMessage& message, Recorded how) { recorded(message, how); },
            [this](const Tails& tails) { uplink->on_committed(tails); },
            [this] {
                const std::uint64_t screening = next_desk_screening++;
                desk_screenings.insert(screening);
                return screening;
            },
            [this](std::uint64_t screening) { desk_screenings.erase(screening); }};
}

void Node::expected(std::optional<facts::JourneyId> after,
                    std::size_t limit,
                    Answer<std::vector<ExpectedItem>> answer) {
    parts_->lanes->ask<std::vector<ExpectedItem>>(
        parts_->pages.lane,
        [parts = parts_.get(),
         after,
         limit = std::min(limit, kPageMax)]() -> Result<std::vector<ExpectedItem>> {
            SARHAD_TRY(const std::vector<StoredJourney> page,
                       read_expected(parts->pages.source, after, limit));
            std::vector<ExpectedItem> items;
            for (const StoredJourney& stored : page) {
                SARHAD_TRY(ExpectedItem item, item_of(parts->pages, parts->seal, stored));
                items.push_back(std::move(item));
            }
            return items;
        },
        std::move(answer));
}

void Node::expected_journey(const facts::JourneyId& journey, Answer<ExpectedItem> answer) {
    parts_->lanes->ask<ExpectedItem>(
        parts_->pages.lane,
        [parts = parts_.get(), journey]() -> Result<ExpectedItem> {
            SARHAD_TRY(const auto stored, find_expected(parts->pages.source, journey));
            if (!stored) {
                return Error{Errc::kNotFound,
                             "expected: no such journey here; GET /v1/expected lists them"};
            }
            return item_of(parts->pages, parts->seal, *stored);
        },
        std::move(answer));
}

}  // namespace sarhad::node
