#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/known_pair.h"
#include "node/outbox_row.h"
#include "node/records_store.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
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
/// The crossing of that id; nothing where it is not here.
[[nodiscard]] core::Result<std::optional<StoredCrossing>> read_crossing(store::QuerySource from,
                                                                        const CrossingId& id);

/// What officers said of travellers and entries. Thread: store. Everything outlives it.
class PairsStore {
public:
    PairsStore(store::Database& database, store::Outbox& outbox, const wire::RecordSeal& seal)
        : database_{database}, outbox_{outbox}, seal_{seal} {}

    [[nodiscard]] core::Result<std::optional<facts::KnownPair>> find(
        const std::array<std::uint8_t, 16>& id);
    /// The pair, in the place of one of the same id, and its row for central. kExhausted past
    /// kMaxKnownPairs.
    [[nodiscard]] core::Status put(store::Transaction& transaction,
                                   const facts::KnownPair& pair,
                                   const UpwardRow& row);

private:
    store::Database& database_;
    store::Outbox& outbox_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
