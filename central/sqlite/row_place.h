#pragma once

#include "core/bytes.h"
#include "core/ids.h"

#include <string_view>

namespace sarhad::central {

inline constexpr std::string_view kRowTable = "up_row";
inline constexpr std::string_view kInspectionTable = "inspection";

/// What the body of a node's row is bound to: its key.
[[nodiscard]] inline core::Bytes row_place(core::NodeId node,
                                           core::StreamId stream,
                                           core::Epoch epoch,
                                           core::Seq seq) {
    core::Bytes place;
    core::put_u32(place, node.value());
    core::put_u16(place, stream.value());
    core::put_u32(place, epoch.value());
    core::put_u64(place, seq.value());
    return place;
}

}  // namespace sarhad::central
