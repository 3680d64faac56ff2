#pragma once

#include "rules/author/fact_frame.h"
#include "rules/engine/frame_builder.h"

namespace sarhad::rules::frames {

/// The facts of a file as the frame that a port would have evaluated: what is given, absent and
/// unknown stays so. Reference sets are no part of a frame. `layout` is that of `kind`, of which
/// `facts` were read, `builder` is over it. kInvalid, kExhausted: a value that a frame cannot hold.
[[nodiscard]] core::Result<engine::Frame> frame_of_facts(const FactFrame& facts,
                                                         RuleKind kind,
                                                         const cel::SlotLayout& layout,
                                                         engine::FrameBuilder& builder);

}  // namespace sarhad::rules::frames
