#pragma once

#include "core/ids.h"

#include <cstdint>
#include <optional>

namespace sarhad::wire {

/// A stream that central produces and every node replicates.
namespace down {
inline constexpr core::StreamId kMeta{1};         ///< Names of streams, settings, revocations.
inline constexpr core::StreamId kAlerts{2};       ///< Lane 0, before every other stream.
inline constexpr core::StreamId kRules{3};        ///< Rule packs.
inline constexpr core::StreamId kDesk{4};         ///< What lists' owners say of ports' pairs.
inline constexpr core::StreamId kCounters{5};     ///< What the centre has counted of persons.
inline constexpr core::StreamId kFirstList{100};  ///< From here on: one stream a list.
/// Behind it: one stream a node, of whom its port expects. No list has such a number.
inline constexpr core::StreamId kFirstExpected{1024};
}  // namespace down

/// A stream that a node produces; each node numbers its own.
namespace up {
inline constexpr core::StreamId kCrossings{1};  ///< Crossings with their decisions.
inline constexpr core::StreamId kHits{2};       ///< Signed reports of hits, the urgent ones.
inline constexpr core::StreamId kOfficers{3};   ///< What officers entered and decided.
inline constexpr core::StreamId kHealth{4};     ///< The node's own state.
inline constexpr core::StreamId kDesk{5};       ///< Late hits and known pairs.
inline constexpr core::StreamId kState{6};      ///< Signed statements of what is in force.
inline constexpr core::StreamId kCargo{7};      ///< Cargo with its decisions.
}  // namespace up

inline constexpr core::StreamId kMetaStream = down::kMeta;
inline constexpr core::StreamId kAlertStream = down::kAlerts;
inline constexpr core::StreamId kRuleStream = down::kRules;

/// True for the streams that carry a list, each its own.
[[nodiscard]] constexpr bool is_list_stream(core::StreamId stream) {
    return stream >= down::kFirstList && stream < down::kFirstExpected;
}

/// True for the streams of expected traffic, each one node's.
[[nodiscard]] constexpr bool is_expected_stream(core::StreamId stream) {
    return stream > down::kFirstExpected;
}

/// Nodes with a number above it have no such stream: streams have 16 bits.
inline constexpr std::uint32_t kExpectedNodesMax = 0xffffU - down::kFirstExpected.value();

/// Of whom the node's port expects; none past kExpectedNodesMax.
[[nodiscard]] constexpr std::optional<core::StreamId> expected_stream(core::NodeId node) {
    if (node.value() == 0 || node.value() > kExpectedNodesMax) {
        return std::nullopt;
    }
    return core::StreamId{static_cast<std::uint16_t>(down::kFirstExpected.value() + node.value())};
}

}  // namespace sarhad::wire
