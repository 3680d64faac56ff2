// Lists of any size: they come in pieces, and are published once all of it is here.
#include "central/routes.h"
#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::Role;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Result<UploadId> upload_id(const Result<std::string>& text) {
    SARHAD_TRY(const std::string hex, text);
    const auto bytes = core::from_hex(hex);
    UploadId id{};
    if (!bytes || bytes->size() != id.size()) {
        return Error{Errc::kInvalid, "hash: wanted the list file's last 32 bytes in hexadecimal"};
    }
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return id;
}

void post_upload(Central& central, const Request& request, Respond respond) {
    const auto id = upload_id(request.body.text_at("hash"));
    const auto size = request.body.int_at("size");
    if (!id || !size) {
        respond(id ? size.error() : id.error());
        return;
    }
    central.publications().begin(
        *id,
        static_cast<std::uint64_t>(std::max<std::int64_t>(*size, 0)),
        respond_with<Upload>(std::move(respond), [](const Upload& one) { return to_json(one); }));
}

void post_piece(Central& central, const Request& request, const Params& params, Respond respond) {
    const auto id = upload_id(params.text("hash"));
    const auto offset = params.number("offset");
    if (!id || !offset) {
        respond(id ? offset.error() : id.error());
        return;
    }
    central.publications().add(
        *id,
        *offset,
        core::to_bytes(request.content),
        respond_with<Upload>(std::move(respond), [](const Upload& one) { return to_json(one); }));
}

void post_order(Central& central, const Request& request, const Params& params, Respond respond) {
    const auto id = upload_id(params.text("hash"));
    auto order = parse_order(request.body);
    if (!id || !order) {
        respond(id ? order.error() : id.error());
        return;
    }
    central.publications().publish(
        *id,
        std::move(order->signatures),
        order->allows_shrink ? ShrinkLeave{request.peer.uid} : ShrinkLeave{},
        respond_with<UploadStanding>(std::move(respond),
                                     [](const UploadStanding& one) { return to_json(one); }));
}

void get_upload(Central& central, const Params& params, Respond respond) {
    const auto id = upload_id(params.text("hash"));
    if (!id) {
        respond(id.error());
        return;
    }
    central.publications().standing(
        *id, respond_with<UploadStanding>(std::move(respond), [](const UploadStanding& one) {
            return to_json(one);
        }));
}

}  // namespace

void add_upload_routes(api::Router& router, Central& central) {
    router.add(
        Method::kPost,
        "/v1/uploads",
        Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            post_upload(central, request, std::move(respond));
        },
        "A list file is to come in pieces, or to come on: {hash, size}.");
    api::RouteOptions piece;
    piece.body = api::BodyKind::kBytes;
    piece.max_body_bytes = kUploadPiece;
    router.add(
        Method::kPost,
        "/v1/uploads/{hash}/{offset}",
        Role::kAnalyst,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_piece(central, request, params, std::move(respond));
        },
        "The list file's bytes from that offset on: all pieces but the last have 1 MiB.",
        piece);
    router.add(
        Method::kPost,
        "/v1/uploads/{hash}/publish",
        Role::kAnalyst,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_order(central, request, params, std::move(respond));
        },
        "Publishes it: {key, signature, allow_shrink}; what becomes of it within seconds, or that "
        "it goes on.");
    router.add(
        Method::kGet,
        "/v1/uploads/{hash}",
        Role::kAnalyst,
        [&central](const Request&, const Params& params, Respond respond) {
            get_upload(central, params, std::move(respond));
        },
        "How the list file stands, once that changes or after five seconds.");
}

}  // namespace sarhad::central
