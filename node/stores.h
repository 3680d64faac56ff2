#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/log.h"
#include "node/alerts_store.h"
#include "node/counted_store.h"
#include "node/expected_store.h"
#include "node/go_aheads_store.h"
#include "node/inspections_store.h"
#include "node/late_hits_store.h"
#include "node/ledger_store.h"
#include "node/lists_store.h"
#include "node/pairs_store.h"
#include "node/positions_store.h"
#include "node/records_store.h"
#include "node/releases_store.h"
#include "node/rules_store.h"
#include "node/snapshot_store.h"
#include "store/group_commit.h"
#include "wire/record_seal.h"
#include "wire/trust.h"

#include <array>
#include <map>
#include <memory>

namespace sarhad::node {

/// The streams that every node produces.
inline constexpr std::array kUpStreams{core::StreamId{1},
                                       core::StreamId{2},
                                       core::StreamId{3},
                                       core::StreamId{4},
                                       core::StreamId{5},
                                       core::StreamId{6},
                                       core::StreamId{7}};

/// The last row of each stream that a transaction appended to.
using Tails = std::map<core::StreamId, store::OutboxPosition>;

/// Everything that the node keeps, over one database. Thread: store, save where said.
struct NodeStores {
    /// Reads the outbox; before threads run. Errors as store::Outbox::open(). What is given
    /// outlives the stores.
    [[nodiscard]] static core::Result<std::unique_ptr<NodeStores>> open(
        store::Database& database,
        const wire::RecordSeal& seal,
        const ListKeys& keys,
        const wire::TrustStore& trust,
        const core::Clock& clock,
        core::Executor& executor,
        core::Log& log);

    NodeStores(store::Database& database,
               std::unique_ptr<store::Outbox> opened,
               const wire::RecordSeal& seal,
               const ListKeys& keys,
               const wire::TrustStore& trust,
               const core::Clock& clock,
               core::Executor& executor,
               core::Log& log);

    /// The tails as the open transaction leaves them.
    [[nodiscard]] Tails tails() const;

    std::unique_ptr<store::Outbox> outbox;
    PositionsStore positions;
    RecordsStore records;
    ListsStore lists;
    SnapshotStore snapshots;
    AlertsStore alerts;
    ReleasesStore releases;
    LateHitsStore late_hits;
    PairsStore pairs;
    GoAheadsStore go_aheads;
    InspectionsStore inspections;
    LedgerStore ledger;
    ExpectedStore expected;
    CountedStore counted;
    RulesStore rules;
    store::CommitQueue queue;  ///< submit() from any thread.
};

}  // namespace sarhad::node
