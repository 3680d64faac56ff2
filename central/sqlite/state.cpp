// What ports said that they had in force, and when.
#include "columns.h"
#include "delta_place.h"
#include "row_place.h"

#include "central/sqlite_store.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::central {

using core::Result;
using store::Statement;
using store::Step;

namespace {

/// A statement as it was stored, and its place in the node's stream.
struct HeldStatement {
    core::Epoch epoch{0};
    core::Seq seq{0};
    core::WallTime stored_at;
    facts::SignedStatement told;
};

/// The first row that `select` gives (epoch, seq, received_at, body); none where there is none.
Result<std::optional<HeldStatement>> first_of(Statement& select,
                                              core::NodeId node,
                                              const wire::RecordSeal& seal) {
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<HeldStatement>{};
    }
    HeldStatement held;
    held.epoch = core::Epoch{static_cast<std::uint32_t>(select.int64(0))};
    held.seq = seq_at(select, 1);
    held.stored_at = time_at(select, 2);
    SARHAD_TRY(
        const core::Bytes body,
        seal.open(
            kRowTable, row_place(node, wire::up::kState, held.epoch, held.seq), select.bytes(3)));
    SARHAD_TRY(held.told, wire::decode<facts::SignedStatement>(body));
    return std::optional{std::move(held)};
}

/// Of the edition's last delta: the agency's signatures are in it.
Result<std::optional<wire::EditionProof>> edition_proof(store::QuerySource from,
                                                        const wire::RecordSeal& seal,
                                                        const facts::ListInForce& list) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT d.stream, d.epoch, d.seq, d.body, e.root FROM published p"
                            " JOIN edition e ON e.stream = p.stream AND e.edition = ?2"
                            " JOIN delta d ON d.stream = e.stream AND d.seq = e.last_seq"
                            " WHERE p.name = ?1 ORDER BY d.epoch DESC LIMIT 1"));
    select.bind_all(std::string_view{list.name}, number(list.edition));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<wire::EditionProof>{};
    }
    const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(1))};
    SARHAD_TRY(const core::Bytes body,
               seal.open(kDeltaTable,
                         delta_place(stream_at(select, 0), epoch, seq_at(select, 2)),
                         select.bytes(3)));
    SARHAD_TRY(const wire::Delta delta, wire::decode<wire::Delta>(body));
    wire::EditionProof proof{{list.name, list.edition, {}}, delta.edition_signatures};
    SARHAD_TRY_STATUS(copy_at(select, 4, proof.statement.post_root));
    return std::optional{std::move(proof)};
}

}  // namespace

Result<std::vector<wire::EditionProof>> SqlitePages::editions_of(
    const facts::StateStatement& statement) {
    std::vector<wire::EditionProof> editions;
    for (const facts::ListInForce& list : statement.lists) {
        SARHAD_TRY(auto proof, edition_proof(from_, seal_, list));
        if (proof) {  // Central was restored from before it: the certificate will not hold.
            editions.push_back(*std::move(proof));
        }
    }
    return editions;
}

Result<std::optional<wire::NodeProof>> SqlitePages::proof_of(core::NodeId node, core::WallTime at) {
    SARHAD_TRY(Statement newest,
               from_.prepare("SELECT epoch, seq, received_at, body FROM up_row"
                             " WHERE node = ?1 AND stream = ?2 AND created <= ?3"
                             " ORDER BY epoch DESC, seq DESC LIMIT 1"));
    newest.bind_all(std::int64_t{node.value()}, std::int64_t{wire::up::kState.value()}, at.micros);
    SARHAD_TRY(auto told, first_of(newest, node, seal_));
    if (!told) {
        return std::optional<wire::NodeProof>{};
    }
    SARHAD_TRY(Statement after,
               from_.prepare("SELECT epoch, seq, received_at, body FROM up_row"
                             " WHERE node = ?1 AND stream = ?2 AND (epoch, seq) > (?3, ?4)"
                             " ORDER BY epoch, seq LIMIT 1"));
    after.bind_all(std::int64_t{node.value()},
                   std::int64_t{wire::up::kState.value()},
                   std::int64_t{told->epoch.value()},
                   number(told->seq.value()));
    SARHAD_TRY(auto next, first_of(after, node, seal_));
    // Its signature was verified before it was stored.
    SARHAD_TRY(const auto statement, wire::decode<facts::StateStatement>(told->told.body));
    wire::NodeProof proof{node, told->stored_at, std::move(told->told), {}, {}};
    if (next) {
        proof.next.push_back(std::move(next->told));
    }
    SARHAD_TRY(proof.editions, editions_of(statement));
    return std::optional{std::move(proof)};
}

Result<std::vector<wire::NodeProof>> SqlitePages::state_at(const core::PortId& port,
                                                           core::WallTime at) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT id FROM node WHERE port = ?1 ORDER BY id DESC LIMIT ?2"));
    select.bind_all(std::string_view{port.value()}, number(wire::kProofNodesMax));
    SARHAD_TRY(const auto ids,
               read_all<core::NodeId>(select, [](const Statement& row) -> Result<core::NodeId> {
                   return node_at(row, 0);
               }));
    std::vector<wire::NodeProof> proofs;
    for (const core::NodeId id : ids) {
        SARHAD_TRY(auto proof, proof_of(id, at));
        if (proof) {
            proofs.push_back(*std::move(proof));
        }
    }
    return proofs;
}

}  // namespace sarhad::central
