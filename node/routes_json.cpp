#include "core/text.h"
#include "facts/fields.h"
#include "node/routes.h"
#include "wire/streams.h"

namespace sarhad::node {

using api::Json;

namespace {

std::string_view word_of(wire::LinkState state) {
    switch (state) {
        case wire::LinkState::kDown:
            return "down";
        case wire::LinkState::kUp:
            return "up";
        case wire::LinkState::kRefused:
            return "refused";
    }
    return "unknown";
}

std::string_view word_of(replication::NodeSession::State state) {
    switch (state) {
        case replication::NodeSession::State::kDown:
            return "down";
        case replication::NodeSession::State::kGreeting:
            return "greeting";
        case replication::NodeSession::State::kLive:
            return "live";
    }
    return "unknown";
}

std::string_view word_of(screening::TrustAge age) {
    switch (age) {
        case screening::TrustAge::kFresh:
            return "fresh";
        case screening::TrustAge::kStale:
            return "stale";
        case screening::TrustAge::kDegraded:
            return "degraded";
        case screening::TrustAge::kExpired:
            return "expired";
    }
    return "unknown";
}

Json time_or_null(const std::optional<core::WallTime>& time) {
    return time ? Json{core::to_rfc3339(*time)} : Json{};
}

Json outbox_json(const NodeStatus& status, StatusView view) {
    Json outbox = Json::object();
    for (const auto& [stream, held] : status.outbox) {
        if (view == StatusView::kCounter && tells_of_discreet(stream)) {
            continue;
        }
        Json one = Json::object({{"rows", held.rows},
                                 {"oldest", time_or_null(held.oldest)},
                                 {"last_seq", held.last_seq},
                                 {"chain", core::to_hex(held.chain)}});
        if (view == StatusView::kAdministrator) {
            one.set("bytes", held.bytes);  // A crossing with a hit is larger.
        }
        outbox.set(replication::name_of(replication::Direction::kUp, stream), std::move(one));
    }
    return outbox;
}

Json lists_json(const NodeStatus& status) {
    Json lists = Json::array();
    for (const ListState& list : status.lists) {
        lists.push(Json::object({{"name", list.name},
                                 {"edition", list.edition},
                                 {"rows", list.entries},
                                 {"root", core::to_hex(list.root)},
                                 {"applied_at", core::to_rfc3339(list.applied_at)}}));
    }
    return lists;
}

Json waiting_json(const NodeStatus& status) {
    Json waiting = Json::array();
    for (const WaitingList& list : status.lists_waiting) {
        waiting.push(Json::object({{"name", list.stored.name},
                                   {"edition", list.stored.edition},
                                   {"stored_at", core::to_rfc3339(list.stored.applied_at)},
                                   {"failed", list.why.empty() ? Json{} : Json{list.why}}}));
    }
    return waiting;
}

Json held_json(const NodeStatus& status) {
    Json held = Json::array();
    for (const auto& [id, rule] : status.rules_held) {
        held.push(
            Json::object({{"rule", id},
                          {"revision", rule.revision},
                          {"as", rule.how == screening::Held::kLimited ? "limited" : "shadow"}}));
    }
    return held;
}

Json rules_json(const NodeStatus& status, StatusView view) {
    Json rules = Json::object({{"in_force", status.rules_in_force},
                               {"hits", status.rules.hits},
                               {"errors", status.rules.errors},
                               {"waiting", status.rules.waiting},
                               {"held", held_json(status)}});
    if (view == StatusView::kAdministrator) {
        rules.set("shadow_hits", status.rules.shadow_hits);
    }
    return rules;
}

Json link_json(const NodeStatus& status) {
    Json quarantines = Json::array();
    for (const auto& [key, why] : status.uplink.quarantines) {
        quarantines.push(Json::object({{"direction", replication::word_of(key.first)},
                                       {"stream", key.second.value()},
                                       {"why", why}}));
    }
    Json repairing = Json::array();
    for (const auto& [stream, why] : status.uplink.diverged) {
        repairing.push(Json::object({{"stream", stream.value()}, {"why", why}}));
    }
    return Json::object({{"central", status.central},
                         {"control", word_of(status.uplink.control)},
                         {"bulk", word_of(status.uplink.bulk)},
                         {"session", word_of(status.uplink.session)},
                         {"switch", status.link_switch == LinkSwitch::kCut ? "cut" : "healed"},
                         {"last_contact", time_or_null(status.uplink.last_contact)},
                         {"quarantines", std::move(quarantines)},
                         {"repairing", std::move(repairing)}});
}

bool tells_decision(NodeEventKind kind) {
    return kind == NodeEventKind::kTravellerScreened || kind == NodeEventKind::kCargoScreened ||
           kind == NodeEventKind::kHitRaised || kind == NodeEventKind::kAlertReceived;
}

}  // namespace

Json to_json(const NodeEvent& event) {
    Json json = Json::object({{"at", core::to_rfc3339(event.at)}});
    const auto add = [&](std::string_view name, const std::string& text) {
        if (!text.empty()) {
            json.set(name, text);
        }
    };
    add("id", event.id);
    add("port", event.port.value());
    json.set("count", event.count);
    if (tells_decision(event.kind)) {
        json.set("channel", facts::name_of(event.channel));
        json.set("score", event.score.value());
    }
    add("list", event.list);
    add("entry", event.entry);
    add("rule", event.rule);
    return json;
}

bool tells_of_discreet(core::StreamId stream) {
    return stream == wire::up::kHits || stream == wire::up::kDesk || stream == wire::up::kCargo;
}

/// How old the trust data is, and on what it stands; null where the country has signed no root.
Json trust_json(const NodeStatus& status) {
    if (!status.trust) {
        return {};
    }
    const TrustKeeper::Told& told = *status.trust;
    const bool is_signed_off = told.age.state >= replication::Freshness::kDegraded;
    return Json::object(
        {{"state", word_of(told.age.state)},
         {"as_of", told.age.as_of ? Json{core::to_rfc3339(*told.age.as_of)} : Json{}},
         {"age_seconds", told.age.seconds},
         {"time_is_proven", told.age.is_proven},
         {"sign_off", is_signed_off ? Json{facts::name_of(told.policy.sign_off)} : Json{}},
         {"sign_off_due", status.is_go_ahead_due},
         {"signed_off_at", status.go_ahead ? Json{core::to_rfc3339(status.go_ahead->at)} : Json{}},
         {"second_checks_permille", is_signed_off ? told.policy.second_checks.value() : 0},
         {"is_behind", told.is_behind},
         {"root", told.held.root},
         {"revocations", told.held.revocations},
         {"head", told.held.head},
         {"tick", told.held.tick}});
}

Json cargo_json(const CargoStatus& cargo) {
    return Json::object({{"screened", cargo.counts.screened},
                         {"red", cargo.counts.red},
                         {"yellow", cargo.counts.yellow},
                         {"findings", cargo.counts.findings},
                         {"waiting", cargo.waiting},
                         {"unreadable", cargo.unreadable},
                         {"fault", cargo.fault.empty() ? Json{} : Json{cargo.fault}}});
}

Json to_json(const NodeStatus& status, StatusView view) {
    const bool is_recording = status.intake.not_recorded.empty();
    return Json::object(
        {{"daemon", "node"},
         {"node", status.id.value()},
         {"port", status.port.value()},
         {"started_at", core::to_rfc3339(status.started_at)},
         {"link", link_json(status)},
         {"trust", word_of(status.data.state)},
         {"data_as_of",
          status.data.as_of == core::WallTime{} ? Json{}
                                                : Json{core::to_rfc3339(status.data.as_of)}},
         {"trust_data", trust_json(status)},
         {"crossings_on_old_data", status.rescreen.on_old_data},
         {"recording", is_recording ? "RECORDED" : "NOT_RECORDED"},
         {"not_recorded_because", is_recording ? Json{} : Json{status.intake.not_recorded}},
         {"disk_used_permille", status.disk.permille},
         {"messages", status.records.messages},
         {"refused", status.records.refused},
         {"screened", status.records.crossings},
         {"hits", status.records.hits},
         {"alerts", status.alerts.alerts},
         {"alerts_acknowledged", status.alerts.acknowledged},
         {"intake",
          Json::object({{"in_flight", status.intake.in_flight},
                        {"waiting_for_parts", status.intake.waiting_for_parts},
                        {"done", status.intake.files_done},
                        {"refused", status.intake.files_refused},
                        {"partial", status.intake.files_partial},
                        {"left_lying", status.intake.left_lying},
                        {"repeats", status.intake.repeats},
                        {"said_before", status.intake.said_before},
                        {"swept", status.intake.swept}})},
         {"cargo", cargo_json(status.cargo)},
         {"outbox", outbox_json(status, view)},
         {"lists", lists_json(status)},
         {"lists_waiting", waiting_json(status)},
         {"list_hash", core::to_hex(status.list_hash)},
         {"rules_hash", core::to_hex(status.rules_hash)},
         {"rules", rules_json(status, view)}});
}

}  // namespace sarhad::node
