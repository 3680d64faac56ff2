#pragma once

#include "core/result.h"
#include "facts/inspection.h"
#include "node/inspections_page.h"
#include "node/outbox_row.h"
#include "node/records_store.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"

#include <optional>

namespace sarhad::node {

/// What was said last of the crossing; none where nobody has.
[[nodiscard]] core::Result<std::optional<facts::Inspection>> read_inspection(
    store::QuerySource from, const CrossingId& crossing);

/// The newest of those asked for. Reads all that the port has: some 100,000 a year at a big one.
[[nodiscard]] core::Result<InspectionsPage> read_inspections(store::QuerySource from,
                                                             const InspectionsAsked& asked);

/// What came of looks at travellers. Thread: store. Everything outlives it.
class InspectionsStore {
public:
    InspectionsStore(store::Database& database, store::Outbox& outbox)
        : database_{database}, outbox_{outbox} {}

    /// In place of what was said of the crossing before, with its row for central, in
    /// `transaction`.
    [[nodiscard]] core::Status put(store::Transaction& transaction,
                                   const facts::Inspection& said,
                                   const UpwardRow& row);

private:
    store::Database& database_;
    store::Outbox& outbox_;
};

}  // namespace sarhad::node
