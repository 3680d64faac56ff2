// Which lists a port had in force, and when: made by central, checked by anybody.
#include "api/params.h"
#include "core/text.h"
#include "core/time_text.h"
#include "ctl/commands.h"
#include "ctl/read_trust.h"
#include "ctl/table.h"
#include "wire/state_proof.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

Json list_json(const wire::ProvenList& one) {
    return Json::object({{"list", one.list.name},
                         {"edition", one.list.edition},
                         {"root", core::to_hex(one.list.root)},
                         {"rows", one.list.entries},
                         {"since", core::to_rfc3339(one.list.since)},
                         {"signatures", one.signers}});
}

Json proven_json(const wire::StateProof& proof, const std::vector<wire::ProvenNode>& nodes) {
    Json listed = Json::array();
    for (const wire::ProvenNode& node : nodes) {
        Json lists = Json::array();
        for (const wire::ProvenList& one : node.lists) {
            lists.push(list_json(one));
        }
        listed.push(
            Json::object({{"node", node.node.value()},
                          {"statement", node.number},
                          {"from", core::to_rfc3339(node.from)},
                          {"until", node.until ? Json{core::to_rfc3339(*node.until)} : Json{}},
                          {"lists", std::move(lists)}}));
    }
    return Json::object({{"port", proof.port.value()},
                         {"at", core::to_rfc3339(proof.asked)},
                         {"made_at", core::to_rfc3339(proof.made_at)},
                         {"holds", true},
                         {"nodes", std::move(listed)}});
}

void print_node(std::ostream& out, const wire::StateProof& proof, const wire::ProvenNode& node) {
    out << "node " << node.node.value() << ", statement " << node.number << ": from "
        << core::to_rfc3339(node.from) << ' ';
    if (node.until) {
        out << "to its next one, " << core::to_rfc3339(*node.until) << '\n';
    } else {
        out << "on; no later statement had come by " << core::to_rfc3339(proof.made_at)
            << ", which is central's word\n";
    }
    if (node.lists.empty()) {
        out << "  it had no list in force\n";
        return;
    }
    Table table{{{"  LIST"}, {"EDITION", Align::kRight}, {"SINCE"}, {"ROOT"}}};
    for (const wire::ProvenList& one : node.lists) {
        table.add({core::cat("  ", one.list.name),
                   std::to_string(one.list.edition),
                   core::to_rfc3339(one.list.since),
                   core::to_hex(one.list.root).substr(0, 16)});
    }
    table.print(out);
}

}  // namespace

Outcome run(const ProofPort& options, Context& context) {
    if (const auto at = core::from_rfc3339(options.at); !at) {
        return about("--at", at.error());
    }
    SARHAD_TRY(const Json answer,
               ask(context,
                   Method::kGet,
                   core::cat("/v1/proof?port=",
                             api::percent_encode(core::ascii_upper(options.port)),
                             "&at=",
                             api::percent_encode(options.at))));
    SARHAD_TRY(const std::string hex, answer.text_at("certificate"));
    const auto bytes = core::from_hex(hex);
    if (!bytes) {
        return core::Error{core::Errc::kCorrupt, "central's answer holds no certificate"};
    }
    SARHAD_TRY(const wire::StateProof proof, wire::read_state_proof(*bytes));
    SARHAD_TRY_STATUS(write_output(context, options.output, *bytes, core::FileMode::kShared));
    if (context.json) {
        print(context.out,
              Json::object({{"port", proof.port.value()},
                            {"at", core::to_rfc3339(proof.asked)},
                            {"nodes", proof.nodes.size()},
                            {"output", options.output}}));
    } else {
        context.out << options.output << ": what " << proof.nodes.size() << " node"
                    << (proof.nodes.size() == 1 ? "" : "s") << " of " << proof.port.value()
                    << " had at " << core::to_rfc3339(proof.asked)
                    << "; sarhadctl proof verify checks it\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const ProofVerify& options, Context& context) {
    SARHAD_TRY(const wire::TrustStore trust, read_trust(context, options.trust));
    SARHAD_TRY(const core::Bytes bytes,
               read_input(context, options.certificate, core::ByteSize{wire::kStateProofMax}));
    const auto proof = wire::read_state_proof(bytes);
    if (!proof) {
        return about(options.certificate, proof.error());
    }
    const auto nodes = wire::check_state_proof(*proof, trust);
    if (!nodes) {
        return about(core::cat(options.certificate, ": does NOT hold"), nodes.error());
    }
    if (context.json) {
        print(context.out, proven_json(*proof, *nodes));
        return daemon::ExitCode::kOk;
    }
    context.out << options.certificate << ": holds, for " << proof->port.value() << " at "
                << core::to_rfc3339(proof->asked) << '\n';
    for (const wire::ProvenNode& node : *nodes) {
        print_node(context.out, *proof, node);
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
