#pragma once

#include "core/result.h"
#include "facts/go_ahead.h"
#include "node/outbox_row.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"

#include <cstddef>
#include <vector>

namespace sarhad::node {

inline constexpr std::size_t kGoAheadsPageMax = 200;
/// A shift's word is good for so long.
inline constexpr core::Duration kShift = std::chrono::hours{12};

/// The newest `limit`, newest first.
[[nodiscard]] core::Result<std::vector<facts::GoAhead>> read_go_aheads(store::QuerySource from,
                                                                       std::size_t limit);

/// What supervisors signed on old data. Thread: store. Everything outlives it.
class GoAheadsStore {
public:
    GoAheadsStore(store::Database& database, store::Outbox& outbox)
        : database_{database}, outbox_{outbox} {}

    /// The word and its row for central, in `transaction`.
    [[nodiscard]] core::Status put(store::Transaction& transaction,
                                   const facts::GoAhead& said,
                                   const UpwardRow& row);

private:
    store::Database& database_;
    store::Outbox& outbox_;
};

}  // namespace sarhad::node
