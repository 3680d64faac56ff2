// What was screened here, and what every port was warned of.
#include "api/alert_json.h"
#include "api/fact_json.h"
#include "api/fact_value.h"
#include "core/account.h"
#include "core/text.h"
#include "facts/strict.h"
#include "node/routes.h"
#include "screening/rule_advice.h"
#include "wire/msgpack.h"

#include <algorithm>
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

/// "erased under order/114 on 2026-11-26T10:00:00Z", in place of what it was.
Json erased_json(const facts::Erasure& erasure, std::int64_t number) {
    const std::string at = core::to_rfc3339(erasure.at);
    return Json::object({{"id", core::to_hex(erasure.crossing)},
                         {"number", number},
                         {"erased", Json::object({{"policy", erasure.policy}, {"at", at}})},
                         {"what", core::cat("erased under ", erasure.policy, " on ", at)}});
}

Json alert_json(const AlertItem& item) {
    if (item.erased) {
        Json json = erased_json(*item.erased, item.number);
        json.set("received_at", core::to_rfc3339(item.received_at));
        json.set("acknowledgement",
                 item.acknowledgement ? api::to_json(*item.acknowledgement) : Json{});
        return json;
    }
    Json json = Json::object({{"id", core::to_hex(item.alert.id)},
                              {"number", item.number},
                              {"raised_at", core::to_rfc3339(item.alert.raised_at)},
                              {"received_at", core::to_rfc3339(item.received_at)},
                              {"screened_at", core::to_rfc3339(item.alert.screened_at)},
                              {"port", item.alert.port.value()},
                              {"raised_by", "the centre's computer"}});
    auto crossing = wire::decode<facts::Crossing>(item.alert.report.body);
    if (crossing) {
        crossing->decision = screening::at_counter(std::move(crossing->decision));
        api::add_report(json, *crossing);
    }
    json.set("acknowledgement",
             item.acknowledgement ? api::to_json(*item.acknowledgement) : Json{});
    return json;
}

/// A crossing as an officer at the counter sees it.
Json counter_json(facts::Crossing crossing) {
    crossing.decision = screening::at_counter(std::move(crossing.decision));
    Json json = api::to_json(crossing);
    Json waiting = Json::array();
    for (const facts::WaitingRules& one : crossing.decision.waiting) {
        waiting.push(screening::waiting_line(one));
    }
    json.set("rules_waiting", std::move(waiting));
    // Hits stay hits however old the data is; that there is none proves nothing any more then.
    json.set(
        "is_inconclusive",
        crossing.decision.hits.empty() && crossing.decision.trust_age == facts::TrustAge::kExpired);
    return json;
}

Json crossing_json(const CrossingItem& item) {
    if (item.erased) {
        return erased_json(*item.erased, item.number);
    }
    Json json = counter_json(item.crossing);
    json.set("number", item.number);
    json.set("standing", facts::name_of(item.standing));
    return json;
}

/// Which page is asked for.
struct PageAsked {
    std::optional<std::int64_t> from;  ///< The row that it begins behind; none: the newest.
    std::size_t limit{0};
};

/// `word`: "after" or "before".
Result<PageAsked> page_asked(const Params& query, std::string_view word, std::size_t otherwise) {
    PageAsked page;
    if (query.find(word) != nullptr) {
        SARHAD_TRY(const std::uint64_t number, query.number(word));
        if (number > (std::uint64_t{1} << 62U)) {
            return Error{Errc::kInvalid, core::cat(word, ": too large")};
        }
        page.from = static_cast<std::int64_t>(number);
    }
    SARHAD_TRY(const std::uint64_t limit, query.number_or("limit", otherwise));
    page.limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, kPageMax));
    return page;
}

void get_crossings(Node& node, const Request& request, Respond respond) {
    const auto page = page_asked(request.query, "after", 50);
    if (!page) {
        respond(page.error());
        return;
    }
    node.crossings(page->from,
                   page->limit,
                   respond_with_page<std::vector<CrossingItem>>(
                       node, std::move(respond), [](const std::vector<CrossingItem>& items) {
                           Json list = Json::array();
                           for (const CrossingItem& item : items) {
                               list.push(crossing_json(item));
                           }
                           return Json::object({{"crossings", std::move(list)}});
                       }));
}

Json alerts_json(const std::vector<AlertItem>& items, std::size_t limit) {
    Json list = Json::array();
    for (const AlertItem& item : items) {
        if (!is_secret(item.alert)) {  // Stored by a version that showed it.
            list.push(alert_json(item));
        }
    }
    const bool is_full = !items.empty() && items.size() == limit;
    return Json::object({{"alerts", std::move(list)},
                         {"next_before", is_full ? Json{items.front().number} : Json{}}});
}

void get_alerts(Node& node, const Request& request, Respond respond) {
    const auto page = page_asked(request.query, "before", kPageMax);
    if (!page || page->limit == 0) {
        respond(page ? Error{Errc::kInvalid, "limit: wanted a number from 1"} : page.error());
        return;
    }
    node.alerts(page->from,
                page->limit,
                respond_with_page<std::vector<AlertItem>>(
                    node, std::move(respond), [limit = page->limit](const auto& items) {
                        return alerts_json(items, limit);
                    }));
}

void post_acknowledgement(Node& node,
                          const Request& request,
                          const Params& params,
                          Respond respond) {
    const auto hex = params.text("id");
    const auto id = hex ? id_of("alert", *hex) : Result<AlertId>{hex.error()};
    const auto officer = request.body.text_at("officer");
    if (!id || !officer) {
        respond(!id ? id.error() : officer.error());
        return;
    }
    node.acknowledge_alert(
        *id,
        *officer,
        respond_with<Acknowledged>(std::move(respond), [hex = *hex](const Acknowledged& outcome) {
            return Json::object(
                {{"alert", hex},
                 {"officer", outcome.stored.officer},
                 {"acknowledged_at", core::to_rfc3339(outcome.stored.acknowledged_at)},
                 {"repeated", outcome.recorded == Recorded::kRepeat}});
        }));
}

/// A slip in a member's name would leave the very field out that finds somebody.
Status check_members_of_screen(const Json& body) {
    if (!body.is_object()) {
        return {};
    }
    for (const auto& [name, value] : body.members()) {
        if (name == "officer") {
            continue;
        }
        if (name != "traveller") {
            return facts::unknown_member("body", name, {"traveller", "officer"});
        }
        SARHAD_TRY_STATUS(
            facts::check_members<facts::Traveller>(api::value_of(value), "traveller"));
    }
    return {};
}

std::string text_or_none(const Json& body, std::string_view key) {
    const auto text = body.text_at(key);
    return text ? *text : std::string{};
}

void post_screen(Node& node, const Request& request, Respond respond) {
    const Json* given = request.body.find("traveller");
    if (const Status known = check_members_of_screen(request.body); !known) {
        respond(known.error());
        return;
    }
    auto traveller = given == nullptr
                         ? Result<facts::Traveller>{Error{Errc::kInvalid, "traveller: missing"}}
                         : facts::from_value<facts::Traveller>(api::value_of(*given));
    if (!traveller) {
        respond(traveller.error());
        return;
    }
    if (one_line_name(*traveller).reveal().empty() && traveller->documents.empty()) {
        respond(Error{Errc::kInvalid, "traveller: wanted a name or a document"});
        return;
    }
    const std::string account = text_or_none(request.body, "officer");
    if (request.body.find("officer") != nullptr && !core::is_account(account)) {
        respond(Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)});
        return;
    }
    node.screen(
        *std::move(traveller),
        desk_officer(request, account),
        respond_with<facts::Crossing>(std::move(respond), [](const facts::Crossing& crossing) {
            return Json::object({{"recording", "RECORDED"}, {"crossing", counter_json(crossing)}});
        }));
}

}  // namespace

void add_record_routes(api::Router& router, Node& node) {
    router.add(
        Method::kGet,
        "/v1/crossings",
        Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            get_crossings(node, request, std::move(respond));
        },
        "Crossings by number: ?after=&limit=; the last ones without after.");
    router.add(
        Method::kGet,
        "/v1/alerts",
        Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            get_alerts(node, request, std::move(respond));
        },
        "Alerts, the newest or those before a number, newest last: ?before=&limit=.");
    router.add(
        Method::kPost,
        "/v1/alerts/{id}/ack",
        Role::kOfficer,
        [&node](const Request& request, const Params& params, Respond respond) {
            post_acknowledgement(node, request, params, std::move(respond));
        },
        "Acknowledges an alert: {officer}.");
    router.add(
        Method::kPost,
        "/v1/screen",
        Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            post_screen(node, request, std::move(respond));
        },
        "Screens and records one traveller: {traveller, officer}.");
}

}  // namespace sarhad::node
