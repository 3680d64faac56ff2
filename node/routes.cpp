#include "node/routes.h"

#include "core/text.h"
#include "node/stores.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::Response;
using api::Role;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::string_view kShadowHits = "sarhad_rule_shadow_hits_total";

Json counts_json(const intake::SpoolCounts& counts) {
    return Json::object({{"incoming", counts.incoming},
                         {"ignored", counts.ignored},
                         {"left_lying", counts.left_lying},
                         {"working", counts.working},
                         {"refused", counts.refused},
                         {"done", counts.done}});
}

Response put_link(Node& node, const Request& request) {
    SARHAD_TRY(const std::string state, request.body.text_at("state"));
    if (state != "cut" && state != "healed") {
        return Error{Errc::kInvalid, "state: wanted \"cut\" or \"healed\""};
    }
    node.switch_link(state == "cut" ? LinkSwitch::kCut : LinkSwitch::kHealed);
    return Json::object({{"state", state}});
}

void show_age(daemon::Metrics& metrics, const NodeStatus& status) {
    metrics.gauge("sarhad_trust_state", "0 FRESH, 1 STALE, 2 DEGRADED, 3 EXPIRED.")
        .set(static_cast<std::int64_t>(status.data.state));
    metrics
        .gauge("sarhad_data_as_of_timestamp_seconds", "Central's time of the data; 0: never heard.")
        .set_timestamp(status.data.as_of);
    metrics
        .gauge("sarhad_crossings_on_old_data",
               "Crossings decided on data that was not fresh, until they are screened again.")
        .set(static_cast<std::int64_t>(status.rescreen.on_old_data));
    if (status.trust) {
        metrics.gauge("sarhad_trust_age_seconds", "Since the last tick, by proven time.")
            .set(status.trust->age.seconds);
    }
}

void update_rule_metrics(daemon::Metrics& metrics, const NodeStatus& status) {
    const auto total = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        metrics.counter(name, help).raise_to(value);
    };
    total("sarhad_rule_hits_total", "Hits of live rules.", status.rules.hits);
    total(kShadowHits, "Hits of shadow rules.", status.rules.shadow_hits);
    total("sarhad_rule_errors_total", "Rules that ended with an error.", status.rules.errors);
    metrics.gauge("sarhad_rules", "Rules in force, live and shadow.")
        .set(static_cast<std::int64_t>(status.rules_in_force));
    metrics.gauge("sarhad_rules_held", "Rules that hit more often here than allowed.")
        .set(static_cast<std::int64_t>(status.rules_held.size()));
}

void update_cargo_metrics(daemon::Metrics& metrics, const CargoStatus& cargo) {
    const auto total = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        metrics.counter(name, help).raise_to(value);
    };
    total("sarhad_cargo_screened_total", "Records about cargo.", cargo.counts.screened);
    total("sarhad_cargo_red_total", "The same of channel red.", cargo.counts.red);
    total("sarhad_cargo_yellow_total", "The same of channel yellow.", cargo.counts.yellow);
    total("sarhad_cargo_findings_total", "The same with a finding.", cargo.counts.findings);
    metrics.gauge("sarhad_cargo_waiting", "Pieces of messages about cargo not screened yet.")
        .set(static_cast<std::int64_t>(cargo.waiting));
}

void update_list_metrics(daemon::Metrics& metrics, const NodeStatus& status) {
    for (const ListState& list : status.lists) {
        metrics.gauge("sarhad_list_edition", "Edition in force.", {{"list", list.name}})
            .set(static_cast<std::int64_t>(list.edition));
    }
}

void update_intake_metrics(daemon::Metrics& metrics, const IntakeStatus& intake) {
    metrics.gauge("sarhad_not_recorded", "1: arrivals cannot be recorded and wait.")
        .set(intake.not_recorded.empty() ? 0 : 1);
    metrics
        .counter("sarhad_files_partial_total",
                 "Files that were cut off, recorded as far as read, and kept.")
        .raise_to(intake.files_partial);
    metrics
        .counter("sarhad_messages_said_before_total",
                 "Messages that said what another of their journey had said, in other bytes.")
        .raise_to(intake.said_before);
    metrics.counter("sarhad_raw_files_swept_total", "Message files that were too old to be kept.")
        .raise_to(intake.swept);
    metrics
        .gauge("sarhad_files_waiting_for_parts",
               "Message files that wait for the other parts of their messages.")
        .set(static_cast<std::int64_t>(intake.waiting_for_parts));
    metrics.gauge("sarhad_spool_left_lying", "Things in incoming/ that nobody takes.")
        .set(static_cast<std::int64_t>(intake.left_lying));
}

/// Every number of a status as its metric, at each scrape.
void update_metrics(daemon::Metrics& metrics, const RouteParts& parts) {
    const NodeStatus status = parts.node.status();
    for (const auto& [stream, held] : status.outbox) {
        const daemon::Labels labels{{"stream", std::to_string(stream.value())}};
        metrics.gauge("sarhad_outbox_rows", "Rows that wait for central.", labels)
            .set(static_cast<std::int64_t>(held.rows));
        metrics
            .gauge("sarhad_outbox_oldest_timestamp_seconds",
                   "Creation of the oldest row that waits; 0: none.",
                   labels)
            .set_timestamp(held.oldest.value_or(core::WallTime{}));
    }
    update_list_metrics(metrics, status);
    const auto total = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        metrics.counter(name, help).raise_to(value);
    };
    total("sarhad_messages_total", "Messages recorded.", status.records.messages);
    total("sarhad_messages_refused_total", "Messages refused.", status.records.refused);
    total("sarhad_screened_total", "Travellers screened and recorded.", status.records.crossings);
    total("sarhad_hits_total", "Crossings with a hit of tier ask or more.", status.records.hits);
    total("sarhad_alerts_total", "Alerts received.", status.alerts.alerts);
    total("sarhad_alerts_acknowledged_total",
          "Alerts acknowledged here.",
          status.alerts.acknowledged);
    metrics
        .gauge("sarhad_counters_as_of_timestamp_seconds",
               "Central's time of what it counts of persons; 0: it has told nothing.")
        .set_timestamp(status.uplink.counted_as_of.value_or(core::WallTime{}));
    total("sarhad_hits_suppressed_total", "Hits that known pairs suppressed.", status.suppressed);
    update_rule_metrics(metrics, status);
    update_cargo_metrics(metrics, status.cargo);
    metrics.gauge("sarhad_list_entries", "Entries in force.")
        .set(static_cast<std::int64_t>(status.list_size.entries));
    metrics
        .gauge("sarhad_list_overlay_entries",
               "Entries of changes that are not merged, and replaced.")
        .set(static_cast<std::int64_t>(status.list_size.overlay_entries));
    metrics.gauge("sarhad_go_ahead_due", "1: the data is old, and no supervisor has signed.")
        .set(status.is_go_ahead_due ? 1 : 0);
    metrics.gauge("sarhad_known_pairs", "Known pairs in force, expired ones included.")
        .set(static_cast<std::int64_t>(status.pairs));
    total("sarhad_late_hits_total",
          "Late hits: listed after they passed.",
          status.rescreen.late_hits);
    metrics
        .gauge("sarhad_rescreen_due", "Entries that those who passed are not screened against yet.")
        .set(static_cast<std::int64_t>(status.rescreen.due));
    metrics.gauge("sarhad_rescreen_travellers", "Travellers that are screened again.")
        .set(static_cast<std::int64_t>(status.rescreen.travellers));
    if (parts.log_lines_lost) {
        total("sarhad_log_dropped_total", "Log lines lost.", parts.log_lines_lost());
    }
    metrics.gauge("sarhad_link_up", "1: the control link to central is up.")
        .set(status.uplink.control == wire::LinkState::kUp ? 1 : 0);
    show_age(metrics, status);
    update_intake_metrics(metrics, status.intake);
    metrics.gauge("sarhad_lists_diverged", "Lists that are not those of their editions.")
        .set(static_cast<std::int64_t>(status.uplink.diverged.size()));
    total("sarhad_lists_repaired_total",
          "Lists that were not those of their editions and are again, since the start.",
          status.uplink.repairs);
    total("sarhad_list_rows_repaired_total", "Their rows.", status.uplink.repaired_rows);
    metrics.gauge("sarhad_disk_reserve_lacking", "1: the disk's reserve is given up.")
        .set(status.lacks_reserve ? 1 : 0);
    metrics.gauge("sarhad_disk_used_permille", "Of the room that the database may have.")
        .set(status.disk.permille);
    metrics.gauge("sarhad_build_info", "Always 1.", {{"version", parts.version}}).set(1);
}

StatusView view_of(const Request& request) {
    return request.peer.roles.may(Role::kAdministrator) ? StatusView::kAdministrator
                                                        : StatusView::kCounter;
}

/// Without the series in which a discreet hit would show, and a shadow rule's hit on the person in
/// front of the counter.
std::string without_reports(std::string_view metrics) {
    std::string kept;
    for (const std::string_view line : core::split(metrics, '\n')) {
        const bool is_of_shadows = line.find(kShadowHits) != std::string_view::npos;
        const bool tells =
            is_of_shadows || std::any_of(kUpStreams.begin(), kUpStreams.end(), [&](auto stream) {
                return tells_of_discreet(stream) &&
                       line.find(core::cat("{stream=\"", stream.value(), "\"}")) !=
                           std::string_view::npos;
            });
        if (!tells) {
            kept.append(line).push_back('\n');
        }
    }
    kept.pop_back();  // Behind the last line feed there is no line.
    return kept;
}

/// What keeps travellers from being recorded, screened or told of; the gravest first.
Response health(const NodeStatus& status) {
    const auto fault = [](auto&&... what) { return Error{Errc::kUnavailable, core::cat(what...)}; };
    if (!status.intake.not_recorded.empty()) {
        return fault("NOT_RECORDED: ", status.intake.not_recorded);
    }
    if (!status.intake.spool_fault.empty()) {
        return fault("SPOOL: ", status.intake.spool_fault);
    }
    if (status.lacks_reserve) {
        return fault("DISK_FULL: the reserve is given up or was never to be had: make room");
    }
    SARHAD_TRY_STATUS(store::check_disk(status.disk));
    if (status.lists.empty()) {
        return fault("NO_LISTS: no list is in force, every traveller is yellow at least");
    }
    for (const WaitingList& list : status.lists_waiting) {
        if (!list.why.empty()) {
            const ListState& stored = list.stored;
            return fault(
                "LIST_NOT_IN_FORCE: ", stored.name, " edition ", stored.edition, ": ", list.why);
        }
    }
    if (!status.uplink.quarantines.empty()) {
        return fault("STREAM_STOPPED: ",
                     status.uplink.quarantines.begin()->second,
                     "; see sarhadctl status");
    }
    return Json::object({{"status", "ok"}, {"left_lying", status.intake.left_lying}});
}

void add_state_routes(api::Router& router, const RouteParts& parts) {
    Node& node = parts.node;
    router.add(
        Method::kGet,
        "/v1/health",
        Role::kViewer,
        [&node](const Request&, const Params&) -> Response { return health(node.status()); },
        "Whether arrivals are recorded and screened, and reach central.");
    router.add(
        Method::kGet,
        "/v1/status",
        Role::kViewer,
        [&node](const Request& request, const Params&) -> Response {
            return to_json(node.status(), view_of(request));
        },
        "How this node stands.");
    router.add(
        Method::kGet,
        "/v1/lists",
        Role::kViewer,
        [&node](const Request&, const Params&) -> Response {
            const Json status = to_json(node.status(), StatusView::kCounter);
            return Json::object({{"lists", *status.find("lists")},
                                 {"lists_waiting", *status.find("lists_waiting")},
                                 {"list_hash", *status.find("list_hash")}});
        },
        "Lists in force, and editions that wait to be.");
    router.add(
        Method::kGet,
        "/v1/metrics",
        Role::kViewer,
        [&metrics = parts.metrics](const Request& request, const Params&) {
            const std::string all = metrics.render();
            return Response::text(
                view_of(request) == StatusView::kCounter ? without_reports(all) : all,
                api::kMetricsType);
        },
        "Numbers for Prometheus.");
    if (parts.demo == Demo::kOn) {
        router.add(
            Method::kPost,
            "/v1/link",
            Role::kAdministrator,
            [&node](const Request& request, const Params&) { return put_link(node, request); },
            "Demo: cuts or heals the link.");
    }
}

void post_discard(Node& node, const Request& request, const Params& params, Respond respond) {
    const auto name = params.text("name");
    const auto why = request.body.text_at("why");
    if (!name || !why) {
        respond(!name ? name.error() : why.error());
        return;
    }
    node.discard_refused(
        {*name, *why, request.peer.uid},
        respond_with<Discarded>(std::move(respond),
                                [name = *name, uid = request.peer.uid](const Discarded& done) {
                                    return Json::object({{"discarded", name},
                                                         {"digest", done.digest},
                                                         {"at", core::to_rfc3339(done.at)},
                                                         {"uid", uid}});
                                }));
}

void add_intake_routes(api::Router& router, Node& node) {
    router.add(
        Method::kGet,
        "/v1/intake",
        Role::kViewer,
        [&node](const Request&, const Params&, Respond respond) {
            node.spool_counts(respond_with<intake::SpoolCounts>(std::move(respond), counts_json));
        },
        "Files in the spool's folders.");
    router.add(
        Method::kGet,
        "/v1/intake/refused",
        Role::kOfficer,
        [&node](const Request&, const Params&, Respond respond) {
            node.refused_files(respond_with<std::vector<RefusedFile>>(
                std::move(respond), [](const std::vector<RefusedFile>& files) {
                    Json list = Json::array();
                    for (const RefusedFile& file : files) {
                        list.push(Json::object({{"name", file.name}, {"reason", file.reason}}));
                    }
                    return Json::object({{"refused", std::move(list)}});
                }));
        },
        "Refused files that wait for an operator.");
    router.add(
        Method::kPost,
        "/v1/intake/refused/{name}/retry",
        Role::kOfficer,
        [&node](const Request&, const Params& params, Respond respond) {
            const auto name = params.text("name");
            if (!name) {
                respond(name.error());
                return;
            }
            node.retry_refused(*name, respond_with<bool>(std::move(respond), [name = *name](bool) {
                return Json::object({{"retried", name}});
            }));
        },
        "Puts a refused file back into incoming.");
    router.add(
        Method::kPost,
        "/v1/intake/refused/{name}/discard",
        Role::kAdministrator,
        [&node](const Request& request, const Params& params, Respond respond) {
            post_discard(node, request, params, std::move(respond));
        },
        "Deletes a refused file and keeps a record of it: {why}.");
}

}  // namespace

DeskOfficer desk_officer(const Request& request, std::string account) {
    const bool speaks_for_others = request.peer.roles.may(Role::kAdministrator);
    return {std::move(account), speaks_for_others ? std::nullopt : std::optional{request.peer.uid}};
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

void add_routes(api::Router& router, const RouteParts& parts) {
    add_state_routes(router, parts);
    add_record_routes(router, parts.node);
    add_cargo_routes(router, parts.node);
    add_intake_routes(router, parts.node);
    add_late_routes(router, parts.node);
    add_expected_routes(router, parts.node);
    add_journey_routes(router, parts.node);
    add_pair_routes(router, parts.node);
    add_rule_routes(router, parts.node);
    add_go_ahead_routes(router, parts.node);
    add_inspection_routes(router, parts.node);
    add_listed_routes(router, parts.node);
    add_stream_routes(router, parts.node);
    add_bundle_routes(router, parts.node);
    add_ledger_routes(router, parts.node);
    api::add_events_route(router, parts.hub);
    parts.metrics.before_render([parts] { update_metrics(parts.metrics, parts); });
    parts.node.set_observer([&hub = parts.hub](const NodeEvent& event) {
        hub.publish(word_of(event.kind), to_json(event));
    });
}

}  // namespace sarhad::node
