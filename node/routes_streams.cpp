// Streams that wait for a person, and that person's word.
#include "core/text.h"
#include "node/routes.h"

#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;

namespace {

/// "2026-11-25T21:00:00.000000Z why" as its two members.
void set_quarantine(Json& json, const std::string& note) {
    const std::size_t space = note.find(' ');
    json.set("since", note.substr(0, space));
    json.set("reason", space == std::string::npos ? std::string{} : note.substr(space + 1));
}

Json stream_json(const StreamKey& key) {
    return Json::object({{"direction", replication::word_of(key.first)},
                         {"stream", key.second.value()},
                         {"name", replication::name_of(key.first, key.second)}});
}

Json release_json(const Release& release) {
    Json json = stream_json({release.order.direction, release.order.stream});
    set_quarantine(json, release.quarantine);
    json.set("released_at", core::to_rfc3339(release.at));
    json.set("officer", release.order.officer);
    json.set("why", release.order.why);
    return json;
}

core::Result<replication::ReleaseOrder> order_of(const Request& request, const Params& params) {
    SARHAD_TRY(const std::string direction, params.text("direction"));
    SARHAD_TRY(const std::string stream, params.text("stream"));
    SARHAD_TRY(std::string officer, request.body.text_at("officer"));
    SARHAD_TRY(std::string reason, request.body.text_at("reason"));
    return replication::read_release(direction, stream, std::move(officer), std::move(reason));
}

/// Of a list that comes whole; "edition" null while it waits for its turn.
Json coming_json(const replication::ComingList& list) {
    Json json = stream_json({replication::Direction::kDown, list.stream});
    const bool is_known = list.edition > 0;
    json.set("edition", is_known ? Json{list.edition} : Json{});
    json.set("chunks_left", is_known ? Json{list.chunks_left} : Json{});
    json.set("chunks", wire::kChunksOfList);
    json.set("reason", list.why);
    return json;
}

void get_streams(Node& node, Respond respond) {
    node.releases(respond_with<std::vector<Release>>(
        std::move(respond), [&node](const std::vector<Release>& releases) {
            Json quarantined = Json::array();
            for (const auto& [key, note] : node.status().uplink.quarantines) {
                Json one = stream_json(key);
                set_quarantine(one, note);
                quarantined.push(std::move(one));
            }
            Json released = Json::array();
            for (const Release& release : releases) {
                released.push(release_json(release));
            }
            const UplinkStatus link = node.status().uplink;
            Json repairing = Json::array();
            for (const auto& [stream, note] : link.diverged) {
                Json one = stream_json({replication::Direction::kDown, stream});
                set_quarantine(one, note);
                repairing.push(std::move(one));
            }
            Json coming = Json::array();
            for (const replication::ComingList& list : link.coming) {
                coming.push(coming_json(list));
            }
            return Json::object({{"quarantined", std::move(quarantined)},
                                 {"repairing", std::move(repairing)},
                                 {"coming", std::move(coming)},
                                 {"lists_repaired", link.repairs},
                                 {"rows_repaired", link.repaired_rows},
                                 {"released", std::move(released)}});
        }));
}

void post_release(Node& node, const Request& request, const Params& params, Respond respond) {
    auto order = order_of(request, params);
    if (!order) {
        respond(order.error());
        return;
    }
    node.release_stream(*std::move(order), respond_with<Release>(std::move(respond), release_json));
}

}  // namespace

void add_stream_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/streams",
        api::Role::kAdministrator,
        [&node](const Request&, const Params&, Respond respond) {
            get_streams(node, std::move(respond));
        },
        "Quarantined streams, lists that are being repaired or come whole, and who lifted which "
        "quarantine.");
    router.add(
        api::Method::kPost,
        "/v1/streams/{direction}/{stream}/release",
        api::Role::kAdministrator,
        [&node](const Request& request, const Params& params, Respond respond) {
            post_release(node, request, params, std::move(respond));
        },
        "A person has looked: the stream moves again. {officer, reason}.");
}

}  // namespace sarhad::node
