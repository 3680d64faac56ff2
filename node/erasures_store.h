#pragma once

#include "core/result.h"
#include "facts/erasure.h"
#include "node/records_store.h"
#include "store/database.h"
#include "store/query_source.h"
#include "store/statement.h"
#include "wire/record_seal.h"

#include <optional>

namespace sarhad::node {

/// Columns `first` and `first` + 1 of a row that is joined with `erasure`: policy and at. None
/// where the record is there.
[[nodiscard]] std::optional<facts::Erasure> erasure_at(const store::Statement& row,
                                                       int first,
                                                       const CrossingId& id);
/// Whether all that was known of the crossing is erased.
[[nodiscard]] core::Result<bool> is_erased(store::Database& database, const CrossingId& id);

/// What an order erases here: the crossing, its late hits, and the alert that another port raised
/// of it. Numbers, ids and times stay, so that pages have no gaps and say what is gone and why; the
/// row for central is sealed to it and goes as any other. Thread: store. Everything outlives it.
class ErasuresStore {
public:
    ErasuresStore(store::Database& database, const wire::RecordSeal& seal)
        : database_{database}, seal_{seal} {}

    /// In the open transaction. A crossing that is not here is noted all the same: its alert may
    /// still be on its way. Again is harmless.
    [[nodiscard]] core::Status erase(const facts::Erasure& erasure);

private:
    [[nodiscard]] core::Status remove_late_hits(const CrossingId& crossing);

    store::Database& database_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
