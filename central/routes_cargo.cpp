// What ports screened of cargo.
#include "api/fact_json.h"
#include "central/routes.h"
#include "core/text.h"

#include <algorithm>
#include <string>
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

Json cargo_json(const CargoRow& row) {
    Json json = Json::object({});
    if (row.cargo) {
        json = api::to_json(*row.cargo);
    } else {
        json.set("id", core::to_hex(row.id));
        json.set("erased", true);
    }
    json.set("row", row.number);
    json.set("node", row.node.value());
    json.set("port", row.port.value());
    json.set("received_at", core::to_rfc3339(row.received_at));
    return json;
}

/// What a list shows of each; the whole is asked for by its id.
Json line_json(const CargoRow& row) {
    if (!row.cargo) {
        return cargo_json(row);
    }
    const facts::CargoScreening& cargo = *row.cargo;
    Json hits = Json::array();
    for (const facts::Hit& hit : cargo.decision.hits) {
        const bool is_told = !hit.reasons.empty() && hit.reasons[0].kind == "cargo";
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
    Json findings = Json::array();
    for (const facts::CargoFinding& one : cargo.findings) {
        findings.push(api::to_json(one));
    }
    return Json::object({{"id", core::to_hex(row.id)},
                         {"row", row.number},
                         {"subject", core::to_hex(cargo.subject)},
                         {"node", row.node.value()},
                         {"port", row.port.value()},
                         {"kind", cargo.kind},
                         {"what", cargo.number},
                         {"conveyance", cargo.conveyance},
                         {"voyage", cargo.voyage},
                         {"screened_at", core::to_rfc3339(cargo.screened_at)},
                         {"received_at", core::to_rfc3339(row.received_at)},
                         {"channel", facts::name_of(row.channel)},
                         {"score", cargo.decision.score.value()},
                         {"hits", std::move(hits)},
                         {"rules", std::move(rules)},
                         {"findings", std::move(findings)}});
}

Result<CargoId> id_of(std::string_view what, const std::string& hex) {
    const auto bytes = core::from_hex(hex);
    CargoId id{};
    if (!bytes || bytes->size() != id.size()) {
        return Error{Errc::kInvalid, core::cat(what, ": wanted an id of 32 hexadecimal digits")};
    }
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return id;
}

Result<facts::Channel> channel_of(const std::string& word) {
    for (const auto& [channel, name] : facts::EnumNames<facts::Channel>::kNames) {
        if (word == name) {
            return channel;
        }
    }
    return Error{Errc::kInvalid, "channel: wanted red, yellow or green"};
}

Result<std::pair<facts::Channel, std::int64_t>> cursor_at(const std::string& text) {
    const Error wrong{Errc::kInvalid, "after: wanted what next_after of the page before says"};
    if (text.find('.') != 1 || text[0] < '0' || text[0] > '2') {
        return wrong;
    }
    const auto number = core::parse_int(std::string_view{text}.substr(2));
    if (!number || *number < 0) {
        return wrong;
    }
    return std::pair{static_cast<facts::Channel>(text[0] - '0'), *number};
}

bool is_asked(const Params& query, std::string_view word) {
    const std::string* value = query.find(word);
    return value != nullptr && *value != "0" && *value != "false";
}

Result<CargoAsked> asked_of(const Params& query) {
    CargoAsked asked;
    SARHAD_TRY(const std::uint64_t node, query.number_or("node", 0));
    if (node > 0 && node <= UINT32_MAX) {
        asked.node = core::NodeId{static_cast<std::uint32_t>(node)};
    }
    if (const std::string* kind = query.find("kind")) {
        asked.kind = *kind;
    }
    if (const std::string* word = query.find("channel")) {
        SARHAD_TRY(asked.channel, channel_of(*word));
    }
    if (const std::string* subject = query.find("subject")) {
        SARHAD_TRY(asked.subject, id_of("subject", *subject));
    }
    if (const std::string* after = query.find("after")) {
        SARHAD_TRY(asked.after, cursor_at(*after));
    }
    asked.with_findings = is_asked(query, "findings");
    asked.has_history = is_asked(query, "history");
    SARHAD_TRY(const std::uint64_t limit, query.number_or("limit", 50));
    if (limit == 0) {
        return Error{Errc::kInvalid, "limit: wanted a number from 1"};
    }
    asked.limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, kCargoPageMax));
    return asked;
}

void get_cargo(Central& central, const Request& request, Respond respond) {
    const auto asked = asked_of(request.query);
    if (!asked) {
        respond(asked.error());
        return;
    }
    central.cargo(
        *asked,
        respond_with_page<std::vector<CargoRow>>(
            central, std::move(respond), [limit = asked->limit](const std::vector<CargoRow>& rows) {
                Json list = Json::array();
                for (const CargoRow& row : rows) {
                    list.push(line_json(row));
                }
                const Json next =
                    rows.size() == limit
                        ? Json{core::cat(
                              static_cast<int>(rows.back().channel), ".", rows.back().number)}
                        : Json{};
                return Json::object({{"cargo", std::move(list)}, {"next_after", next}});
            }));
}

void get_one(Central& central, const Params& params, Respond respond) {
    const auto hex = params.text("id");
    const auto id = hex ? id_of("cargo", *hex) : Result<CargoId>{hex.error()};
    if (!id) {
        respond(id.error());
        return;
    }
    CargoAsked asked;
    asked.id = *id;
    asked.limit = 1;
    central.cargo(asked, [respond = std::move(respond)](const Result<std::vector<CargoRow>>& rows) {
        if (!rows) {
            respond(rows.error());
        } else if (rows->empty()) {
            respond(Error{Errc::kNotFound, "cargo: no port told of such a record"});
        } else {
            respond(cargo_json(rows->front()));
        }
    });
}

}  // namespace

void add_cargo_routes(api::Router& router, Central& central) {
    router.add(
        api::Method::kGet,
        "/v1/cargo",
        api::Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            get_cargo(central, request, std::move(respond));
        },
        "Cargo of all ports, the strictest first:"
        " ?node=&kind=&channel=&subject=&findings=&history=&after=&limit=.");
    router.add(
        api::Method::kGet,
        "/v1/cargo/{id}",
        api::Role::kAnalyst,
        [&central](const Request&, const Params& params, Respond respond) {
            get_one(central, params, std::move(respond));
        },
        "One record about cargo, whole.");
}

}  // namespace sarhad::central
