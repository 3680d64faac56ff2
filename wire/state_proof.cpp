#include "wire/state_proof.h"

#include "core/text.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

Error unproven(core::NodeId node, std::string_view what) {
    return {Errc::kInvalid, cat("node ", node.value(), ": ", what)};
}

Result<facts::StateStatement> open(const facts::SignedStatement& told,
                                   core::NodeId node,
                                   const TrustStore& trust) {
    if (told.node != node) {
        return unproven(node, "the statement is another node's");
    }
    SARHAD_TRY(const Opened opened, trust.open_statement(told));
    SARHAD_TRY(facts::StateStatement statement, decode<facts::StateStatement>(opened));
    if (statement.node != node) {
        return unproven(node, "the statement speaks of another node");
    }
    return statement;
}

/// Nothing lies between the two, and the moment does.
Status check_order(const NodeProof& proof,
                   const facts::StateStatement& told,
                   const facts::StateStatement& next,
                   core::WallTime asked) {
    if (next.number != told.number + 1 || next.previous != blake2b(proof.told.body)) {
        return unproven(proof.node, "the two statements do not follow one another");
    }
    if (next.at <= asked) {
        return unproven(proof.node, "the next statement had been made by the moment in question");
    }
    return {};
}

/// None where the certificate asks of no entry of this list.
Result<std::optional<ProvenEntry>> check_entry(const StateProof& proof,
                                               const facts::ListInForce& list) {
    if (proof.entry.empty() || proof.list != list.name) {
        return std::optional<ProvenEntry>{};
    }
    const auto found =
        std::find_if(proof.editions.begin(), proof.editions.end(), [&](const RowProof& one) {
            return one.list == list.name && one.edition == list.edition;
        });
    if (found == proof.editions.end()) {
        return Error{Errc::kInvalid,
                     cat(list.name,
                         " edition ",
                         list.edition,
                         ": whether the entry was on it does not come with the certificate")};
    }
    SARHAD_TRY(const auto hash, check_row_proof(*found, proof.entry, list.root));
    return std::optional{ProvenEntry{hash.has_value(), hash.value_or(Hash256{})}};
}

Result<ProvenList> check_list(const facts::ListInForce& list,
                              const NodeProof& proof,
                              const TrustStore& trust) {
    const auto edition =
        std::find_if(proof.editions.begin(), proof.editions.end(), [&](const EditionProof& one) {
            return one.statement.name == list.name && one.statement.edition == list.edition;
        });
    if (edition == proof.editions.end()) {
        return unproven(proof.node,
                        cat(list.name,
                            " edition ",
                            list.edition,
                            ": no agency's signature comes "
                            "with it"));
    }
    if (edition->statement.post_root != list.root) {
        return unproven(proof.node,
                        cat(list.name,
                            " edition ",
                            list.edition,
                            ": the node had another set than "
                            "the one that its agency signed"));
    }
    SARHAD_TRY_STATUS(trust.check_edition(edition->statement, edition->signatures));
    return ProvenList{list, edition->signatures.size(), {}};
}

Result<ProvenNode> check_node(const NodeProof& proof,
                              const StateProof& whole,
                              const TrustStore& trust) {
    SARHAD_TRY(const facts::StateStatement told, open(proof.told, proof.node, trust));
    if (told.at > whole.asked) {
        return unproven(proof.node, "the statement is later than the moment in question");
    }
    ProvenNode proven{proof.node, told.number, told.at, std::nullopt, {}};
    if (!proof.next.empty()) {
        SARHAD_TRY(const facts::StateStatement next, open(proof.next.front(), proof.node, trust));
        SARHAD_TRY_STATUS(check_order(proof, told, next, whole.asked));
        proven.until = next.at;
    }
    for (const facts::ListInForce& list : told.lists) {
        SARHAD_TRY(ProvenList one, check_list(list, proof, trust));
        SARHAD_TRY(one.entry, check_entry(whole, list));
        proven.lists.push_back(std::move(one));
    }
    return proven;
}

}  // namespace

Result<StateProof> read_state_proof(core::ByteView bytes) {
    if (bytes.size() > kStateProofMax) {
        return Error{Errc::kExhausted,
                     cat("certificate: has ", bytes.size(), " bytes, at most ", kStateProofMax)};
    }
    auto proof = decode<StateProof>(bytes);
    if (!proof) {
        return Error{proof.error().code, cat("no certificate of Sarhad: ", proof.error().what)};
    }
    if (proof->version != kStateProofVersion) {
        return Error{Errc::kInvalid,
                     cat("certificate: of version ",
                         proof->version,
                         ", and this program reads version ",
                         kStateProofVersion,
                         ": take the program that made it")};
    }
    return proof;
}

Result<std::vector<ProvenNode>> check_state_proof(const StateProof& proof,
                                                  const TrustStore& trust) {
    std::vector<ProvenNode> proven;
    for (const NodeProof& node : proof.nodes) {
        SARHAD_TRY(ProvenNode one, check_node(node, proof, trust));
        proven.push_back(std::move(one));
    }
    return proven;
}

}  // namespace sarhad::wire
