#pragma once

#include "core/result.h"
#include "facts/state_statement.h"
#include "node/lanes.h"
#include "node/lists_store.h"
#include "node/outbox_row.h"
#include "node/parts.h"
#include "node/stores.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace sarhad::node {

/// Nothing has changed for so long: the node says so again.
inline constexpr core::Duration kStateToldEvery = std::chrono::hours{24};

/// What it asks of others, on the loop.
struct StateListeners {
    std::function<const std::vector<ListState>&()> in_force;
    std::function<void(const Tails&)> on_committed;
};

/// Tells central, signed, which editions this node screens against: at each change, at the start,
/// and once a day. A statement and its number are one transaction, so that none is lost or said
/// twice under one number. Thread: loop. Everything outlives it.
class StateTeller {
public:
    StateTeller(const NodeParts& parts,
                core::NodeId node,
                const wire::SigningKey& key,
                OutboxSealer& sealer,
                NodeStores& stores,
                Lanes& lanes,
                StateListeners listeners);

    /// Which statement was the last. Before threads run. kCorrupt where its note is none.
    [[nodiscard]] core::Status load();
    void start();
    void stop();
    /// What is in force is not what it was.
    void on_change();
    /// Every second or so: what could not be told is tried again.
    void tick();

private:
    /// The newest statement that is stored.
    struct Last {
        std::uint64_t number{0};
        wire::Hash256 hash{};
    };

    [[nodiscard]] facts::StateStatement statement_now() const;
    void tell();

    NodeParts parts_;
    core::NodeId node_;
    const wire::SigningKey& key_;
    OutboxSealer& sealer_;
    NodeStores& stores_;
    Lanes& lanes_;
    StateListeners listeners_;
    Last last_;
    std::optional<core::MonoTime> told_at_;
    bool is_wanted_{false};
    bool is_busy_{false};
    bool is_stopped_{true};
};

}  // namespace sarhad::node
