#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/secret.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sarhad::wire {

/// Rows under one seed: bounds how far central must derive to open one row.
inline constexpr std::uint32_t kRowsPerKeyEpoch = 4096;

/// A row ready for the outbox.
struct SealedOut {
    std::uint32_t key_epoch{0};
    std::uint32_t key_index{0};
    core::Bytes sealed;               ///< Nonce (24), ciphertext, tag (16).
    Hash256 digest{};                 ///< BLAKE2b-256 of `sealed`: the row's part in the chain.
    std::optional<KeySeed> new_seed;  ///< First row of an epoch: store it in the row's transaction.
};

/// Seals a node's outbox rows to central under keys that only move forward: each is wiped after
/// its row, so the node itself cannot read a row back. Thread: one at a time (a worker).
class RowSealer {
public:
    /// `next_key_epoch` comes from a persisted counter and was never used before by this node.
    RowSealer(core::NodeId node,
              const PublicKey& central,
              std::uint32_t next_key_epoch,
              core::Random& random);

    /// kInvalid: central's key is unusable. kExhausted: no key epoch is left.
    [[nodiscard]] core::Result<SealedOut> seal(core::StreamId stream, core::ByteView row);
    /// The epoch that the next start must begin with, at the least.
    [[nodiscard]] std::uint64_t next_key_epoch() const noexcept { return next_key_epoch_; }

private:
    [[nodiscard]] core::Result<KeySeed> begin_epoch();

    core::NodeId node_;
    PublicKey central_;
    core::Random& random_;
    Secret key_;  // Of the row that comes next.
    std::uint64_t next_key_epoch_;
    std::uint32_t key_epoch_{0};
    std::uint32_t key_index_{kRowsPerKeyEpoch};
};

/// Opens rows at central. Remembers where each (node, key epoch) stands, so that rows in order cost
/// one derivation each. Thread: one at a time.
class RowOpener {
public:
    /// `keys`: the current opening key and the retired ones. `max_epochs`: how many key epochs are
    /// remembered; the least recently used one is forgotten, and its seed must be learned again.
    RowOpener(std::vector<BoxKey> keys, std::size_t max_epochs);

    [[nodiscard]] bool knows(core::NodeId node, std::uint32_t key_epoch) const;
    /// kNotFound: none of the keys here opens the seed. kInvalid: it is no seed.
    [[nodiscard]] core::Status learn(core::NodeId node, const KeySeed& seed);
    /// The row's plain bytes. kNotFound: learn its seed first. kInvalid: a key index over
    /// kRowsPerKeyEpoch. kUnauthenticated: altered, or of another node, stream or place.
    [[nodiscard]] core::Result<core::Bytes> open(core::NodeId node,
                                                 core::StreamId stream,
                                                 const UpRow& row);

private:
    struct Chain {
        Chain() = default;
        Chain(const Chain&) = delete;
        Chain& operator=(const Chain&) = delete;
        ~Chain();
        Hash256 first{};
        Hash256 current{};
        std::uint32_t index{0};
        std::uint64_t last_used{0};
    };
    using ChainId = std::pair<core::NodeId, std::uint32_t>;

    void forget_oldest();

    std::vector<BoxKey> keys_;
    std::size_t max_epochs_;
    std::uint64_t uses_{0};
    std::map<ChainId, Chain> chains_;
};

}  // namespace sarhad::wire
