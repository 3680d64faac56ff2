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
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json pair_json(const facts::KnownPair& pair, core::WallTime now) {
    const facts::PairState state = pair.state(now);
    Json json = api::to_json(pair);
    json.set("state", facts::name_of(state));
    json.set("in_force", state == facts::PairState::kInForce);
    return json;
}

/// What answers with the pair, as it stands now.
auto answer_with_pair(const Node& node, Respond respond) {
    return respond_with<facts::KnownPair>(
        std::move(respond),
        [now = node.now()](const facts::KnownPair& pair) { return pair_json(pair, now); });
}

Result<std::array<std::uint8_t, 16>> id_of(std::string_view what, const std::string& hex) {
    const auto bytes = core::from_hex(hex);
    std::array<std::uint8_t, 16> id{};
    if (!bytes || bytes->size() != id.size()) {
        return Error{Errc::kInvalid, core::cat(what, ": wanted an id of 32 hexadecimal digits")};
    }
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return id;
}

Result<PairOrder> order_of(const Json& body) {
    PairOrder order;
    SARHAD_TRY(const std::string crossing, body.text_at("crossing"));
    SARHAD_TRY(order.crossing, id_of("crossing", crossing));
    SARHAD_TRY(order.list, body.text_at("list"));
    SARHAD_TRY(order.entry, body.text_at("entry"));
    SARHAD_TRY(order.officer, body.text_at("officer"));
    SARHAD_TRY(order.why, body.text_at("why"));
    if (body.find("days") != nullptr) {
        SARHAD_TRY(const std::int64_t days, body.int_at("days"));
        order.days = static_cast<int>(std::clamp<std::int64_t>(days, 0, kPairDaysMax + 1));
    }
    return order;
}

void post_pair(Node& node, const Request& request, Respond respond) {
    auto order = order_of(request.body);
    if (!order) {
        respond(order.error());
        return;
    }
    node.add_pair(*std::move(order), answer_with_pair(node, std::move(respond)));
}

void post_removal(Node& node, const Request& request, const Params& params, Respond respond) {
    const auto hex = params.text("id");
    const auto id = hex ? id_of("pair", *hex) : Result<std::array<std::uint8_t, 16>>{hex.error()};
    auto officer = request.body.text_at("officer");
    if (!id || !officer) {
        respond(!id ? id.error() : officer.error());
        return;
    }
    node.remove_pair(*id, *std::move(officer), answer_with_pair(node, std::move(respond)));
}

}  // namespace

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
                        list.push(pair_json(pair, now));
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
            post_pair(node, request, std::move(respond));
        },
        "Not the same person: {crossing, list, entry, officer, why, days}.");
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
