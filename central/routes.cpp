#include "central/routes.h"

#include "central/events.h"
#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace sarhad::central {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::respond_with_page;
using api::Response;
using api::Role;
using core::Errc;
using core::Error;
using core::Result;

namespace {

std::uint64_t nodes_of(const Central& central) {
    return central.fleet().nodes.size();
}

/// On what the signed documents stand; null where no root was signed.
Json trust_json(const Central& central) {
    if (central.trust() == nullptr) {
        return {};
    }
    const replication::TrustState& state = central.trust()->state();
    const replication::TrustVersions held = state.versions();
    return Json::object(
        {{"root", held.root},
         {"root_expires", core::to_rfc3339(state.root().value.expires)},
         {"revocations", held.revocations},
         {"head", held.head},
         {"tick", held.tick},
         {"told_at", state.tick() ? Json{core::to_rfc3339(state.tick()->value.time)} : Json{}},
         {"not_told_because",
          central.trust_fault().empty() ? Json{} : Json{central.trust_fault()}}});
}

Response get_status(const RouteParts& parts) {
    const Json fleet = to_json(parts.central.fleet());
    std::uint64_t alerts = 0;
    Json lists = Json::array();
    for (const StreamHead& head : parts.central.heads()) {
        if (head.position.stream == wire::kAlertStream) {
            alerts = head.position.seq.value();
        } else if (wire::is_list_stream(head.position.stream)) {
            lists.push(to_json(head));
        }
    }
    return Json::object(
        {{"version", parts.version},
         {"daemon", "central"},
         {"at", *fleet.find("at")},
         {"nodes", fleet.find("nodes")->elements().size()},
         {"states", *fleet.find("states")},
         {"revoked", *fleet.find("revoked")},
         {"alerts", alerts},
         {"lists", std::move(lists)},
         {"trust", trust_json(parts.central)},
         {"refused_frames", parts.central.refused_frames()},
         {"not_stored_because",
          parts.central.store_fault().empty() ? Json{} : Json{parts.central.store_fault()}},
         {"disk_used_permille", parts.disk_use ? parts.disk_use().permille : 0},
         {"log_lines_lost", parts.log_lines_lost ? parts.log_lines_lost() : 0}});
}

/// Null where the list belongs to every node.
Json compartment_json(const Central& central, const std::string& list) {
    const wire::Compartment* held = central.compartment_of(list);
    if (held == nullptr) {
        return {};
    }
    Json nodes = Json::array();
    for (const wire::CompartmentMember& one : held->members) {
        nodes.push(one.node.value());
    }
    return Json::object({{"version", held->version},
                         {"epoch", held->epoch.value()},
                         {"is_sealed", held->epoch != core::Epoch{0}},
                         {"nodes", std::move(nodes)}});
}

Response get_lists(const Central& central) {
    Json lists = Json::array();
    for (const StreamHead& head : central.heads()) {
        if (wire::is_list_stream(head.position.stream)) {
            Json list = to_json(head);
            list.set("compartment", compartment_json(central, head.name));
            lists.push(std::move(list));
        }
    }
    return Json::object({{"lists", std::move(lists)}});
}

/// Per node the edition in force there, and since when.
Json list_status_json(const Central& central,
                      const StreamHead& head,
                      const std::vector<AppliedEdition>& history) {
    std::map<std::pair<core::NodeId, std::uint64_t>, core::WallTime> since;
    for (const AppliedEdition& applied : history) {
        since.emplace(std::pair{applied.node, applied.edition}, applied.at);
    }
    Json nodes = Json::array();
    for (const NodeReport& report : central.fleet().nodes) {
        for (const ListStanding& list : report.status.lists) {
            if (list.name != head.name) {
                continue;
            }
            const auto at = since.find({report.node.id, list.edition});
            nodes.push(Json::object(
                {{"node", report.node.id.value()},
                 {"port", report.node.port.value()},
                 {"state", to_text(report.status.state)},
                 {"edition", list.edition},
                 {"missing", list.missing},
                 {"applied_at", at == since.end() ? Json{} : Json{core::to_rfc3339(at->second)}}}));
        }
    }
    Json json = to_json(head);
    json.set("nodes", std::move(nodes));
    json.set("compartment", compartment_json(central, head.name));
    return json;
}

void get_list_status(Central& central, const Params& params, Respond respond) {
    const auto name = params.text("name");
    const auto head =
        std::find_if(central.heads().begin(), central.heads().end(), [&](const StreamHead& one) {
            return name && one.name == *name && wire::is_list_stream(one.position.stream);
        });
    if (head == central.heads().end()) {
        respond(Error{Errc::kNotFound, "list: no such list is published"});
        return;
    }
    central.edition_history(head->position.stream,
                            respond_with<std::vector<AppliedEdition>>(
                                std::move(respond), [&central, head = *head](const auto& history) {
                                    return list_status_json(central, head, history);
                                }));
}

void post_list(const RouteParts& parts, const Request& request, Respond respond) {
    auto text = std::make_shared<const std::string>(request.content);
    Central& central = parts.central;
    parts.lanes.ask<Submission>(
        core::Lane::kMatch,
        [text] { return parse_submission(*text); },
        [&central, uid = request.peer.uid, respond = std::move(respond)](
            Result<Submission> submission) {
            if (!submission) {
                respond(submission.error());
                return;
            }
            central.publish(std::move(submission->list_file),
                            std::move(submission->signatures),
                            submission->allows_shrink ? ShrinkLeave{uid} : ShrinkLeave{},
                            respond_with<StreamHead>(
                                respond, [](const StreamHead& head) { return to_json(head); }));
        });
}

Json provisioned_json(const RouteParts& parts,
                      const NodeRow& node,
                      const std::vector<daemon::TrustedRole>& agencies) {
    return Json::object(
        {{"node", node.id.value()},
         {"port", node.port.value()},
         {"trust", parts.node_trust ? parts.node_trust(agencies) : std::string{}},
         {"endpoints",
          Json::object({{"control", parts.control_endpoint}, {"bulk", parts.bulk_endpoint}})},
         {"root",
          parts.central.trust() != nullptr
              ? core::to_hex(wire::encode(parts.central.trust()->newest_root()))
              : std::string{}},
         {"subject_key", parts.subject_key ? parts.subject_key() : std::string{}}});
}

void post_node(const RouteParts& parts, const Request& request, Respond respond) {
    auto node = parse_new_node(request.body);
    if (!node) {
        respond(node.error());
        return;
    }
    parts.central.provision_node(
        *std::move(node), [parts, respond = std::move(respond)](const Result<NodeRow>& added) {
            if (!added) {
                respond(added.error());
                return;
            }
            // The agencies belong to the read lane.
            parts.lanes.ask<std::vector<daemon::TrustedRole>>(
                core::Lane::kRead,
                [&agencies = parts.agencies]() -> Result<std::vector<daemon::TrustedRole>> {
                    return agencies.roles();
                },
                respond_with<std::vector<daemon::TrustedRole>>(
                    respond, [parts, node = *added](const auto& agencies) {
                        return Response::created(provisioned_json(parts, node, agencies),
                                                 core::cat("/v1/nodes/", node.id.value()));
                    }));
        });
}

void post_revocation(Central& central, const Params& params, Respond respond) {
    const auto id = node_of(params);
    if (!id) {
        respond(id.error());
        return;
    }
    central.revoke_node(*id, respond_with<NodeRow>(std::move(respond), [](const NodeRow& node) {
        return Json::object(
            {{"node", node.id.value()},
             {"port", node.port.value()},
             {"revoked_at", core::to_rfc3339(node.revoked_at.value_or(core::WallTime{}))}});
    }));
}

void get_alerts(Central& central, const Request& request, Respond respond) {
    const auto before = request.query.number_or("before", 0);
    const auto limit = request.query.number_or("limit", kAlertsPageMax);
    if (!before || !limit || *limit == 0 || *before > (std::uint64_t{1} << 62U)) {
        respond(Error{Errc::kInvalid,
                      "before, limit: wanted whole numbers, before from 0 and limit from 1"});
        return;
    }
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(*limit, kAlertsPageMax));
    central.alerts(
        core::Seq{*before},
        most,
        respond_with_page<std::vector<AlertRow>>(
            central,
            std::move(respond),
            [nodes = nodes_of(central), most](const std::vector<AlertRow>& rows) {
                Json list = Json::array();
                for (const AlertRow& row : rows) {
                    list.push(to_json(row, nodes));
                }
                const Json next = rows.size() == most ? Json{rows.back().seq.value()} : Json{};
                return Json::object({{"alerts", std::move(list)}, {"next_before", next}});
            }));
}

Json summary_json(const Central& central, const std::vector<HeldRows>& held) {
    std::map<core::NodeId, Json> streams;
    for (const HeldRows& one : held) {
        Json& list = streams.try_emplace(one.node, Json::array()).first->second;
        list.push(Json::object({{"stream", one.position.stream.value()},
                                {"epoch", one.position.epoch.value()},
                                {"rows", one.rows},
                                {"seq", one.position.seq.value()},
                                {"chain", core::to_hex(one.position.chain)}}));
    }
    Json nodes = Json::array();
    for (auto& [id, list] : streams) {
        const auto report = central.node(id);
        nodes.push(Json::object({{"node", id.value()},
                                 {"port", report ? report->node.port.value() : std::string{}},
                                 {"streams", std::move(list)}}));
    }
    return Json::object({{"nodes", std::move(nodes)}});
}

void post_agency(const RouteParts& parts, const Request& request, Respond respond) {
    auto role = parse_agency(request.body);
    if (!role) {
        respond(role.error());
        return;
    }
    if (parts.central.trust() != nullptr) {
        respond(Error{Errc::kConflict,
                      core::cat("agency ",
                                role->name,
                                ": whose lists count is what the signed root says; nothing was "
                                "changed. Its holders sign the next root: docs/operations.md, "
                                "\"The next root\"")});
        return;
    }
    parts.lanes.ask<wire::TrustStore>(
        core::Lane::kRead,
        [&agencies = parts.agencies, role = *role]() -> Result<wire::TrustStore> {
            SARHAD_TRY_STATUS(agencies.put(role));
            return agencies.trust();
        },
        [&central = parts.central, name = role->name, respond = std::move(respond)](
            const Result<wire::TrustStore>& trust) {
            if (!trust) {
                respond(trust.error());
                return;
            }
            central.set_agencies(*trust);
            respond(Json::object({{"name", name}}));
        });
}

/// What keeps central from acknowledging what the nodes report.
Response health(const RouteParts& parts) {
    const Central& central = parts.central;
    if (!central.store_fault().empty()) {
        return Error{Errc::kUnavailable, core::cat("NOT_STORED: ", central.store_fault())};
    }
    if (parts.disk_use) {
        SARHAD_TRY_STATUS(store::check_disk(parts.disk_use()));
    }
    return Json::object({{"status", "ok"}});
}

void add_state_routes(api::Router& router, const RouteParts& parts) {
    router.add(
        Method::kGet,
        "/v1/health",
        Role::kViewer,
        [parts](const Request&, const Params&) { return health(parts); },
        "Whether what the nodes report is stored.");
    router.add(
        Method::kGet,
        "/v1/status",
        Role::kViewer,
        [parts](const Request&, const Params&) { return get_status(parts); },
        "How central and the fleet stand.");
    router.add(
        Method::kGet,
        "/v1/metrics",
        Role::kViewer,
        [&metrics = parts.metrics](const Request&, const Params&) {
            return Response::text(metrics.render(), api::kMetricsType);
        },
        "Numbers for Prometheus.");
}

void add_node_routes(api::Router& router, const RouteParts& parts) {
    Central& central = parts.central;
    router.add(
        Method::kGet,
        "/v1/nodes",
        Role::kViewer,
        [&central](const Request&, const Params&) -> Response { return to_json(central.fleet()); },
        "Every provisioned node with its state.");
    router.add(
        Method::kGet,
        "/v1/nodes/{id}",
        Role::kViewer,
        [&central](const Request&, const Params& params) -> Response {
            SARHAD_TRY(const core::NodeId id, node_of(params));
            SARHAD_TRY(const NodeReport report, central.node(id));
            return to_json(report);
        },
        "One node with its state.");
    router.add(
        Method::kPost,
        "/v1/nodes",
        Role::kAdministrator,
        [parts](const Request& request, const Params&, Respond respond) {
            post_node(parts, request, std::move(respond));
        },
        "Adds a node: {port, site, link_public, sign_public}.");
    router.add(
        Method::kPost,
        "/v1/nodes/{id}/revoke",
        Role::kAdministrator,
        [&central](const Request&, const Params& params, Respond respond) {
            post_revocation(central, params, std::move(respond));
        },
        "From now on nothing is taken from the node or sent to it.");
    router.add(
        Method::kGet,
        "/v1/crossings/summary",
        Role::kViewer,
        [&central](const Request&, const Params&, Respond respond) {
            central.crossings_summary(
                std::nullopt,
                respond_with<std::vector<HeldRows>>(std::move(respond),
                                                    [&central](const std::vector<HeldRows>& held) {
                                                        return summary_json(central, held);
                                                    }));
        },
        "Rows held of each node's streams, with the head of each chain.");
}

void add_list_routes(api::Router& router, const RouteParts& parts) {
    Central& central = parts.central;
    router.add(
        Method::kGet,
        "/v1/lists",
        Role::kViewer,
        [&central](const Request&, const Params&) { return get_lists(central); },
        "Lists as published.");
    router.add(
        Method::kGet,
        "/v1/lists/{name}/status",
        Role::kViewer,
        [&central](const Request&, const Params& params, Respond respond) {
            get_list_status(central, params, std::move(respond));
        },
        "Which node has which edition of the list, and since when.");
    api::RouteOptions large;
    large.body = api::BodyKind::kBytes;  // Parsed on a worker, not on the loop.
    large.max_body_bytes = api::kMaxBodyBytes;
    router.add(
        Method::kPost,
        "/v1/lists",
        Role::kAnalyst,
        [parts](const Request& request, const Params&, Respond respond) {
            post_list(parts, request, std::move(respond));
        },
        "Publishes an edition: {file, key, signature, allow_shrink}, the file in hexadecimal.",
        large);
    router.add(
        Method::kPost,
        "/v1/trust/agencies",
        Role::kAdministrator,
        [parts](const Request& request, const Params&, Respond respond) {
            post_agency(parts, request, std::move(respond));
        },
        "Takes an agency's lists: {name, keys, threshold}.");
    router.add(
        Method::kGet,
        "/v1/alerts",
        Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            get_alerts(central, request, std::move(respond));
        },
        "Alerts, newest first: ?before=&limit=.");
}

}  // namespace

Result<core::NodeId> node_of(const Params& params) {
    SARHAD_TRY(const std::string text, params.text("id"));
    const auto number = core::parse_uint(text);
    if (!number || text.size() > kNodeIdDigitsMax || *number == 0 || *number > 0xffffffffULL) {
        return Error{Errc::kInvalid, "node: wanted its number, from 1"};
    }
    return core::NodeId{static_cast<std::uint32_t>(*number)};
}

Result<std::int64_t> number_of(const Params& params, std::string_view what) {
    SARHAD_TRY(const std::string text, params.text("id"));
    const auto number = core::parse_uint(text);
    if (!number || text.size() > kNodeIdDigitsMax || *number == 0) {
        return Error{Errc::kInvalid, core::cat(what, ": wanted its number, from 1")};
    }
    return static_cast<std::int64_t>(*number);
}

void add_routes(api::Router& router, const RouteParts& parts) {
    add_state_routes(router, parts);
    add_node_routes(router, parts);
    add_list_routes(router, parts);
    add_enrolment_routes(router, parts);
    add_erasure_routes(router, parts.central, parts.frames);
    add_expected_routes(router, parts.central);
    add_cargo_routes(router, parts.central);
    add_pair_routes(router, parts.central);
    add_rule_routes(router, parts.central);
    if (parts.frames != nullptr) {
        add_backtest_route(router, *parts.frames);
    }
    add_proof_routes(router, parts.central);
    add_stream_routes(router, parts.central);
    add_snapshot_routes(router, parts);
    add_upload_routes(router, parts.central);
    api::add_events_route(router, parts.hub);
    parts.metrics.before_render([parts] { update_metrics(parts.metrics, parts); });
    parts.central.set_observer(
        [&hub = parts.hub, &metrics = parts.metrics](const CentralEvent& event) {
            count_event(metrics, event);
            hub.publish(name_of(event), to_json(event));
        });
}

}  // namespace sarhad::central
