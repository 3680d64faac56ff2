// Streams that wait for a person, and that person's word.
#include "central/routes.h"
#include "core/text.h"

#include <utility>

namespace sarhad::central {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;

namespace {

Json quarantine_json(const Central& central, const QuarantineRow& row) {
    const auto report = central.node(row.node);
    return Json::object({{"node", row.node.value()},
                         {"port", report ? report->node.port.value() : std::string{}},
                         {"direction", replication::word_of(row.direction)},
                         {"stream", row.stream.value()},
                         {"name", replication::name_of(row.direction, row.stream)},
                         {"since", core::to_rfc3339(row.at)},
                         {"reason", row.reason}});
}

Json released_json(const Central& central, const std::vector<ReleaseRow>& rows) {
    Json released = Json::array();
    for (const ReleaseRow& row : rows) {
        Json one = quarantine_json(central, row.quarantine);
        one.set("released_at", core::to_rfc3339(row.at));
        one.set("officer", row.officer);
        one.set("why", row.why);
        released.push(std::move(one));
    }
    return released;
}

core::Result<replication::ReleaseOrder> order_of(const Request& request, const Params& params) {
    SARHAD_TRY(const std::string direction, params.text("direction"));
    SARHAD_TRY(const std::string stream, params.text("stream"));
    SARHAD_TRY(std::string officer, request.body.text_at("officer"));
    SARHAD_TRY(std::string reason, request.body.text_at("reason"));
    return replication::read_release(direction, stream, std::move(officer), std::move(reason));
}

void get_streams(Central& central, Respond respond) {
    central.releases(respond_with<std::vector<ReleaseRow>>(
        std::move(respond), [&central](const std::vector<ReleaseRow>& releases) {
            Json quarantined = Json::array();
            for (const QuarantineRow& row : central.quarantines()) {
                quarantined.push(quarantine_json(central, row));
            }
            return Json::object({{"quarantined", std::move(quarantined)},
                                 {"released", released_json(central, releases)}});
        }));
}

void post_release(Central& central, const Request& request, const Params& params, Respond respond) {
    const auto node = node_of(params);
    const auto order = order_of(request, params);
    if (!node || !order) {
        respond(!node ? node.error() : order.error());
        return;
    }
    central.release_stream(
        *node,
        *order,
        respond_with<std::vector<ReleaseRow>>(
            std::move(respond), [&central](const std::vector<ReleaseRow>& lifted) {
                return Json::object({{"released", released_json(central, lifted)}});
            }));
}

}  // namespace

void add_stream_routes(api::Router& router, Central& central) {
    router.add(
        api::Method::kGet,
        "/v1/streams",
        api::Role::kAdministrator,
        [&central](const Request&, const Params&, Respond respond) {
            get_streams(central, std::move(respond));
        },
        "Quarantined streams, and who lifted which quarantine.");
    router.add(
        api::Method::kPost,
        "/v1/nodes/{id}/streams/{direction}/{stream}/release",
        api::Role::kAdministrator,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_release(central, request, params, std::move(respond));
        },
        "A person has looked: the stream moves again. {officer, reason}.");
}

}  // namespace sarhad::central
