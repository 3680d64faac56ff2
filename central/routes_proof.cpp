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

Json proof_json(const wire::StateProof& proof) {
    return Json::object({{"port", proof.port.value()},
                         {"at", core::to_rfc3339(proof.asked)},
                         {"nodes", proof.nodes.size()},
                         {"certificate", core::to_hex(wire::encode(proof))}});
}

void get_proof(Central& central, const Request& request, Respond respond) {
    const auto port_text = request.query.text("port");
    const auto at_text = request.query.text("at");
    if (!port_text || !at_text) {
        respond(port_text ? at_text.error() : port_text.error());
        return;
    }
    const auto port = core::parse_port(*port_text);
    const auto at = core::from_rfc3339(*at_text);
    if (!port || !at) {
        const core::Error& wrong = port ? at.error() : port.error();
        respond(core::Error{core::Errc::kInvalid, core::cat(port ? "at: " : "port: ", wrong.what)});
        return;
    }
    central.prove_state(
        *port, *at, respond_with_page<wire::StateProof>(central, std::move(respond), proof_json));
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
        "A certificate of what a port had in force: ?port=&at=.");
}

}  // namespace sarhad::central
