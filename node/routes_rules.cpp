// Agencies' rules that this port has, and what it could not take.
#include "core/text.h"
#include "node/node.h"
#include "node/routes.h"
#include "node/rules_keeper.h"
#include "rules/pack/rule_bytes.h"

#include <string>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Response;
using core::Errc;
using core::Error;

namespace {

/// `in_force`: it is asked of every traveller whom it is about.
Json rule_json(const std::string& id, const rules::KnownRule& known, const rules::LiveRules& live) {
    return Json::object({{"id", id},
                         {"rev", known.rev},
                         {"mode", rules::name_of(known.mode)},
                         {"owner", known.owner},
                         {"kind", known.rule ? Json{rules::name_of(known.rule->kind)} : Json{}},
                         {"title", known.rule ? Json{known.rule->title} : Json{}},
                         {"hash", core::to_hex(known.hash)},
                         {"in_force", live.rule(id) != nullptr}});
}

Response get_rules(const Node& node) {
    const RulesInForce& rules = node.rules();
    Json list = Json::array();
    for (const auto& [id, known] : rules.book->rules()) {
        list.push(rule_json(id, known, *rules.book->live()));
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

Response get_rule(const Node& node, const Params& params) {
    const auto id = params.text("id");
    const RulesInForce& rules = node.rules();
    const rules::KnownRule* known = id ? rules.book->find(*id) : nullptr;
    if (known == nullptr) {
        return Error{Errc::kNotFound, "rule: no such one has come to this port"};
    }
    Json json = rule_json(*id, *known, *rules.book->live());
    const auto bytes =
        known->rule ? rules::rule_bytes(*known->rule) : core::Result<core::Bytes>{core::Bytes{}};
    json.set("bytes", bytes ? core::to_hex(*bytes) : std::string{});
    return json;
}

Json set_json(const std::string& name, const rules::KnownSet& known) {
    return Json::object({{"name", name},
                         {"version", known.version},
                         {"owner", known.owner},
                         {"edition", known.edition},
                         {"count", known.texts ? Json{known.texts->texts().size()} : Json{}},
                         {"open", known.is_open},
                         {"in_force", known.is_in_force()},
                         {"hash", core::to_hex(known.hash)}});
}

Response get_sets(const Node& node) {
    const rules::RuleBook& book = *node.rules().book;
    Json list = Json::array();
    for (const auto& [name, known] : book.sets().sets()) {
        list.push(set_json(name, known));
    }
    return Json::object({{"edition", book.pack().edition()}, {"sets", std::move(list)}});
}

Response get_set(const Node& node, const Params& params) {
    const auto name = params.text("name");
    const rules::KnownSet* known = name ? node.rules().book->sets().find(*name) : nullptr;
    if (known == nullptr) {
        return Error{Errc::kNotFound, "reference set: no such one has come to this port"};
    }
    Json json = set_json(*name, *known);
    Json texts = Json::array();
    for (const std::string& text :
         known->texts ? known->texts->texts() : std::vector<std::string>{}) {
        texts.push(text);
    }
    json.set("texts", std::move(texts));
    return json;
}

}  // namespace

void add_rule_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/rule-sets",
        api::Role::kAnalyst,
        [&node](const Request&, const Params&) { return get_sets(node); },
        "Reference sets that this port has.");
    router.add(
        api::Method::kGet,
        "/v1/rule-sets/{name}",
        api::Role::kAnalyst,
        [&node](const Request&, const Params& params) { return get_set(node, params); },
        "A reference set with its texts.");
    router.add(
        api::Method::kGet,
        "/v1/rules",
        api::Role::kAnalyst,
        [&node](const Request&, const Params&) { return get_rules(node); },
        "Rules that this port has, and changes that it could not take.");
    router.add(
        api::Method::kGet,
        "/v1/rules/{id}",
        api::Role::kAnalyst,
        [&node](const Request&, const Params& params) { return get_rule(node, params); },
        "A rule with its bytes.");
}

}  // namespace sarhad::node
