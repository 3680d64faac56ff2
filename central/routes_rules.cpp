// Agencies' rules: what is published, and the changes that wait for a second person.
#include "api/rule_json.h"
#include "central/port_rules.h"
#include "central/routes.h"
#include "central/rule_desk.h"
#include "core/text.h"
#include "rules/pack/rule_book.h"
#include "wire/rule_change.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::Response;
using api::Role;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json port_json(core::NodeId node, const PortRulesNow& now) {
    Json held = Json::array();
    for (const HeldSince& one : now.held) {
        held.push(Json::object({{"id", one.rule.id},
                                {"rev", one.rule.revision},
                                {"as", one.rule.is_limited ? "limited" : "shadow"},
                                {"since", core::to_rfc3339(one.since)}}));
    }
    Json not_in_force = Json::array();
    for (const facts::NotInForce& one : now.not_in_force) {
        not_in_force.push(Json::object({{"what", one.what}, {"why", one.why}}));
    }
    return Json::object({{"node", node.value()},
                         {"at", core::to_rfc3339(now.at)},
                         {"held", std::move(held)},
                         {"not_in_force", std::move(not_in_force)},
                         {"left_out", now.left_out}});
}

Json rules_json(const Central& central, const RuleHits& hits) {
    const auto book = central.rule_book();
    Json list = Json::array();
    for (const auto& [id, known] : book->rules()) {
        Json rule = api::to_json(id, known);
        const auto found = hits.find(id);
        const RuleHitCount count = found == hits.end() ? RuleHitCount{} : found->second;
        rule.set("hits_30d", count.live);
        rule.set("shadow_hits_30d", count.shadow);
        list.push(std::move(rule));
    }
    const RuleSpread spread = central.rule_spread();
    Json differ = Json::array();
    for (const core::NodeId node : spread.differ) {
        differ.push(node.value());
    }
    Json ports = Json::array();
    for (const auto& [node, now] : central.port_rules().ports()) {
        if (!now.held.empty() || !now.not_in_force.empty()) {
            ports.push(port_json(node, now));
        }
    }
    return Json::object(
        {{"ports", std::move(ports)},
         {"edition", book->pack().edition()},
         {"pack", core::to_hex(book->pack().hash())},
         {"rules", std::move(list)},
         {"nodes",
          Json::object(
              {{"have", spread.have}, {"behind", spread.behind}, {"differ", std::move(differ)}})}});
}

Json draft_json(const RuleDraftView& view) {
    Json put = Json::array();
    for (const RuleDraftView::Put& one : view.put) {
        put.push(Json::object(
            {{"id", one.id}, {"rev", one.rev}, {"mode", one.mode}, {"title", one.title}}));
    }
    Json retired = Json::array();
    for (const std::string& id : view.retired) {
        retired.push(id);
    }
    Json sets = Json::array();
    for (const RuleDraftView::SetStep& one : view.sets) {
        sets.push(Json::object({{"name", one.name},
                                {"version", one.version},
                                {"added", one.added},
                                {"removed", one.removed},
                                {"whole", one.is_whole},
                                {"open", one.is_open}}));
    }
    return Json::object({{"change", view.draft.number},
                         {"owner", view.draft.owner},
                         {"at", core::to_rfc3339(view.draft.at)},
                         {"hash", core::to_hex(view.draft.hash)},
                         {"author", core::to_hex(view.draft.change.author.key_id)},
                         {"put", std::move(put)},
                         {"retired", std::move(retired)},
                         {"straight_to_live", view.straight_to_live},
                         {"sets", std::move(sets)}});
}

/// A second person reads what he signs: all of it, as its author signed it.
Json whole_draft_json(const RuleDraftView& view) {
    Json json = draft_json(view);
    json.set("bytes", core::to_hex(view.draft.change.change));
    return json;
}

Result<core::Bytes> bytes_of(const Json& body, std::string_view member, std::size_t max) {
    SARHAD_TRY(const std::string hex, body.text_at(member));
    auto bytes = core::from_hex(hex);
    if (!bytes || bytes->empty() || bytes->size() > max) {
        return Error{Errc::kInvalid,
                     cat(member, ": wanted 1 to ", max, " bytes in hexadecimal digits")};
    }
    return bytes;
}

struct Submitted {
    std::string owner;
    wire::SignedRuleChange change;
};

Result<Submitted> submitted_of(const Json& body) {
    Submitted made;
    SARHAD_TRY(made.owner, body.text_at("owner"));
    if (!wire::is_rule_owner(made.owner)) {
        return Error{Errc::kInvalid, "owner: wanted 1 to 32 of a-z, 0-9 and '-'"};
    }
    SARHAD_TRY(made.change.change, bytes_of(body, "bytes", wire::kRuleChangeMax));
    SARHAD_TRY(made.change.author, read_signature(body));
    return made;
}

void post_change(Central& central, const Request& request, Respond respond) {
    auto made = submitted_of(request.body);
    if (!made) {
        respond(made.error());
        return;
    }
    central.draft_rules(std::move(made->owner),
                        std::move(made->change),
                        respond_with<RuleDraftView>(std::move(respond), draft_json));
}

/// What a key's holder says of a change that waits.
struct SaidOfChange {
    std::int64_t change{0};
    core::Bytes bytes;
    wire::Signature signature;
};
Result<SaidOfChange> said_of(const Request& request, const Params& params, std::size_t bytes_max) {
    SaidOfChange said;
    SARHAD_TRY(said.change, number_of(params, "change"));
    SARHAD_TRY(said.bytes, bytes_of(request.body, "bytes", bytes_max));
    SARHAD_TRY(said.signature, read_signature(request.body));
    return said;
}

void post_approval(Central& central,
                   const Request& request,
                   const Params& params,
                   Respond respond) {
    constexpr std::size_t kApprovalBytes = 256;
    auto said = said_of(request, params, kApprovalBytes);
    if (!said) {
        respond(said.error());
        return;
    }
    central.approve_rules(
        said->change,
        std::move(said->bytes),
        said->signature,
        respond_with<PublishedRules>(std::move(respond), [](const PublishedRules& published) {
            Json json = draft_json(published.view);
            json.set("edition", published.head.edition);
            json.set("pack", core::to_hex(published.head.root));
            return json;
        }));
}

void post_withdrawal(Central& central,
                     const Request& request,
                     const Params& params,
                     Respond respond) {
    constexpr std::size_t kWithdrawalBytes = 512;
    auto said = said_of(request, params, kWithdrawalBytes);
    if (!said) {
        respond(said.error());
        return;
    }
    central.withdraw_rules(said->change,
                           {std::move(said->bytes), said->signature},
                           respond_with<RuleDraftView>(std::move(respond), draft_json));
}

void get_changes(Central& central, Respond respond) {
    central.rule_drafts(respond_with<std::vector<RuleDraftView>>(
        std::move(respond), [](const std::vector<RuleDraftView>& views) {
            Json list = Json::array();
            for (const RuleDraftView& view : views) {
                list.push(draft_json(view));
            }
            return Json::object({{"changes", std::move(list)}});
        }));
}

void get_change(Central& central, const Params& params, Respond respond) {
    const auto number = number_of(params, "change");
    if (!number) {
        respond(number.error());
        return;
    }
    central.rule_drafts([number = *number, respond = std::move(respond)](
                            const Result<std::vector<RuleDraftView>>& views) {
        if (!views) {
            respond(views.error());
            return;
        }
        const auto found =
            std::find_if(views->begin(), views->end(), [number](const RuleDraftView& view) {
                return view.draft.number == number;
            });
        respond(found == views->end()
                    ? Response{Error{Errc::kNotFound,
                                     "change: no such one waits; sarhadctl rules list --drafts"}}
                    : Response{whole_draft_json(*found)});
    });
}

void add_change_routes(api::Router& router, Central& central) {
    router.add(
        Method::kPost,
        "/v1/rule-changes",
        Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            post_change(central, request, std::move(respond));
        },
        "An author's change of his agency's rules: {owner, bytes, key, signature}.");
    router.add(
        Method::kGet,
        "/v1/rule-changes",
        Role::kAnalyst,
        [&central](const Request&, const Params&, Respond respond) {
            get_changes(central, std::move(respond));
        },
        "Changes of rules that wait for a second person.");
    router.add(
        Method::kGet,
        "/v1/rule-changes/{id}",
        Role::kAnalyst,
        [&central](const Request&, const Params& params, Respond respond) {
            get_change(central, params, std::move(respond));
        },
        "One of them, with the bytes that its author signed.");
    router.add(
        Method::kPost,
        "/v1/rule-changes/{id}/approve",
        Role::kAnalyst,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_approval(central, request, params, std::move(respond));
        },
        "The second person's word, and ports get it: {bytes, key, signature}.");
    router.add(
        Method::kPost,
        "/v1/rule-changes/{id}/withdraw",
        Role::kAnalyst,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_withdrawal(central, request, params, std::move(respond));
        },
        "Somebody of the agency takes it back: {bytes, key, signature}.");
}

}  // namespace

void add_rule_routes(api::Router& router, Central& central) {
    add_change_routes(router, central);
    api::add_rule_book_routes(
        router, [&central] { return central.rule_book(); }, "was ever published");
    router.add(
        Method::kGet,
        "/v1/rules",
        Role::kAnalyst,
        [&central](const Request&, const Params&, Respond respond) {
            central.rule_hits(respond_with<RuleHits>(
                std::move(respond),
                [&central](const RuleHits& hits) { return rules_json(central, hits); }));
        },
        "Rules that were ever published, how often they hit, and what ports have of them.");
}

}  // namespace sarhad::central
