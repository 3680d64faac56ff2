// "Not the same person": pairs of a traveller and a listed entry.
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
using core::Result;

namespace {

/// What answers with the pair, as it stands now.
auto answer_with_pair(const Node& node, Respond respond) {
    return respond_with<facts::KnownPair>(
        std::move(respond),
        [now = node.now()](const facts::KnownPair& pair) { return to_json(pair, now); });
}

/// Who says it, why, and for how long.
Result<PairOrder> word_of(const Request& request) {
    const Json& body = request.body;
    PairOrder order;
    SARHAD_TRY(std::string account, body.text_at("officer"));
    order.officer = desk_officer(request, std::move(account));
    SARHAD_TRY(order.why, body.text_at("why"));
    if (body.find("days") != nullptr) {
        SARHAD_TRY(const std::int64_t days, body.int_at("days"));
        order.days = static_cast<int>(std::clamp<std::int64_t>(days, 0, kPairDaysMax + 1));
    }
    return order;
}

Result<PairOrder> order_of(const Request& request) {
    const Json& body = request.body;
    SARHAD_TRY(const std::string crossing, body.text_at("crossing"));
    SARHAD_TRY(const auto id, id_of("crossing", crossing));
    SARHAD_TRY(std::string list, body.text_at("list"));
    SARHAD_TRY(std::string entry, body.text_at("entry"));
    SARHAD_TRY(PairOrder order, word_of(request));
    order.crossing = id;
    order.list = std::move(list);
    order.entry = std::move(entry);
    return order;
}

Result<PairOrder> late_order_of(const Request& request, const Params& params) {
    SARHAD_TRY(const std::string hex, params.text("id"));
    SARHAD_TRY(const auto id, id_of("late hit", hex));
    SARHAD_TRY(PairOrder order, word_of(request));
    order.late = id;
    return order;
}

void post_pair(Node& node, Result<PairOrder> order, Respond respond) {
    if (!order) {
        respond(order.error());
        return;
    }
    node.add_pair(*std::move(order), answer_with_pair(node, std::move(respond)));
}

void post_removal(Node& node, const Request& request, const Params& params, Respond respond) {
    const auto hex = params.text("id");
    const auto id = hex ? id_of("pair", *hex) : Result<CrossingId>{hex.error()};
    auto officer = request.body.text_at("officer");
    if (!id || !officer) {
        respond(!id ? id.error() : officer.error());
        return;
    }
    node.remove_pair(*id, *std::move(officer), answer_with_pair(node, std::move(respond)));
}

}  // namespace

Json to_json(const facts::KnownPair& pair, core::WallTime now) {
    const facts::PairState state = pair.state(now);
    Json json = api::to_json(pair);
    json.set("state", facts::name_of(state));
    json.set("in_force", state == facts::PairState::kInForce);
    return json;
}

void add_pair_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/pairs",
        api::Role::kOfficer,
        [&node](const Request&, const Params&, Respond respond) {
            node.pairs(respond_with_page<std::vector<facts::KnownPair>>(
                node,
                std::move(respond),
                [now = node.now()](const std::vector<facts::KnownPair>& pairs) {
                    Json list = Json::array();
                    for (const facts::KnownPair& pair : pairs) {
                        list.push(to_json(pair, now));
                    }
                    return Json::object({{"pairs", std::move(list)}});
                }));
        },
        "Pairs that officers called not the same person.");
    router.add(
        api::Method::kPost,
        "/v1/pairs",
        api::Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            post_pair(node, order_of(request), std::move(respond));
        },
        "Not the same person: {crossing, list, entry, officer, why, days}.");
    router.add(
        api::Method::kPost,
        "/v1/late-hits/{id}/pair",
        api::Role::kAnalyst,
        [&node](const Request& request, const Params& params, Respond respond) {
            post_pair(node, late_order_of(request, params), std::move(respond));
        },
        "Who passed is not the person listed since: {officer, why, days}.");
    router.add(
        api::Method::kPost,
        "/v1/pairs/{id}/remove",
        api::Role::kOfficer,
        [&node](const Request& request, const Params& params, Respond respond) {
            post_removal(node, request, params, std::move(respond));
        },
        "The pair suppresses nothing from now on: {officer}.");
}

}  // namespace sarhad::node
