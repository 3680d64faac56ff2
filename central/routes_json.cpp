#include "read_hex.h"

#include "api/alert_json.h"
#include "api/fact_json.h"
#include "central/routes.h"
#include "core/text.h"
#include "wire/msgpack.h"

#include <algorithm>

namespace sarhad::central {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json time_json(const std::optional<core::WallTime>& time) {
    return time ? Json{core::to_rfc3339(*time)} : Json{};
}

/// An event's name and its members.
struct EventWriter {
    Json operator()(const SessionLive& event) const { return node(event.node); }
    Json operator()(const NodeSilent& event) const { return node(event.node); }
    Json operator()(const NodeAdded& event) const { return node(event.node); }
    Json operator()(const NodeRevoked& event) const { return node(event.node); }
    Json operator()(const NodeErasure& event) const {
        Json json = node(event.node);
        json.set("stage", facts::name_of(event.stage));
        return json;
    }
    Json operator()(const RowsStored& event) const {
        Json json = node(event.node);
        json.set("stream", event.stream.value());
        json.set("rows", event.rows);
        return json;
    }
    Json operator()(const HitReported& event) const { return alert(event.node, event.alert); }
    Json operator()(const AlertRaised& event) const {
        Json json = alert(event.node, event.alert);
        json.set("seq", event.seq.value());
        return json;
    }
    Json operator()(const AlertApplied& event) const {
        Json json = alert(event.node, event.alert);
        json.set("micros_since_raised", event.micros_since_raised);
        json.set("micros_since_screened", event.micros_since_screened);
        return json;
    }
    Json operator()(const AlertAcknowledged& event) const {
        Json json = alert(event.node, event.alert);
        json.set("officer", event.officer);
        return json;
    }
    Json operator()(const PairTold& event) const {
        Json json = node(event.node);
        json.set("id", core::to_hex(event.pair.id));
        json.set("list", event.pair.list);
        json.set("entry", event.pair.entry);
        json.set("tier", facts::name_of(event.pair.tier));
        return json;
    }
    Json operator()(const PairWithdrawn& event) const {
        Json json = node(event.node);
        json.set("id", core::to_hex(event.pair));
        return json;
    }
    Json operator()(const EditionPublished& event) const {
        return Json::object(
            {{"list", event.list}, {"edition", event.edition}, {"deltas", event.deltas}});
    }
    Json operator()(const EditionApplied& event) const {
        return Json::object({{"node", event.node.value()},
                             {"list", event.list},
                             {"edition", event.edition},
                             {"micros_since_published", event.micros_since_published}});
    }
    Json operator()(const StreamQuarantined& event) const {
        Json json = node(event.node);
        json.set("stream", event.stream.value());
        json.set("reason", event.reason);
        return json;
    }

    Json operator()(const StreamReleased& event) const {
        Json json = node(event.node);
        json.set("stream", event.stream.value());
        return json;
    }

private:
    static Json node(core::NodeId id) { return Json::object({{"node", id.value()}}); }
    static Json alert(core::NodeId id, const AlertId& alert) {
        Json json = node(id);
        json.set("id", core::to_hex(alert));
        return json;
    }
};

struct EventNames {
    std::string_view operator()(const SessionLive&) const { return "session_live"; }
    std::string_view operator()(const NodeSilent&) const { return "node_silent"; }
    std::string_view operator()(const NodeAdded&) const { return "node_added"; }
    std::string_view operator()(const NodeRevoked&) const { return "node_revoked"; }
    std::string_view operator()(const NodeErasure&) const { return "node_erasure"; }
    std::string_view operator()(const RowsStored&) const { return "rows_stored"; }
    std::string_view operator()(const HitReported&) const { return "hit_reported"; }
    std::string_view operator()(const AlertRaised&) const { return "alert_raised"; }
    std::string_view operator()(const AlertApplied&) const { return "alert_applied"; }
    std::string_view operator()(const AlertAcknowledged&) const { return "alert_acknowledged"; }
    std::string_view operator()(const PairTold&) const { return "pair_told"; }
    std::string_view operator()(const PairWithdrawn&) const { return "pair_withdrawn"; }
    std::string_view operator()(const EditionPublished&) const { return "edition_published"; }
    std::string_view operator()(const EditionApplied&) const { return "edition_applied"; }
    std::string_view operator()(const StreamQuarantined&) const { return "stream_quarantined"; }
    std::string_view operator()(const StreamReleased&) const { return "stream_released"; }
};

Json list_json(const ListStanding& list) {
    return Json::object({{"name", list.name},
                         {"target", list.target},
                         {"edition", list.edition},
                         {"missing", list.missing},
                         {"behind_since", time_json(list.behind_since)}});
}

/// Of a revoked node: how far it says that its erasing is.
std::string_view out_state(const NodeRow& node) {
    return node.erased_at ? "erased" : node.erasing_at ? "erasing" : "revoked";
}

}  // namespace

Json to_json(const CentralEvent& event) {
    return std::visit(EventWriter{}, event);
}

std::string_view name_of(const CentralEvent& event) {
    return std::visit(EventNames{}, event);
}

Json to_json(const NodeReport& report) {
    const NodeStatus& status = report.status;
    Json lists = Json::array();
    std::uint64_t behind = 0;
    for (const ListStanding& list : status.lists) {
        behind += list.missing;
        lists.push(list_json(list));
    }
    Json quarantines = Json::array();
    for (const QuarantineRow& row : report.quarantines) {
        quarantines.push(Json::object({{"direction", replication::word_of(row.direction)},
                                       {"stream", row.stream.value()},
                                       {"reason", row.reason},
                                       {"at", core::to_rfc3339(row.at)}}));
    }
    Json repairing = Json::array();
    for (const core::StreamId stream : report.diverged) {
        repairing.push(stream.value());
    }
    Json json = Json::object({{"node", report.node.id.value()},
                              {"port", report.node.port.value()},
                              {"state", to_text(status.state)},
                              {"reason", status.reason},
                              {"as_of", time_json(status.as_of)}});
    if (report.node.revoked_at) {
        json.set("state", out_state(report.node));
        json.set("reason", "");
        json.set("revoked_at", time_json(report.node.revoked_at));
        json.set("erasing_at", time_json(report.node.erasing_at));
        json.set("erased_at", time_json(report.node.erased_at));
        json.set("lost_rows", report.node.lost_rows);
        json.set("lost_files", report.node.lost_files);
        json.set("tries", report.tries);
    }
    json.set("list",
             status.lists.empty()
                 ? Json{}
                 : Json{cat(status.lists.front().name, " ", status.lists.front().edition)});
    json.set("behind", behind);
    json.set("outbox", status.outbox);
    json.set("alerts_missing", status.alerts_missing);
    json.set("lists", std::move(lists));
    json.set("quarantines", std::move(quarantines));
    json.set("repairing", std::move(repairing));
    json.set("sign_public", core::to_hex(report.node.sign));
    json.set("added_at", core::to_rfc3339(report.node.added_at));
    return json;
}

Json to_json(const FleetReport& fleet) {
    Json nodes = Json::array();
    for (const NodeReport& node : fleet.nodes) {
        nodes.push(to_json(node));
    }
    Json out = Json::array();
    for (const NodeReport& node : fleet.out) {
        out.push(to_json(node));
    }
    Json states = Json::object();
    for (const NodeState state : kAllStates) {
        states.set(to_text(state), fleet.states.at(static_cast<std::size_t>(state)));
    }
    return Json::object({{"at", core::to_rfc3339(fleet.at)},
                         {"nodes", std::move(nodes)},
                         {"states", std::move(states)},
                         {"revoked", fleet.revoked},
                         {"out", std::move(out)}});
}

Json to_json(const Upload& upload) {
    return Json::object({{"hash", core::to_hex(upload.id)},
                         {"size", upload.size},
                         {"offset", upload.received},
                         {"piece", kUploadPiece}});
}

Json to_json(const UploadStanding& standing) {
    Json json = to_json(standing.upload);
    switch (standing.state) {
        case UploadStanding::State::kChecking:
            json.set("state", "checking");
            break;
        case UploadStanding::State::kPublishing:
            json.set("state", "publishing");
            break;
        case UploadStanding::State::kPublished:
            json.set("state", "published");
            break;
    }
    if (standing.published) {
        json.set("published", to_json(*standing.published));
    }
    return json;
}

Json to_json(const StreamHead& head) {
    return Json::object({{"name", head.name},
                         {"edition", head.edition},
                         {"entries", head.entries},
                         {"root", core::to_hex(head.root)},
                         {"stream", head.position.stream.value()},
                         {"deltas", head.position.seq.value()},
                         {"published_at", core::to_rfc3339(head.published_at)}});
}

Json to_json(const AlertRow& row, std::uint64_t nodes) {
    const facts::Alert& alert = row.alert;
    if (row.erased) {
        const std::string at = core::to_rfc3339(row.erased->at);
        return Json::object({{"id", core::to_hex(alert.id)},
                             {"seq", row.seq.value()},
                             {"raised_at", core::to_rfc3339(alert.raised_at)},
                             {"reached", row.reached},
                             {"acknowledged", row.acknowledged},
                             {"nodes", nodes},
                             {"erased", Json::object({{"policy", row.erased->policy}, {"at", at}})},
                             {"what", core::cat("erased under ", row.erased->policy, " on ", at)}});
    }
    Json json = Json::object({{"id", core::to_hex(alert.id)},
                              {"seq", row.seq.value()},
                              {"raised_at", core::to_rfc3339(alert.raised_at)},
                              {"screened_at", core::to_rfc3339(alert.screened_at)},
                              {"port", alert.port.value()},
                              {"node", alert.report.node.value()},
                              {"raised_by", "the centre's computer"},
                              {"reached", row.reached},
                              {"acknowledged", row.acknowledged},
                              {"nodes", nodes}});
    const auto crossing = wire::decode<facts::Crossing>(alert.report.body);
    if (crossing) {
        api::add_report(json, *crossing);
    }
    return json;
}

Result<wire::Signature> read_signature(const Json& body) {
    wire::Signature signature;
    SARHAD_TRY_STATUS(read_hex(body, "key", signature.key_id));
    SARHAD_TRY_STATUS(read_hex(body, "signature", signature.value));
    return signature;
}

Result<Submission> parse_submission(std::string_view text) {
    api::JsonLimits limits;
    limits.bytes = api::kMaxBodyBytes;
    SARHAD_TRY(const Json body, api::parse_json(text, limits));
    SARHAD_TRY(const std::string file, body.text_at("file"));
    Submission submission;
    SARHAD_TRY(submission.list_file, core::from_hex(file));
    SARHAD_TRY(Order order, parse_order(body));
    submission.signatures = std::move(order.signatures);
    submission.allows_shrink = order.allows_shrink;
    return submission;
}

Result<Order> parse_order(const Json& body) {
    Order order;
    if (const Json* allows = body.find("allow_shrink"); allows != nullptr) {
        if (!allows->is_bool()) {
            return Error{Errc::kInvalid, "allow_shrink: wanted true or false"};
        }
        order.allows_shrink = allows->as_bool();
    }
    const Json* several = body.find("signatures");
    if (several == nullptr) {
        SARHAD_TRY(const wire::Signature one, read_signature(body));
        order.signatures.push_back(one);
        return order;
    }
    if (!several->is_array() || several->elements().size() > wire::kMaxSignatures) {
        return Error{Errc::kInvalid,
                     cat("signatures: wanted a list of at most ", wire::kMaxSignatures)};
    }
    for (const Json& one : several->elements()) {
        SARHAD_TRY(const wire::Signature signature, read_signature(one));
        order.signatures.push_back(signature);
    }
    return order;
}

Result<daemon::TrustedRole> parse_agency(const Json& body) {
    daemon::TrustedRole role;
    role.kind = wire::RoleKind::kList;
    SARHAD_TRY(role.name, body.text_at("name"));
    if (body.find("threshold") != nullptr) {
        SARHAD_TRY(const std::int64_t threshold, body.int_at("threshold"));
        role.threshold = static_cast<std::size_t>(std::max<std::int64_t>(threshold, 0));
    }
    const Json* keys = body.find("keys");
    if (keys == nullptr || !keys->is_array()) {
        return Error{Errc::kInvalid, "keys: wanted a list of public keys in hexadecimal"};
    }
    for (const Json& key : keys->elements()) {
        wire::PublicKey read{};
        SARHAD_TRY_STATUS(read_hex(Json::object({{"keys", key}}), "keys", read));
        role.keys.push_back(read);
    }
    return role;
}

Result<NewNode> parse_new_node(const Json& body) {
    NewNode node;
    SARHAD_TRY(const std::string port, body.text_at("port"));
    const Json* site = body.find("site");
    const bool is_number = site != nullptr && site->is_int();
    SARHAD_TRY(const std::string named,
               is_number ? Result<std::string>{cat(site->as_int())} : body.text_at("site"));
    node.port = core::PortId{cat(port, "-", named)};
    SARHAD_TRY_STATUS(read_hex(body, "link_public", node.link));
    SARHAD_TRY_STATUS(read_hex(body, "sign_public", node.sign));
    return node;
}

}  // namespace sarhad::central
