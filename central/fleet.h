#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "core/ids.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::central {

/// How a node is, worst first. Each provisioned node is in exactly one.
enum class NodeState : std::uint8_t {
    kNeverSeen,  ///< Added, no contact yet.
    kSilent,     ///< No session: no authenticated frame for 30 s.
    kOutdated,   ///< Talks, but a list or an alert has not reached it for too long, or cannot.
    kBehind,     ///< Has what was published, but events wait in its outbox, or cannot leave it.
    kCurrent,
};
inline constexpr std::array kAllStates = {NodeState::kNeverSeen,
                                          NodeState::kSilent,
                                          NodeState::kOutdated,
                                          NodeState::kBehind,
                                          NodeState::kCurrent};
/// "never-seen", "silent", "outdated", "behind", "current".
[[nodiscard]] std::string_view to_text(NodeState state) noexcept;

/// What central knows of one node, from its own store and its authenticated frames alone.
struct NodeFacts {
    bool is_live{false};                     ///< Has a session.
    std::optional<core::WallTime> heard_at;  ///< None: never.
    std::uint64_t outbox{0};                 ///< Rows that it said wait, at `heard_at`.
    std::map<core::StreamId, Applied> applied;
    std::vector<QuarantineRow> quarantines;  ///< Of this node's streams.
    /// When the oldest alert that it has not acknowledged was raised.
    std::optional<core::WallTime> alerts_missing_since;
};

/// What all nodes are held against.
struct FleetTargets {
    std::vector<StreamHead> heads;
    std::vector<EditionMark> editions;  ///< By rising (stream, edition).
    /// A list may be behind its target for so long, or by so many deltas, and an alert missing for
    /// so long, before a node is `outdated`.
    core::Duration outdated_after{std::chrono::seconds{60}};
    std::uint64_t outdated_deltas{256};
};

/// A list at a node against the newest edition.
struct ListStanding {
    std::string name;
    std::uint64_t target{0};   ///< The newest edition published.
    std::uint64_t edition{0};  ///< The newest one complete at the node; 0: none.
    std::uint64_t missing{0};  ///< Deltas.
    std::optional<core::WallTime> behind_since;
};

/// A node's state with the numbers that it stands on. Known as of `as_of`: when it was last heard;
/// none where it never was.
struct NodeStatus {
    NodeState state{NodeState::kNeverSeen};
    std::string reason;  ///< Why it is not `current`, in words; empty where it is.
    std::optional<core::WallTime> as_of;
    std::uint64_t outbox{0};
    std::uint64_t alerts_missing{0};
    std::vector<ListStanding> lists;
};

/// Pure.
[[nodiscard]] NodeStatus status_of(const NodeFacts& node,
                                   const FleetTargets& targets,
                                   core::WallTime now);

}  // namespace sarhad::central
