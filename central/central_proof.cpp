// What a port had in force, proven by others' signatures.
#include "central/central.h"
#include "core/text.h"
#include "core/time_text.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// Where the entry stood in each edition of its list that a node had.
Status add_entry(CentralPages& pages, const EntryAsked& asked, wire::StateProof& proof) {
    proof.list = asked.list;
    proof.entry = asked.entry;
    for (const wire::NodeProof& node : proof.nodes) {
        for (const wire::EditionProof& had : node.editions) {
            const std::uint64_t edition = had.statement.edition;
            const bool is_there = std::any_of(
                proof.editions.begin(), proof.editions.end(), [&](const wire::RowProof& one) {
                    return one.edition == edition;
                });
            if (had.statement.name != asked.list || is_there) {
                continue;
            }
            SARHAD_TRY(wire::RowProof row, pages.row_at(asked, edition));
            proof.editions.push_back(std::move(row));
        }
    }
    return {};
}

Result<wire::StateProof> prove(CentralPages& pages, const StateAsked& asked, core::WallTime now) {
    SARHAD_TRY(auto nodes, pages.state_at(asked.port, asked.at));
    if (nodes.empty()) {
        return Error{Errc::kNotFound,
                     core::cat("port ",
                               asked.port.value(),
                               ": no node of it had stated anything by ",
                               core::to_rfc3339(asked.at),
                               "; sarhadctl node list shows the ports")};
    }
    wire::StateProof proof;
    proof.port = asked.port;
    proof.asked = asked.at;
    proof.made_at = now;
    proof.nodes = std::move(nodes);
    if (asked.entry) {
        SARHAD_TRY_STATUS(add_entry(pages, *asked.entry, proof));
    }
    return proof;
}

}  // namespace

void Central::prove_state(const StateAsked& asked, Done<wire::StateProof> done) {
    lanes_.ask<wire::StateProof>(
        pages_lane(),
        [this, asked, now = parts_.clock.wall()] { return prove(pages(), asked, now); },
        std::move(done));
}

}  // namespace sarhad::central
