// Whom the port expects: flights and counts, nobody's name.
#include "api/fact_json.h"
#include "core/text.h"
#include "node/routes.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::respond_with_page;

namespace {

Json time_or_null(const std::optional<core::WallTime>& time) {
    return time ? Json{core::to_rfc3339(*time)} : Json{};
}

Json item_json(const ExpectedItem& item) {
    Json flights = Json::array();
    for (const facts::FlightLeg& leg : item.flights) {
        flights.push(api::to_json(leg));
    }
    return Json::object({{"journey", core::to_hex(item.journey)},
                         {"version", item.version},
                         {"cancelled", item.is_cancelled},
                         {"screened", item.is_screened},
                         {"title", item.title},
                         {"lists", item.function},
                         {"flights", std::move(flights)},
                         {"over_by", time_or_null(item.over_by)},
                         {"gone_at", time_or_null(item.gone_at)},
                         {"travellers", item.travellers},
                         {"hits", item.hits}});
}

void get_expected(Node& node, const Request& request, Respond respond) {
    std::optional<facts::JourneyId> after;
    if (request.query.find("after") != nullptr) {
        const auto text = request.query.text("after");
        const auto id = text ? id_of("after", *text) : text.error();
        if (!id) {
            respond(id.error());
            return;
        }
        after = *id;
    }
    const auto wanted = request.query.number_or("limit", kPageMax);
    if (!wanted || *wanted == 0) {
        respond(wanted ? core::Error{core::Errc::kInvalid, "limit: wanted a number from 1"}
                       : wanted.error());
        return;
    }
    const auto limit = static_cast<std::size_t>(std::min<std::uint64_t>(*wanted, kPageMax));
    node.expected(
        after,
        limit,
        respond_with_page<std::vector<ExpectedItem>>(
            node, std::move(respond), [limit](const std::vector<ExpectedItem>& items) {
                Json list = Json::array();
                for (const ExpectedItem& item : items) {
                    list.push(item_json(item));
                }
                const bool has_more = items.size() == limit;
                return Json::object(
                    {{"expected", std::move(list)},
                     {"next_after", has_more ? Json{core::to_hex(items.back().journey)} : Json{}}});
            }));
}

void get_journey(Node& node, const Params& params, Respond respond) {
    const auto text = params.text("journey");
    const auto id = text ? id_of("journey", *text) : text.error();
    if (!id) {
        respond(id.error());
        return;
    }
    node.expected_journey(*id, respond_with<ExpectedItem>(std::move(respond), &item_json));
}

}  // namespace

void add_expected_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/expected",
        api::Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            get_expected(node, request, std::move(respond));
        },
        "Journeys that the port expects, with counts: ?after=&limit=.");
    router.add(
        api::Method::kGet,
        "/v1/expected/{journey}",
        api::Role::kOfficer,
        [&node](const Request&, const Params& params, Respond respond) {
            get_journey(node, params, std::move(respond));
        },
        "One of them.");
}

}  // namespace sarhad::node
