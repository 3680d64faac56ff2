#include "node/outbox_row.h"

#include "wire/hash.h"

#include <limits>
#include <utility>

namespace sarhad::node {

OutboxSealer::OutboxSealer(core::NodeId node,
                           const wire::PublicKey& central,
                           std::uint32_t next_key_epoch,
                           core::Random& random)
    : node_{node}, random_{random}, central_{central} {
    sealer_.emplace(node, central, next_key_epoch, random);
}

bool OutboxSealer::seal_to(const wire::PublicKey& central) {
    const core::MutexLock lock{mutex_};
    const std::uint64_t next = sealer_->next_key_epoch();
    if (central == central_ || next > std::numeric_limits<std::uint32_t>::max()) {
        return false;
    }
    central_ = central;
    sealer_.emplace(node_, central, static_cast<std::uint32_t>(next), random_);
    return true;
}

core::Result<UpwardRow> OutboxSealer::seal(core::StreamId stream,
                                           wire::Lane lane,
                                           core::ByteView body,
                                           core::WallTime created) {
    const core::MutexLock lock{mutex_};
    SARHAD_TRY(wire::SealedOut sealed, sealer_->seal(stream, body));
    if (sealed.new_seed) {
        seed_ = *std::move(sealed.new_seed);
    }
    UpwardRow upward;
    upward.row.stream = stream;
    upward.row.lane = static_cast<std::uint8_t>(lane);
    upward.row.key_epoch = sealed.key_epoch;
    upward.row.key_index = sealed.key_index;
    upward.row.sealed = std::move(sealed.sealed);
    upward.row.digest = sealed.digest;
    upward.row.created = created;
    upward.seed = seed_;
    return upward;
}

core::Result<std::uint32_t> next_key_epoch(store::Outbox& outbox) {
    constexpr std::uint32_t kLast = std::numeric_limits<std::uint32_t>::max();
    SARHAD_TRY(const std::vector<store::SealedSeed> seeds, outbox.seeds_for(0, kLast));
    if (seeds.empty()) {
        return 1U;
    }
    if (seeds.back().key_epoch == kLast) {
        return core::Error{core::Errc::kExhausted,
                           "row sealing: no key epoch is left; enrol the node again"};
    }
    return seeds.back().key_epoch + 1;
}

core::Result<store::OutboxPosition> append_row(store::Outbox& outbox,
                                               store::Transaction& transaction,
                                               const UpwardRow& row) {
    const std::uint32_t key_epoch = row.seed.key_epoch;
    if (!outbox.has_seed(key_epoch)) {
        SARHAD_TRY_STATUS(outbox.put_seed(
            transaction, key_epoch, row.seed.sealed_seed, wire::blake2b(row.seed.sealed_seed)));
    }
    return outbox.append(transaction, row.row);
}

}  // namespace sarhad::node
