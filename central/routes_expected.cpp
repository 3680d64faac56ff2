// The window for carriers: whom ports expect.
#include "api/fact_json.h"
#include "central/routes.h"
#include "core/text.h"
#include "intake/journeys.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::respond_with_page;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json row_json(const Central& central, const ExpectedRow& row) {
    Json ports = Json::array();
    for (const std::string& port : row.ports) {
        ports.push(port);
    }
    Json nodes = Json::array();
    for (const ExpectedSent& sent : row.sent) {
        const auto node = central.node(sent.node);
        nodes.push(Json::object({{"node", sent.node.value()},
                                 {"port", node ? Json{node->node.port.value()} : Json{}},
                                 {"version", sent.version},
                                 {"seq", sent.last.value()}}));
    }
    return Json::object({{"journey", core::to_hex(row.journey)},
                         {"version", row.version},
                         {"cancelled", row.is_cancelled},
                         {"title", row.title},
                         {"lists", row.function},
                         {"touches", std::move(ports)},
                         {"travellers", row.travellers},
                         {"taken_at", core::to_rfc3339(row.taken_at)},
                         {"over_by", core::to_rfc3339(row.over_by)},
                         {"gone_at", core::to_rfc3339(row.gone_at)},
                         {"nodes", std::move(nodes)}});
}

Json taken_json(const Central& central, const std::vector<TakenMessage>& taken) {
    Json messages = Json::array();
    for (const TakenMessage& one : taken) {
        Json json = row_json(central, one.row);
        Json problems = Json::array();
        for (const facts::Problem& problem : one.problems) {
            problems.push(api::to_json(problem));
        }
        json.set("problems", std::move(problems));
        json.set("repeat", one.is_repeat);
        json.set("late", one.is_late);
        messages.push(std::move(json));
    }
    return Json::object({{"messages", std::move(messages)}});
}

Result<facts::JourneyId> journey_id(std::string_view name, const Result<std::string>& hex) {
    if (!hex) {
        return hex.error();
    }
    facts::JourneyId id{};
    const auto bytes = core::from_hex(*hex);
    if (!bytes || bytes->size() != id.size()) {
        return Error{Errc::kInvalid, core::cat(name, ": wanted an id of 32 hexadecimal digits")};
    }
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return id;
}

void post_expected(Central& central, const Request& request, Respond respond) {
    central.take_expected(
        core::to_bytes(request.content),
        respond_with<std::vector<TakenMessage>>(std::move(respond), [&central](const auto& taken) {
            return taken_json(central, taken);
        }));
}

void get_expected(Central& central, const Request& request, Respond respond) {
    ExpectedAsked asked;
    if (request.query.find("after") != nullptr) {
        const auto after = journey_id("after", request.query.text("after"));
        if (!after) {
            respond(after.error());
            return;
        }
        asked.after = *after;
    }
    const auto limit = request.query.number_or("limit", kExpectedPageMax);
    if (!limit || *limit == 0) {
        respond(limit ? Error{Errc::kInvalid, "limit: wanted a number from 1"} : limit.error());
        return;
    }
    asked.limit = static_cast<std::size_t>(std::min<std::uint64_t>(*limit, kExpectedPageMax));
    central.expected(
        asked,
        respond_with<std::vector<ExpectedRow>>(
            std::move(respond), [&central, limit = asked.limit](const auto& rows) {
                Json list = Json::array();
                for (const ExpectedRow& row : rows) {
                    list.push(row_json(central, row));
                }
                const bool has_more = rows.size() == limit;
                return Json::object(
                    {{"expected", std::move(list)},
                     {"next_after", has_more ? Json{core::to_hex(rows.back().journey)} : Json{}}});
            }));
}

void get_journey(Central& central, const Params& params, Respond respond) {
    const auto id = journey_id("journey", params.text("journey"));
    if (!id) {
        respond(id.error());
        return;
    }
    central.expected_journey(
        *id, respond_with<ExpectedRow>(std::move(respond), [&central](const ExpectedRow& row) {
            return row_json(central, row);
        }));
}

void post_cancel(Central& central, const Request& request, const Params& params, Respond respond) {
    const auto id = journey_id("journey", params.text("journey"));
    const auto by = id ? speaker_of(request) : Result<Speaker>{id.error()};
    if (!by) {
        respond(by.error());
        return;
    }
    central.cancel_expected(
        *id, *by, respond_with<ExpectedRow>(std::move(respond), [&central](const ExpectedRow& row) {
            return row_json(central, row);
        }));
}

}  // namespace

void add_expected_routes(api::Router& router, Central& central) {
    api::RouteOptions file;
    file.body = api::BodyKind::kBytes;
    file.max_body_bytes = static_cast<std::size_t>(intake::kExpectedFileBytes.bytes);
    router.add(
        api::Method::kPost,
        "/v1/expected",
        api::Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            post_expected(central, request, std::move(respond));
        },
        "A carrier's file: the ports that its journeys touch are told whom to expect.",
        file);
    router.add(
        api::Method::kGet,
        "/v1/expected",
        api::Role::kViewer,
        [&central](const Request& request, const Params&, Respond respond) {
            get_expected(central, request, std::move(respond));
        },
        "Journeys that ports expect, with counts: ?after=&limit=.");
    router.add(
        api::Method::kGet,
        "/v1/expected/{journey}",
        api::Role::kViewer,
        [&central](const Request&, const Params& params, Respond respond) {
            get_journey(central, params, std::move(respond));
        },
        "One of them, and which node was told.");
    router.add(
        api::Method::kPost,
        "/v1/expected/{journey}/cancel",
        api::Role::kAnalyst,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_cancel(central, request, params, std::move(respond));
        },
        "The journey is not made: {officer}.");
}

}  // namespace sarhad::central
