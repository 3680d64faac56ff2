// What a port had in force, for whoever must prove it.
#include "central/routes.h"
#include "core/port.h"
#include "core/text.h"
#include "core/time_text.h"
#include "wire/msgpack.h"
#include "wire/state_proof.h"

#include <utility>

namespace sarhad::central {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with_page;

namespace {

constexpr std::size_t kNameMax = 128;  // As in a certificate.

Json proof_json(const wire::StateProof& proof) {
    return Json::object({{"port", proof.port.value()},
                         {"at", core::to_rfc3339(proof.asked)},
                         {"nodes", proof.nodes.size()},
                         {"certificate", core::to_hex(wire::encode(proof))}});
}

core::Error named(std::string_view parameter, const core::Error& wrong) {
    return {core::Errc::kInvalid, core::cat(parameter, ": ", wrong.what)};
}

core::Result<StateAsked> asked_of(const Request& request) {
    StateAsked asked;
    SARHAD_TRY(const std::string port_text, request.query.text("port"));
    SARHAD_TRY(const std::string at_text, request.query.text("at"));
    const auto port = core::parse_port(port_text);
    if (!port) {
        return named("port", port.error());
    }
    const auto at = core::from_rfc3339(at_text);
    if (!at) {
        return named("at", at.error());
    }
    asked.port = *port;
    asked.at = *at;
    if (request.query.find("list") != nullptr || request.query.find("entry") != nullptr) {
        asked.entry.emplace();
        SARHAD_TRY(asked.entry->list, request.query.text("list"));
        SARHAD_TRY(asked.entry->entry, request.query.text("entry"));
        if (asked.entry->list.size() > kNameMax || asked.entry->entry.size() > kNameMax) {
            return core::Error{core::Errc::kInvalid,
                               core::cat("list, entry: at most ", kNameMax, " bytes each")};
        }
    }
    return asked;
}

void get_proof(Central& central, const Request& request, Respond respond) {
    const auto asked = asked_of(request);
    if (!asked) {
        respond(asked.error());
        return;
    }
    central.prove_state(
        *asked, respond_with_page<wire::StateProof>(central, std::move(respond), proof_json));
}

}  // namespace

void add_proof_routes(api::Router& router, Central& central) {
    router.add(
        api::Method::kGet,
        "/v1/proof",
        api::Role::kAdministrator,
        [&central](const Request& request, const Params&, Respond respond) {
            get_proof(central, request, std::move(respond));
        },
        "A certificate of what a port had in force: ?port=&at=; with &list=&entry= also whether "
        "that "
        "entry was on its list.");
}

}  // namespace sarhad::central
