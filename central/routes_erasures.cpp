// Records that are erased for good, and the chains that hold without them.
#include "read_hex.h"

#include "central/frame_keeper.h"
#include "central/routes.h"
#include "core/text.h"
#include "replication/release.h"

#include <utility>

namespace sarhad::central {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::Role;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json erasure_json(const ErasureRow& row) {
    return Json::object(
        {{"erasure", row.number},
         {"crossing", core::to_hex(row.crossing)},
         {"policy", row.policy},
         {"why", row.why},
         {"asked_at", core::to_rfc3339(row.asked_at)},
         {"asked_by", row.asker.account},
         {"erased_at", row.erased_at ? Json{core::to_rfc3339(*row.erased_at)} : Json{}},
         {"approved_by", row.approver ? Json{row.approver->account} : Json{}},
         {"rows", row.rows}});
}

Json piece_json(const ChainPiece& piece) {
    Json erased = Json::array();
    for (const ErasedRows& one : piece.erased) {
        erased.push(Json::object({{"policy", one.erasure.policy},
                                  {"at", core::to_rfc3339(one.erasure.at)},
                                  {"rows", one.rows}}));
    }
    return Json::object({{"epoch", piece.epoch.value()},
                         {"first", piece.first.value()},
                         {"upto", piece.upto.value()},
                         {"held", piece.held.value()},
                         {"chain", core::to_hex(piece.hash)},
                         {"rows", piece.rows},
                         {"erased", std::move(erased)},
                         {"is_end", piece.is_end()},
                         {"fault", piece.fault.empty() ? Json{} : Json{piece.fault}}});
}

Result<ErasureRow> asked_of(const Request& request) {
    ErasureRow row;
    SARHAD_TRY_STATUS(read_hex(request.body, "crossing", row.crossing));
    SARHAD_TRY(row.policy, request.body.text_at("policy"));
    if (!facts::is_policy(row.policy)) {
        return Error{Errc::kInvalid,
                     cat("policy: wanted 1 to ",
                         facts::kPolicyMax,
                         " of A-Z a-z 0-9 . - _ /: an order's number, no name")};
    }
    SARHAD_TRY(row.why, request.body.text_at("why"));
    SARHAD_TRY_STATUS(replication::check_reason("why", row.why));
    SARHAD_TRY(row.asker, speaker_of(request));
    return row;
}

Result<ChainAsked> chain_asked(const Request& request, const Params& params) {
    ChainAsked asked;
    SARHAD_TRY(asked.node, node_of(params));
    SARHAD_TRY(const std::string stream, params.text("stream"));
    const auto number = core::parse_uint(stream);
    if (!number || *number == 0 || *number > 0xFFFF) {
        return Error{Errc::kInvalid, "stream: wanted its number, from 1"};
    }
    asked.stream = core::StreamId{static_cast<std::uint16_t>(*number)};
    SARHAD_TRY(const std::uint64_t after, request.query.number_or("after", 0));
    if (after > (std::uint64_t{1} << 62U)) {
        return Error{Errc::kInvalid, "after: too large"};
    }
    asked.after = core::Seq{after};
    if (after != 0) {
        SARHAD_TRY(const std::string chain, request.query.text("chain"));
        SARHAD_TRY_STATUS(parse_hex("chain", chain, asked.hash));
    }
    return asked;
}

void post_erasure(Central& central, const Request& request, Respond respond) {
    auto asked = asked_of(request);
    if (!asked) {
        respond(asked.error());
        return;
    }
    central.ask_erasure(*std::move(asked),
                        respond_with<ErasureRow>(std::move(respond), erasure_json));
}

/// `frames` may be null.
void post_approval(Central& central,
                   FrameKeeper* frames,
                   const Request& request,
                   const Params& params,
                   Respond respond) {
    const auto number = number_of(params, "erasure");
    auto speaker = speaker_of(request);
    if (!number || !speaker) {
        respond(!number ? number.error() : speaker.error());
        return;
    }
    auto answer = respond_with<ErasureRow>(std::move(respond), erasure_json);
    central.approve_erasure(
        *number,
        *std::move(speaker),
        [frames, answer = std::move(answer)](const core::Result<ErasureRow>& row) {
            if (row && frames != nullptr) {
                frames->hurry();
            }
            answer(row);
        });
}

void get_erasures(Central& central, Respond respond) {
    central.erasures(respond_with<std::vector<ErasureRow>>(
        std::move(respond), [](const std::vector<ErasureRow>& rows) {
            Json list = Json::array();
            for (const ErasureRow& row : rows) {
                list.push(erasure_json(row));
            }
            return Json::object({{"erasures", std::move(list)}});
        }));
}

void get_chain(Central& central, const Request& request, const Params& params, Respond respond) {
    const auto asked = chain_asked(request, params);
    if (!asked) {
        respond(asked.error());
        return;
    }
    central.walk_chain(*asked, respond_with<ChainPiece>(std::move(respond), piece_json));
}

}  // namespace

void add_erasure_routes(api::Router& router, Central& central, FrameKeeper* frames) {
    router.add(
        Method::kGet,
        "/v1/erasures",
        Role::kAnalyst,
        [&central](const Request&, const Params&, Respond respond) {
            get_erasures(central, std::move(respond));
        },
        "Orders to erase what is known of a crossing, and who agreed; the newest 200.");
    router.add(
        Method::kPost,
        "/v1/erasures",
        Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            post_erasure(central, request, std::move(respond));
        },
        "Asks that what is known of a crossing be erased: {crossing, policy, why, officer}.");
    router.add(
        Method::kPost,
        "/v1/erasures/{id}/approve",
        Role::kAnalyst,
        [&central, frames](const Request& request, const Params& params, Respond respond) {
            post_approval(central, frames, request, params, std::move(respond));
        },
        "A second person agrees, and it is gone: {officer}.");
    router.add(
        Method::kGet,
        "/v1/chains/{id}/{stream}",
        Role::kViewer,
        [&central](const Request& request, const Params& params, Respond respond) {
            get_chain(central, request, params, std::move(respond));
        },
        "Walks some rows of the chain of what a node told: ?after=&chain=.");
}

}  // namespace sarhad::central
