#include "node/stores.h"

#include "wire/hash.h"

#include <utility>

namespace sarhad::node {

// NOLINTNEXTLINE(readability-function-size): as the constructor.
core::Result<std::unique_ptr<NodeStores>> NodeStores::open(store::Database& database,
                                                           const wire::RecordSeal& seal,
                                                           const ListKeys& keys,
                                                           const wire::TrustStore& trust,
                                                           const core::Clock& clock,
                                                           core::Executor& executor,
                                                           core::Log& log) {
    SARHAD_TRY(std::unique_ptr<store::Outbox> outbox,
               store::Outbox::open(database, wire::chain_hash));
    auto stores = std::make_unique<NodeStores>(
        database, std::move(outbox), seal, keys, trust, clock, executor, log);
    SARHAD_TRY_STATUS(stores->lists.grow_trees());
    return stores;
}

// NOLINTNEXTLINE(readability-function-size): a store each, and what they stand on.
NodeStores::NodeStores(store::Database& database,
                       std::unique_ptr<store::Outbox> opened,
                       const wire::RecordSeal& seal,
                       const ListKeys& keys,
                       const wire::TrustStore& trust,
                       const core::Clock& clock,
                       core::Executor& executor,
                       core::Log& log)
    : outbox{std::move(opened)},
      positions{database},
      records{database, *outbox, seal},
      lists{database, positions, seal, keys, trust},
      snapshots{database, seal},
      alerts{database, *outbox, positions, seal},
      releases{database},
      late_hits{database, *outbox},
      pairs{database, *outbox, positions, seal},
      go_aheads{database, *outbox},
      inspections{database, *outbox},
      ledger{database, *outbox, seal},
      expected{database, positions, seal},
      counted{database, positions, seal},
      rules{database, positions, seal, trust},
      queue{database, clock, log, [this, &executor] {
                return executor.post(core::Lane::kStore, [this] { queue.run_once(); });
            }} {}

Tails NodeStores::tails() const {
    Tails tails;
    for (const core::StreamId stream : kUpStreams) {
        tails.insert_or_assign(stream, outbox->tail(stream));
    }
    return tails;
}

}  // namespace sarhad::node
