// Lists from a courier bundle: `sarhadctl bundle apply` sends them, chunk by chunk.
#include "core/text.h"
#include "node/routes.h"

#include <utility>

namespace sarhad::node {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;

namespace {

void post_head(Node& node, const Request& request, Respond respond) {
    const auto hex = request.body.text_at("head");
    const auto bytes = hex ? core::from_hex(*hex) : core::Result<core::Bytes>{hex.error()};
    auto head = bytes ? editions::decode_snapshot_head(*bytes)
                      : core::Result<editions::SnapshotHead>{bytes.error()};
    if (!head) {
        respond(head.error());
        return;
    }
    node.bundles().begin(
        *std::move(head),
        respond_with<WantedChunks>(std::move(respond), [](const WantedChunks& wanted) {
            Json children = Json::array();
            for (const std::uint8_t child : wanted.children) {
                children.push(Json{int{child}});
            }
            return Json::object({{"list", wanted.list},
                                 {"edition", wanted.edition},
                                 {"wanted", std::move(children)}});
        }));
}

void post_chunk(Node& node, const Request& request, const Params& params, Respond respond) {
    const auto child = params.number("child");
    if (!child || *child >= editions::kChunks) {
        respond(child ? core::Error{core::Errc::kInvalid, "child: wanted 0 to 255"}
                      : child.error());
        return;
    }
    node.bundles().add(static_cast<std::uint8_t>(*child),
                       core::to_bytes(request.content),
                       respond_with<std::size_t>(std::move(respond), [](std::size_t missing) {
                           return Json::object({{"missing", missing}});
                       }));
}

void post_install(Node& node, Respond respond) {
    node.bundles().install(respond_with<ListState>(std::move(respond), [](const ListState& list) {
        return Json::object({{"list", list.name},
                             {"edition", list.edition},
                             {"root", core::to_hex(list.root)},
                             {"rows", list.entries}});
    }));
}

}  // namespace

void add_bundle_routes(api::Router& router, Node& node) {
    router.add(
        Method::kPost,
        "/v1/bundle",
        api::Role::kAdministrator,
        [&node](const Request& request, const Params&, Respond respond) {
            post_head(node, request, std::move(respond));
        },
        "A list of a courier bundle is to come: {head}; says which chunks are wanted.");
    api::RouteOptions chunk;
    chunk.body = api::BodyKind::kBytes;
    chunk.max_body_bytes = editions::kChunkBytesMax;
    router.add(
        Method::kPost,
        "/v1/bundle/chunks/{child}",
        api::Role::kAdministrator,
        [&node](const Request& request, const Params& params, Respond respond) {
            post_chunk(node, request, params, std::move(respond));
        },
        "A wanted chunk of it.",
        chunk);
    router.add(
        Method::kPost,
        "/v1/bundle/install",
        api::Role::kAdministrator,
        [&node](const Request&, const Params&, Respond respond) {
            post_install(node, std::move(respond));
        },
        "All wanted chunks are here: the list is that edition from now on.");
}

}  // namespace sarhad::node
