// Whole lists, chunk by chunk: what `sarhadctl bundle make` carries away.
#include "central/routes.h"
#include "core/text.h"

#include <memory>
#include <utility>

namespace sarhad::central {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::Response;

namespace {

core::Error not_here() {
    return {core::Errc::kUnavailable, "snapshots: none are made here"};
}

void get_head(const RouteParts& parts, const Params& params, Respond respond) {
    const auto list = params.text("name");
    if (!list || parts.snapshots == nullptr) {
        respond(list ? not_here() : list.error());
        return;
    }
    parts.lanes.ask<editions::SnapshotHead>(
        core::Lane::kRead,
        [&snapshots = *parts.snapshots, list = *list] { return snapshots.head(list); },
        respond_with<editions::SnapshotHead>(
            std::move(respond), [](const editions::SnapshotHead& head) {
                return Json::object({{"head", core::to_hex(editions::encode(head))}});
            }));
}

void get_chunk(const RouteParts& parts,
               const Request& request,
               const Params& params,
               Respond respond) {
    const auto list = params.text("name");
    const auto child = params.number("child");
    const auto edition = request.query.number("edition");
    if (!list || !child || !edition || *child >= editions::kChunks || parts.snapshots == nullptr) {
        respond(parts.snapshots == nullptr
                    ? not_here()
                    : core::Error{core::Errc::kInvalid,
                                  "chunk: wanted a list's name, 0 to 255 and ?edition="});
        return;
    }
    parts.lanes.ask<core::Bytes>(
        core::Lane::kRead,
        [&snapshots = *parts.snapshots, list = *list, edition = *edition, child = *child] {
            return snapshots.chunk(list, edition, static_cast<std::uint8_t>(child));
        },
        respond_with<core::Bytes>(std::move(respond), [](const core::Bytes& chunk) {
            return Response::text(std::string{core::as_text(chunk)}, "application/octet-stream");
        }));
}

}  // namespace

void add_snapshot_routes(api::Router& router, const RouteParts& parts) {
    router.add(
        Method::kGet,
        "/v1/lists/{name}/snapshot",
        api::Role::kAdministrator,
        [parts](const Request&, const Params& params, Respond respond) {
            get_head(parts, params, std::move(respond));
        },
        "What the list's newest edition is, with its signatures: the head of its chunks.");
    router.add(
        Method::kGet,
        "/v1/lists/{name}/snapshot/{child}",
        api::Role::kAdministrator,
        [parts](const Request& request, const Params& params, Respond respond) {
            get_chunk(parts, request, params, std::move(respond));
        },
        "Its rows under one child of the root, packed: ?edition=, which must be the newest.");
}

}  // namespace sarhad::central
