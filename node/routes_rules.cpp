// Agencies' rules that this port has, and what it could not take.
#include "api/rule_json.h"
#include "core/text.h"
#include "node/node.h"
#include "node/routes.h"
#include "node/rules_keeper.h"

#include <string>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Response;

namespace {

Response get_rules(const Node& node) {
    const RulesInForce& rules = node.rules();
    Json list = Json::array();
    for (const auto& [id, known] : rules.book->rules()) {
        list.push(api::to_json(id, known));
    }
    Json refused = Json::array();
    for (const RefusedRules& one : rules.refused) {
        refused.push(Json::object(
            {{"edition", one.seq.value()}, {"at", core::to_rfc3339(one.at)}, {"why", one.why}}));
    }
    return Json::object({{"edition", rules.book->pack().edition()},
                         {"pack", core::to_hex(rules.book->in_force())},
                         {"on_the_way", rules.is_on_the_way},
                         {"rules", std::move(list)},
                         {"refused", std::move(refused)}});
}

}  // namespace

void add_rule_routes(api::Router& router, Node& node) {
    api::add_rule_book_routes(
        router, [&node] { return node.rules().book; }, "has come to this port");
    router.add(
        api::Method::kGet,
        "/v1/rules",
        api::Role::kAnalyst,
        [&node](const Request&, const Params&) { return get_rules(node); },
        "Rules that this port has, and changes that it could not take.");
}

}  // namespace sarhad::node
