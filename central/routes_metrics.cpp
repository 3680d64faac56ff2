#include "central/routes.h"
#include "wire/streams.h"

namespace sarhad::central {
namespace {

void show_node(daemon::Metrics& metrics, const NodeReport& report) {
    const std::string node = std::to_string(report.node.id.value());
    const std::string& port = report.node.port.value();
    for (const NodeState state : kAllStates) {
        metrics
            .gauge("sarhad_port_state",
                   "1 for the state that the node is in",
                   {{"port", port}, {"node", node}, {"state", std::string{to_text(state)}}})
            .set(report.status.state == state ? 1 : 0);
    }
    metrics
        .gauge("sarhad_port_lists_diverged",
               "Lists that the node repairs: they are not those of their editions",
               {{"port", port}, {"node", node}})
        .set(static_cast<std::int64_t>(report.diverged.size()));
    if (report.status.as_of) {
        metrics
            .gauge("sarhad_port_last_contact_timestamp_seconds",
                   "When the node was last heard",
                   {{"port", port}, {"node", node}})
            .set_timestamp(*report.status.as_of);
    }
}

}  // namespace

void update_metrics(daemon::Metrics& metrics, const RouteParts& parts) {
    for (const NodeReport& report : parts.central.fleet().nodes) {
        show_node(metrics, report);
    }
    for (const StreamHead& head : parts.central.heads()) {
        if (wire::is_list_stream(head.position.stream)) {
            metrics.gauge("sarhad_list_edition", "Newest edition published", {{"list", head.name}})
                .set(static_cast<std::int64_t>(head.edition));
        } else if (head.position.stream == wire::down::kCounters) {
            metrics
                .gauge("sarhad_counters_told_timestamp_seconds",
                       "When ports were last told what is counted of persons")
                .set_timestamp(head.published_at);
        } else if (head.position.stream == wire::kAlertStream) {
            metrics.counter("sarhad_alerts_total", "Alerts raised since the first start")
                .raise_to(head.position.seq.value());
        }
    }
    if (const TrustIssuer* trust = parts.central.trust(); trust != nullptr) {
        const auto& tick = trust->state().tick();
        metrics
            .gauge("sarhad_tick_timestamp_seconds",
                   "Central's time in the tick it signed last; 0: none")
            .set_timestamp(tick ? tick->value.time : core::WallTime{});
        metrics.gauge("sarhad_trust_not_issued", "1: no tick is signed, trust data ages everywhere")
            .set(parts.central.trust_fault().empty() ? 0 : 1);
    }
    const std::uint64_t connections = parts.refused_connections ? parts.refused_connections() : 0;
    metrics.counter("sarhad_auth_failures_total", "Refused", {{"what", "connection"}})
        .raise_to(connections);
    metrics.counter("sarhad_auth_failures_total", "Refused", {{"what", "frame"}})
        .raise_to(parts.central.refused_frames());
}

void count_event(daemon::Metrics& metrics, const CentralEvent& event) {
    if (const auto* applied = std::get_if<AlertApplied>(&event)) {
        metrics
            .histogram("sarhad_alert_propagation_seconds",
                       "From raising an alert to a node's word that it holds it",
                       daemon::latency_buckets())
            .observe_seconds(std::chrono::microseconds{applied->micros_since_raised});
    } else if (const auto* rows = std::get_if<RowsStored>(&event)) {
        metrics.counter("sarhad_rows_stored_total", "Rows of nodes' outboxes stored")
            .increment(rows->rows);
    } else if (const auto* told = std::get_if<PairTold>(&event)) {
        metrics
            .counter("sarhad_pairs_told_total",
                     "Words of officers on a traveller and an entry, as ports told them",
                     {{"list", told->pair.list}, {"tier", std::string{name_of(told->pair.tier)}}})
            .increment(1);
    } else if (std::holds_alternative<PairWithdrawn>(event)) {
        metrics.counter("sarhad_pairs_withdrawn_total", "Pairs that lists' owners withdrew")
            .increment(1);
    }
}

}  // namespace sarhad::central
