// Machines that are to become nodes: who is invited, who asks, who lets them in.
#include "central/enrolments.h"
#include "central/routes.h"
#include "core/account.h"
#include "core/port.h"
#include "core/text.h"

#include <utility>

namespace sarhad::central {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::Response;
using api::Role;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json account_or_null(const std::optional<Speaker>& speaker) {
    return speaker ? Json{speaker->account} : Json{};
}

Json enrolment_json(const EnrolmentRow& row) {
    return Json::object(
        {{"enrolment", row.number},
         {"port", row.port.value()},
         {"stage", to_text(row.stage)},
         {"invited_at", core::to_rfc3339(row.invited_at)},
         {"expires", core::to_rfc3339(row.expires)},
         {"invited_by", row.inviter.account},
         {"asked_at", row.asked_at ? Json{core::to_rfc3339(*row.asked_at)} : Json{}},
         {"address", row.address},
         {"hardware", row.request ? Json{core::to_hex(row.request->hardware)} : Json{}},
         {"first", account_or_null(row.first)},
         {"second", account_or_null(row.second)},
         {"node", row.node == core::NodeId{0} ? Json{} : Json{row.node.value()}}});
}

Json shown_json(const ShownEnrolment& shown) {
    Json json = enrolment_json(shown.row);
    json.set("words", shown.words.empty() ? Json{} : Json{shown.words});
    return json;
}

/// The newest root's hash, for the site to compare; zero where none was signed.
wire::Hash256 root_hash(const Central& central) {
    return central.trust() == nullptr ? wire::Hash256{}
                                      : wire::document_hash(central.trust()->newest_root());
}

Result<core::PortId> port_of(const Json& body) {
    SARHAD_TRY(const std::string text, body.text_at("port"));
    auto port = core::parse_port(text);
    return port ? port : Error{Errc::kInvalid, cat("port: ", port.error().what)};
}

void post_invitation(const RouteParts& parts, const Request& request, Respond respond) {
    const auto port = port_of(request.body);
    const auto speaker = speaker_of(request);
    if (!port || !speaker) {
        respond(port ? speaker.error() : port.error());
        return;
    }
    parts.enrolments->invite(
        *port,
        *speaker,
        respond_with<Invitation>(
            std::move(respond), [&central = parts.central](const Invitation& made) {
                Json json = enrolment_json(made.row);
                json.set("token", wire::write_token(made.token));
                json.set("server", core::to_hex(made.server));
                json.set("root", core::to_hex(root_hash(central)));
                return Response::created(std::move(json), cat("/v1/enrolments/", made.row.number));
            }));
}

void post_approval(Enrolments& enrolments,
                   const Request& request,
                   const Params& params,
                   Respond respond) {
    const auto number = number_of(params, "enrolment");
    const auto speaker = speaker_of(request);
    const auto words = request.body.text_at("words");
    if (!number || !speaker || !words) {
        respond(!number ? number.error() : !speaker ? speaker.error() : words.error());
        return;
    }
    enrolments.approve(
        *number, *words, *speaker, respond_with<EnrolmentRow>(std::move(respond), enrolment_json));
}

void post_refusal(Enrolments& enrolments,
                  const Request& request,
                  const Params& params,
                  Respond respond) {
    const auto number = number_of(params, "enrolment");
    const auto speaker = speaker_of(request);
    if (!number || !speaker) {
        respond(number ? speaker.error() : number.error());
        return;
    }
    enrolments.refuse(
        *number, *speaker, respond_with<EnrolmentRow>(std::move(respond), enrolment_json));
}

void get_enrolments(Enrolments& enrolments, Respond respond) {
    enrolments.list(respond_with<std::vector<ShownEnrolment>>(
        std::move(respond), [](const std::vector<ShownEnrolment>& rows) {
            Json list = Json::array();
            for (const ShownEnrolment& row : rows) {
                list.push(shown_json(row));
            }
            return Json::object({{"enrolments", std::move(list)}});
        }));
}

}  // namespace

Result<Speaker> speaker_of(const Request& request) {
    Speaker speaker;
    SARHAD_TRY(speaker.account, request.body.text_at("officer"));
    if (!core::is_account(speaker.account)) {
        return Error{Errc::kInvalid, cat("officer: ", core::kAccountWanted)};
    }
    if (!request.peer.roles.may(Role::kAdministrator)) {
        speaker.uid = request.peer.uid;
    }
    return speaker;
}

void add_enrolment_routes(api::Router& router, const RouteParts& parts) {
    if (parts.enrolments == nullptr) {
        return;  // No endpoint is configured: there is nothing to ask at.
    }
    Enrolments& enrolments = *parts.enrolments;
    router.add(
        Method::kGet,
        "/v1/enrolments",
        Role::kAnalyst,
        [&enrolments](const Request&, const Params&, Respond respond) {
            get_enrolments(enrolments, std::move(respond));
        },
        "Machines that were invited, that ask, that were let in; the newest 200.");
    router.add(
        Method::kPost,
        "/v1/enrolments",
        Role::kAdministrator,
        [parts](const Request& request, const Params&, Respond respond) {
            post_invitation(parts, request, std::move(respond));
        },
        "Invites a machine to be a port's node: {port, officer}.");
    router.add(
        Method::kPost,
        "/v1/enrolments/{id}/approve",
        Role::kAnalyst,
        [&enrolments](const Request& request, const Params& params, Respond respond) {
            post_approval(enrolments, request, params, std::move(respond));
        },
        "One of two people agrees, with the words that the site read out: {officer, words}.");
    router.add(
        Method::kPost,
        "/v1/enrolments/{id}/refuse",
        Role::kAnalyst,
        [&enrolments](const Request& request, const Params& params, Respond respond) {
            post_refusal(enrolments, request, params, std::move(respond));
        },
        "Withdraws an invitation, or refuses the machine that used it: {officer}.");
}

}  // namespace sarhad::central
