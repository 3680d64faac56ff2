#pragma once

#include "central/values.h"

#include <cstdint>
#include <string>
#include <variant>

/// What central tells its observer: the event stream, the metrics, the tests.
namespace sarhad::central {

/// A node greeted and was welcomed.
struct SessionLive {
    core::NodeId node{0};
};
/// A live node sent nothing for 30 s.
struct NodeSilent {
    core::NodeId node{0};
};
/// Rows are durable; the node's ACK leaves with this event.
struct RowsStored {
    core::NodeId node{0};
    core::StreamId stream{0};
    std::uint64_t rows{0};
};
/// A node's signed report of a hit is durable.
struct HitReported {
    core::NodeId node{0};
    AlertId alert{};
};
struct AlertRaised {
    core::NodeId node{0};  ///< Whose report it was.
    AlertId alert{};
    core::Seq seq{0};
};
/// A node acknowledged that it holds the alert.
struct AlertApplied {
    core::NodeId node{0};
    AlertId alert{};
    std::int64_t micros_since_raised{0};    ///< On central's clock.
    std::int64_t micros_since_screened{0};  ///< Across two hosts' clocks: as good as they agree.
};
/// An officer at the node has read the alert; durable.
struct AlertAcknowledged {
    core::NodeId node{0};
    AlertId alert{};
    std::string officer;
};
/// An officer's word on a traveller and an entry, as a node told it; durable.
struct PairTold {
    core::NodeId node{0};
    facts::KnownPair pair;
};
/// A list's owner has withdrawn it; durable and on its way to the node.
struct PairWithdrawn {
    core::NodeId node{0};
    std::array<std::uint8_t, 16> pair{};
};
/// An edition is durable and on its way to the nodes.
struct EditionPublished {
    std::string list;
    std::uint64_t edition{0};
    std::uint64_t deltas{0};
};
/// A node acknowledged that it has all of an edition in force.
struct EditionApplied {
    core::NodeId node{0};
    std::string list;
    std::uint64_t edition{0};
    std::int64_t micros_since_published{0};
};
/// A node may speak from now on.
struct NodeAdded {
    core::NodeId node{0};
};
/// A node may not speak any more.
struct NodeRevoked {
    core::NodeId node{0};
};
/// A revoked node has said how far its erasing is.
struct NodeErasure {
    core::NodeId node{0};
    wire::EraseStage stage{wire::EraseStage::kErasing};
};
/// Nothing of this stream moves until a person has looked.
struct StreamQuarantined {
    core::NodeId node{0};
    core::StreamId stream{0};
    std::string reason;
};

/// A person has looked, or the node sends it again by itself: the stream moves.
struct StreamReleased {
    core::NodeId node{0};
    core::StreamId stream{0};
};

using CentralEvent = std::variant<SessionLive,
                                  NodeSilent,
                                  RowsStored,
                                  HitReported,
                                  AlertRaised,
                                  AlertApplied,
                                  AlertAcknowledged,
                                  PairTold,
                                  PairWithdrawn,
                                  EditionPublished,
                                  EditionApplied,
                                  NodeAdded,
                                  NodeRevoked,
                                  NodeErasure,
                                  StreamQuarantined,
                                  StreamReleased>;

}  // namespace sarhad::central
