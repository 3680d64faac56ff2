// Cargo that was screened here.
#include "api/fact_json.h"
#include "core/text.h"
#include "node/routes.h"
#include "screening/rule_advice.h"
#include "screening/screen_cargo.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::respond_with_page;
using api::Role;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::size_t kPageOtherwise = 50;

/// "2.1731": a channel's number and a record's, behind which the next page begins.
std::string cursor_of(const CargoShown& last) {
    return core::cat(static_cast<int>(last.channel), ".", last.number);
}

Json cargo_json(const CargoShown& shown) {
    if (shown.erased) {
        const std::string at = core::to_rfc3339(shown.erased->at);
        return Json::object(
            {{"id", core::to_hex(shown.cargo.id)},
             {"row", shown.number},
             {"erased", Json::object({{"policy", shown.erased->policy}, {"at", at}})},
             {"what", core::cat("erased under ", shown.erased->policy, " on ", at)}});
    }
    Json json = api::to_json(shown.cargo);
    Json waiting = Json::array();
    for (const facts::WaitingRules& one : shown.cargo.decision.waiting) {
        waiting.push(screening::waiting_line(one));
    }
    json.set("rules_waiting", std::move(waiting));
    json.set("is_inconclusive",
             shown.cargo.decision.hits.empty() &&
                 shown.cargo.decision.trust_age == facts::TrustAge::kExpired);
    json.set("row", shown.number);
    return json;
}

/// What a list of records shows of each; the whole is asked for by its id.
Json line_json(const CargoShown& shown) {
    if (shown.erased) {
        return cargo_json(shown);
    }
    const facts::CargoScreening& cargo = shown.cargo;
    Json findings = Json::array();
    for (const facts::CargoFinding& one : cargo.findings) {
        findings.push(api::to_json(one));
    }
    Json hits = Json::array();
    for (const facts::Hit& hit : cargo.decision.hits) {
        const bool is_told = !hit.reasons.empty() && hit.reasons[0].kind == screening::kCargoAbout;
        hits.push(Json::object({{"about", is_told ? hit.reasons[0].text.reveal() : std::string{}},
                                {"list", hit.list},
                                {"entry", hit.entry},
                                {"score", hit.score.value()},
                                {"tier", facts::name_of(hit.tier)}}));
    }
    Json rules = Json::array();
    for (const facts::RuleHit& hit : cargo.decision.rule_hits) {
        rules.push(hit.id);
    }
    return Json::object({{"id", core::to_hex(cargo.id)},
                         {"row", shown.number},
                         {"subject", core::to_hex(cargo.subject)},
                         {"kind", cargo.kind},
                         {"what", cargo.number},
                         {"conveyance", cargo.conveyance},
                         {"voyage", cargo.voyage},
                         {"screened_at", core::to_rfc3339(cargo.screened_at)},
                         {"channel", facts::name_of(cargo.decision.channel)},
                         {"score", cargo.decision.score.value()},
                         {"hits", std::move(hits)},
                         {"rules", std::move(rules)},
                         {"findings", std::move(findings)}});
}

Result<std::optional<facts::Channel>> channel_of(const Params& query) {
    const std::string* word = query.find("channel");
    if (word == nullptr) {
        return std::optional<facts::Channel>{};
    }
    for (const auto& [channel, name] : facts::EnumNames<facts::Channel>::kNames) {
        if (*word == name) {
            return std::optional{channel};
        }
    }
    return Error{Errc::kInvalid, "channel: wanted red, yellow or green"};
}

Result<std::pair<facts::Channel, std::int64_t>> cursor_at(const std::string& text) {
    const std::size_t dot = text.find('.');
    const Error wrong{Errc::kInvalid, "after: wanted what next_after of the page before says"};
    if (dot != 1 || text[0] < '0' || text[0] > '2') {
        return wrong;
    }
    const auto number = core::parse_int(std::string_view{text}.substr(dot + 1));
    if (!number || *number < 0) {
        return wrong;
    }
    return std::pair{static_cast<facts::Channel>(text[0] - '0'), *number};
}

Status check_kind(const std::string& kind) {
    namespace kinds = facts::cargo_kind;
    constexpr std::array kAll{kinds::kConsignment,
                              kinds::kConveyance,
                              kinds::kDeclaration,
                              kinds::kContainer,
                              kinds::kBags};
    if (kind.empty() || std::find(kAll.begin(), kAll.end(), kind) != kAll.end()) {
        return {};
    }
    return Error{Errc::kInvalid,
                 "kind: wanted consignment, conveyance, declaration, container or bags"};
}

bool is_asked(const Params& query, std::string_view word) {
    const std::string* value = query.find(word);
    return value != nullptr && *value != "0" && *value != "false";
}

Result<CargoQuestion> question_of(const Params& query) {
    CargoQuestion question;
    const auto text = [&](std::string_view word) {
        const std::string* value = query.find(word);
        return value == nullptr ? std::string{} : *value;
    };
    question.kind = text("kind");
    SARHAD_TRY_STATUS(check_kind(question.kind));
    SARHAD_TRY(question.channel, channel_of(query));
    question.container = text("container");
    question.bill = text("bill");
    question.conveyance = text("conveyance");
    question.with_findings = is_asked(query, "findings");
    question.has_history = is_asked(query, "history");
    if (const std::string* after = query.find("after")) {
        SARHAD_TRY(question.after, cursor_at(*after));
    }
    SARHAD_TRY(const std::uint64_t limit, query.number_or("limit", kPageOtherwise));
    if (limit == 0) {
        return Error{Errc::kInvalid, "limit: wanted a number from 1"};
    }
    question.limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, kPageMax));
    return question;
}

void get_cargo(Node& node, const Request& request, Respond respond) {
    auto question = question_of(request.query);
    if (!question) {
        respond(question.error());
        return;
    }
    const std::size_t limit = question->limit;
    node.cargo(*std::move(question),
               respond_with_page<std::vector<CargoShown>>(
                   node, std::move(respond), [limit](const std::vector<CargoShown>& items) {
                       Json list = Json::array();
                       for (const CargoShown& item : items) {
                           list.push(line_json(item));
                       }
                       return Json::object(
                           {{"cargo", std::move(list)},
                            {"next_after",
                             items.size() == limit ? Json{cursor_of(items.back())} : Json{}}});
                   }));
}

void get_one(Node& node, const Params& params, Respond respond) {
    const auto hex = params.text("id");
    const auto id = hex ? id_of("cargo", *hex) : Result<CargoId>{hex.error()};
    if (!id) {
        respond(id.error());
        return;
    }
    node.one_cargo(*id, respond_with<CargoShown>(std::move(respond), cargo_json));
}

}  // namespace

void add_cargo_routes(api::Router& router, Node& node) {
    router.add(
        Method::kGet,
        "/v1/cargo",
        Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            get_cargo(node, request, std::move(respond));
        },
        "Cargo, the strictest first:"
        " ?kind=&channel=&container=|bill=|conveyance=&findings=&history=&after=&limit=.");
    router.add(
        Method::kGet,
        "/v1/cargo/{id}",
        Role::kOfficer,
        [&node](const Request&, const Params& params, Respond respond) {
            get_one(node, params, std::move(respond));
        },
        "One record about cargo, whole: hits, findings, rules and why.");
}

}  // namespace sarhad::node
