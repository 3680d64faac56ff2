#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/erasure.h"
#include "facts/known_pair.h"
#include "node/erasures_store.h"
#include "node/lists_store.h"
#include "node/outbox_row.h"
#include "node/positions_store.h"
#include "node/records_store.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/messages.h"
#include "wire/record_seal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kPairTable = "known_pair";
/// Pairs that stand; some 16 MB. Reading them takes a tenth of a second.
inline constexpr std::size_t kMaxKnownPairs = 50'000;

/// Every pair that was not replaced, removed ones too; in the order in which they were added.
[[nodiscard]] core::Result<std::vector<facts::KnownPair>> read_pairs(store::QuerySource from,
                                                                     const wire::RecordSeal& seal);
/// The crossing of that id; nothing where it is not here, or erased.
[[nodiscard]] core::Result<std::optional<StoredCrossing>> read_crossing(store::QuerySource from,
                                                                        const CrossingId& id);

/// What a delta of the desk stream led to.
struct WithdrawnPairs {
    wire::StreamPosition position;
    std::vector<facts::PairWithdrawal> withdrawn;  ///< Of pairs that are here.
    std::vector<facts::Erasure> erased;
};

/// What officers said of travellers and entries. Thread: store. Everything outlives it.
class PairsStore {
public:
    PairsStore(store::Database& database,
               store::Outbox& outbox,
               PositionsStore& positions,
               const wire::RecordSeal& seal)
        : database_{database},
          outbox_{outbox},
          positions_{positions},
          seal_{seal},
          erasures_{database, seal} {}

    /// What lists' owners withdrew, of a delta of the desk stream: those of this node's pairs. One
    /// that is not here is passed over. And what is erased by an order. Errors as
    /// ListsStore::apply().
    [[nodiscard]] core::Result<WithdrawnPairs> apply(const wire::DeltaBody& delta,
                                                     const wire::Hash256& chain,
                                                     core::NodeId node,
                                                     PositionCommit commit);

    [[nodiscard]] core::Result<std::optional<facts::KnownPair>> find(
        const std::array<std::uint8_t, 16>& id);
    /// The pair, in the place of one of the same id, and its row for central. kExhausted past
    /// kMaxKnownPairs.
    [[nodiscard]] core::Status put(store::Transaction& transaction,
                                   const facts::KnownPair& pair,
                                   const UpwardRow& row);

private:
    [[nodiscard]] core::Status store(const facts::KnownPair& pair);
    [[nodiscard]] core::Status apply_op(const wire::Op& op,
                                        core::NodeId node,
                                        WithdrawnPairs& applied);
    [[nodiscard]] core::Result<bool> withdraw(const facts::PairWithdrawal& withdrawal);

    store::Database& database_;
    store::Outbox& outbox_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
    ErasuresStore erasures_;
};

}  // namespace sarhad::node
