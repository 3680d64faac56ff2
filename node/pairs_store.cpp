#include "node/pairs_store.h"

#include "core/text.h"
#include "wire/msgpack.h"

#include <algorithm>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

Result<facts::KnownPair> open_pair(const wire::RecordSeal& seal, const Statement& row) {
    std::array<std::uint8_t, 16> id{};
    const core::ByteView stored = row.bytes(0);
    if (stored.size() != id.size()) {
        return Error{Errc::kCorrupt, "known_pair: an id of a wrong length is stored"};
    }
    std::copy(stored.begin(), stored.end(), id.begin());
    SARHAD_TRY(const core::Bytes body, seal.open(kPairTable, id, row.bytes(1)));
    return wire::decode<facts::KnownPair>(body);
}

}  // namespace

Result<std::vector<facts::KnownPair>> read_pairs(store::QuerySource from,
                                                 const wire::RecordSeal& seal) {
    SARHAD_TRY(Statement select, from.prepare("SELECT id, body FROM known_pair ORDER BY number"));
    std::vector<facts::KnownPair> pairs;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return pairs;
        }
        SARHAD_TRY(facts::KnownPair pair, open_pair(seal, select));
        pairs.push_back(std::move(pair));
    }
}

Result<std::optional<StoredCrossing>> read_crossing(store::QuerySource from, const CrossingId& id) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT number, body FROM crossing"
                            " WHERE id = ?1 AND length(body) > 0"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<StoredCrossing>{};
    }
    return std::optional<StoredCrossing>{
        StoredCrossing{select.int64(0), id, core::to_bytes(select.bytes(1))}};
}

Result<std::optional<facts::KnownPair>> PairsStore::find(const std::array<std::uint8_t, 16>& id) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, body FROM known_pair WHERE id = ?1"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<facts::KnownPair>{};
    }
    SARHAD_TRY(facts::KnownPair pair, open_pair(seal_, select));
    return std::optional<facts::KnownPair>{std::move(pair)};
}

Status PairsStore::put(store::Transaction& transaction,
                       const facts::KnownPair& pair,
                       const UpwardRow& row) {
    SARHAD_TRY_STATUS(store(pair));
    SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
               append_row(outbox_, transaction, row));
    return {};
}

Status PairsStore::store(const facts::KnownPair& pair) {
    const core::Bytes sealed = seal_.seal(kPairTable, pair.id, wire::encode(pair));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO known_pair(id, body) SELECT ?1, ?2"
                                 " WHERE EXISTS(SELECT 1 FROM known_pair WHERE id = ?1)"
                                 " OR (SELECT count(*) FROM known_pair) < ?3"
                                 " ON CONFLICT(id) DO UPDATE SET body = excluded.body"));
    insert.bind_all(
        core::ByteView{pair.id}, core::ByteView{sealed}, static_cast<std::int64_t>(kMaxKnownPairs));
    SARHAD_TRY_STATUS(insert.run());
    if (database_.changes() == 0) {
        return Error{Errc::kExhausted,
                     core::cat("pairs: ", kMaxKnownPairs, " are known here, no more fit")};
    }
    return {};
}

Result<WithdrawnPairs> PairsStore::apply(const wire::DeltaBody& delta,
                                         const wire::Hash256& chain,
                                         core::NodeId node,
                                         PositionCommit commit) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, "desk"));
    WithdrawnPairs applied{{delta.stream, delta.epoch, delta.seq, chain}, {}, {}};
    for (const wire::Op& op : delta.ops) {
        if (op.kind == wire::OpKind::kRemove) {
            continue;
        }
        if (Status done = apply_op(op, node, applied); !done) {
            const bool is_unreadable = done.error().code == Errc::kCorrupt;
            return is_unreadable ? Error{Errc::kCorrupt,
                                         core::cat("desk seq ",
                                                   delta.seq.value(),
                                                   ": a word is unreadable: ",
                                                   done.error().what)}
                                 : done.error();
        }
    }
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(applied.position));
    }
    return applied;
}

Status PairsStore::apply_op(const wire::Op& op, core::NodeId node, WithdrawnPairs& applied) {
    if (op.id.starts_with(facts::kErasureOp)) {
        auto erasure = wire::decode<facts::Erasure>(op.body);
        if (!erasure || !facts::is_policy(erasure->policy)) {
            return Error{Errc::kCorrupt, "an erasure"};
        }
        SARHAD_TRY_STATUS(erasures_.erase(*erasure));
        applied.erased.push_back(*std::move(erasure));
        return {};
    }
    auto withdrawal = wire::decode<facts::PairWithdrawal>(op.body);
    if (!withdrawal) {
        return Error{Errc::kCorrupt, "a withdrawal"};
    }
    if (withdrawal->node != node) {
        return {};
    }
    SARHAD_TRY(const bool is_here, withdraw(*withdrawal));
    if (is_here) {
        applied.withdrawn.push_back(*std::move(withdrawal));
    }
    return {};
}

Result<bool> PairsStore::withdraw(const facts::PairWithdrawal& withdrawal) {
    SARHAD_TRY(std::optional<facts::KnownPair> pair, find(withdrawal.pair));
    if (!pair) {
        return false;
    }
    pair->withdrawn_by = withdrawal.officer;
    pair->withdrawn_why = withdrawal.why;
    SARHAD_TRY_STATUS(store(*pair));
    return true;
}

}  // namespace sarhad::node
