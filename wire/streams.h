#pragma once

#include "core/ids.h"

namespace sarhad::wire {

/// A stream that central produces and every node replicates.
namespace down {
inline constexpr core::StreamId kMeta{1};         ///< Names of streams, settings, revocations.
inline constexpr core::StreamId kAlerts{2};       ///< Lane 0, before every other stream.
inline constexpr core::StreamId kRules{3};        ///< Rule packs.
inline constexpr core::StreamId kDesk{4};         ///< What lists' owners say of ports' pairs.
inline constexpr core::StreamId kFirstList{100};  ///< From here on: one stream a list.
}  // namespace down

/// A stream that a node produces; each node numbers its own.
namespace up {
inline constexpr core::StreamId kCrossings{1};  ///< Crossings with their decisions.
inline constexpr core::StreamId kHits{2};       ///< Signed reports of hits, the urgent ones.
inline constexpr core::StreamId kOfficers{3};   ///< What officers entered and decided.
inline constexpr core::StreamId kHealth{4};     ///< The node's own state.
inline constexpr core::StreamId kDesk{5};       ///< Late hits and known pairs.
inline constexpr core::StreamId kState{6};      ///< Signed statements of what is in force.
}  // namespace up

inline constexpr core::StreamId kMetaStream = down::kMeta;
inline constexpr core::StreamId kAlertStream = down::kAlerts;
inline constexpr core::StreamId kRuleStream = down::kRules;

/// True for the streams that carry a list, each its own.
[[nodiscard]] constexpr bool is_list_stream(core::StreamId stream) {
    return stream >= down::kFirstList;
}

}  // namespace sarhad::wire
