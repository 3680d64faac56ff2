#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/engine/frame_builder.h"
#include "rules/schema/facts.h"

#include <cstddef>

namespace sarhad::rules::frames {

/// Bytes of a packed frame: a traveller with every list full has some 9 KiB.
inline constexpr std::size_t kPackedFrameMax = 16'384;
inline constexpr std::uint8_t kPackedFrameVersion = 1;

/// A frame in the form that a record keeps and carries, some 200 bytes: fields by their keys in the
/// table of facts, so that it is read by software whose table is older or newer. What is unknown is
/// left out. Same facts, same bytes; docs/frames.md has them. `frame` has the kind's layout.
/// Empty where it would be larger than kPackedFrameMax.
[[nodiscard]] core::Bytes pack_frame(const engine::Frame& frame, RuleKind kind);

/// The reverse; total. `builder` is over the layout of `kind`. A field that this software has not
/// is passed over, one that the packer had not is unknown. kInvalid: another version or kind;
/// kCorrupt: it is none.
[[nodiscard]] core::Result<engine::Frame> unpack_frame(core::ByteView bytes,
                                                       RuleKind kind,
                                                       engine::FrameBuilder& builder);

}  // namespace sarhad::rules::frames
