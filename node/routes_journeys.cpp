// Who travels: where each traveller of a journey stands.
#include "api/fact_json.h"
#include "core/text.h"
#include "node/merged_traveller.h"
#include "node/roster_word.h"
#include "node/routes.h"
#include "screening/rule_advice.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with_page;
using core::Errc;
using core::Error;
using core::Result;

namespace {

/// Somebody of whom no message told here that counts: central announced him, or nobody says.
std::string_view word_of_standing(intake::Standing standing, bool is_announced) {
    return standing == intake::Standing::kNone && is_announced ? "announced"
                                                               : facts::name_of(standing);
}

Json journey_json(const JourneyItem& item) {
    Json records = Json::object({});
    for (const auto& [standing, count] : item.records) {
        records.set(std::string{facts::name_of(standing)}, count);
    }
    return Json::object({{"journey", core::to_hex(item.journey)},
                         {"title", item.title},
                         {"newest", item.newest},
                         {"messages", item.messages},
                         {"records", std::move(records)}});
}

Json roster_json(const RosterItem& item) {
    const facts::Decision seen = screening::at_counter(item.crossing.decision);
    return Json::object({{"number", item.number},
                         {"crossing", core::to_hex(item.crossing.id)},
                         {"passage", core::to_hex(item.crossing.passage)},
                         {"feed", feed_of(item.crossing)},
                         {"standing", word_of_standing(item.standing, item.is_announced)},
                         {"channel", facts::name_of(seen.channel)},
                         {"screened_at", core::to_rfc3339(item.crossing.screened_at)},
                         {"traveller", api::to_json(item.crossing.screened())}});
}

Result<std::size_t> limit_of(const Request& request) {
    SARHAD_TRY(const std::uint64_t limit, request.query.number_or("limit", kPageMax));
    if (limit == 0) {
        return Error{Errc::kInvalid, "limit: wanted a number from 1"};
    }
    return static_cast<std::size_t>(std::min<std::uint64_t>(limit, kPageMax));
}

/// The row behind which, or before which, a page begins; none where it is not told.
Result<std::optional<std::int64_t>> row_of(const Request& request, std::string_view word) {
    if (request.query.find(word) == nullptr) {
        return std::optional<std::int64_t>{};
    }
    SARHAD_TRY(const std::uint64_t number, request.query.number(word));
    if (number > (std::uint64_t{1} << 62U)) {
        return Error{Errc::kInvalid, core::cat(word, ": too large")};
    }
    return std::optional{static_cast<std::int64_t>(number)};
}

void get_journeys(Node& node, const Request& request, Respond respond) {
    const auto limit = limit_of(request);
    const auto before = row_of(request, "before");
    if (!limit || !before) {
        respond(!limit ? limit.error() : before.error());
        return;
    }
    node.journeys(
        *before,
        *limit,
        respond_with_page<std::vector<JourneyItem>>(
            node, std::move(respond), [limit = *limit](const std::vector<JourneyItem>& items) {
                Json list = Json::array();
                for (const JourneyItem& item : items) {
                    list.push(journey_json(item));
                }
                const bool has_more = items.size() == limit;
                return Json::object(
                    {{"journeys", std::move(list)},
                     {"next_before", has_more ? Json{items.back().newest} : Json{}}});
            }));
}

void get_roster(Node& node, const Request& request, const Params& params, Respond respond) {
    const auto text = params.text("journey");
    const auto id = text ? id_of("journey", *text) : text.error();
    const auto limit = limit_of(request);
    const auto after = row_of(request, "after");
    if (!id || !limit || !after) {
        respond(!id ? id.error() : !limit ? limit.error() : after.error());
        return;
    }
    node.roster(*id,
                after->value_or(0),
                *limit,
                respond_with_page<std::vector<RosterItem>>(
                    node,
                    std::move(respond),
                    [id = *id, limit = *limit](const std::vector<RosterItem>& items) {
                        Json list = Json::array();
                        for (const RosterItem& item : items) {
                            list.push(roster_json(item));
                        }
                        const bool has_more = items.size() == limit;
                        return Json::object(
                            {{"journey", core::to_hex(id)},
                             {"records", std::move(list)},
                             {"next_after", has_more ? Json{items.back().number} : Json{}}});
                    }));
}

}  // namespace

void add_journey_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/journeys",
        api::Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            get_journeys(node, request, std::move(respond));
        },
        "Journeys of which messages told, the newest first: ?before=&limit=.");
    router.add(
        api::Method::kGet,
        "/v1/journeys/{journey}",
        api::Role::kOfficer,
        [&node](const Request& request, const Params& params, Respond respond) {
            get_roster(node, request, params, std::move(respond));
        },
        "Who travels on it and who does not, record by record: ?after=&limit=.");
}

}  // namespace sarhad::node
