#pragma once

#include "core/result.h"
#include "facts/counted.h"
#include "node/lists_store.h"
#include "node/passages_store.h"
#include "node/positions_store.h"
#include "store/database.h"
#include "store/query_source.h"
#include "wire/hash.h"
#include "wire/messages.h"
#include "wire/record_seal.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kCountedTable = "counted";
/// Holders of documents that the centre told of: some 800 MB. Past it the longest unseen go.
inline constexpr std::int64_t kCountedHeldMax = 4'000'000;
/// Rows of one round of purging.
inline constexpr std::size_t kCountedPurgedMax = 2'000;

/// What the centre told of documents' holders; keys of documents are this store's.
struct CountedWord {
    /// By its clock it had told all then; none: it has told nothing.
    std::optional<core::WallTime> as_of{};
    /// The newest day of any of those that had no room; 0: all had.
    std::int32_t cut_day{0};
    bool has_cash{false};  ///< facts::CentralCounts::has_cash, as of then.
    std::map<PersonKey, facts::CountedHolder> holders{};
};

/// Of these documents. One whose row is damaged is as one that had no room.
[[nodiscard]] core::Result<CountedWord> read_counted(store::QuerySource from,
                                                     const wire::RecordSeal& seal,
                                                     const std::vector<PersonKey>& persons);

/// What the centre counts of persons. Thread: store. Everything outlives it.
class CountedStore {
public:
    CountedStore(store::Database& database,
                 PositionsStore& positions,
                 const wire::RecordSeal& seal,
                 std::int64_t held_max = kCountedHeldMax)
        : database_{database}, positions_{positions}, seal_{seal}, held_max_{held_max} {}

    /// What came of a delta.
    struct Applied {
        wire::StreamPosition position;
        std::optional<core::WallTime> as_of;  ///< From then on.
    };
    /// A delta of the counters' stream: what it tells stands in the place of what was told of the
    /// same holders before. With the stream's first delta all begins anew. kCorrupt: it cannot be
    /// read; else as ListsStore::apply(). `store_key`: by which documents are named here.
    [[nodiscard]] core::Result<Applied> apply(const wire::DeltaBody& delta,
                                              const wire::Hash256& chain,
                                              core::ByteView store_key,
                                              PositionCommit commit);

private:
    [[nodiscard]] core::Status put(facts::CountedHolder holder, core::ByteView store_key);
    [[nodiscard]] core::Status make_room();

    store::Database& database_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
    std::int64_t held_max_;
};

/// What no counter asks for on that day any more goes, kCountedPurgedMax rows at a time; gives how
/// many went. In the open transaction.
[[nodiscard]] core::Result<std::size_t> purge_counted(store::Database& database,
                                                      std::int32_t today);

}  // namespace sarhad::node
