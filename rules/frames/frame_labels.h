#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/frames/frame_note.h"
#include "rules/frames/section_guard.h"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules::frames {

/// Inspections of one file's frames. A month of ten million entities of which one in five was
/// looked at has as many.
inline constexpr std::size_t kFrameLabelsMax = 2'000'000;
inline constexpr std::uint16_t kFrameLabelsVersion = 1;

/// Where a frame stands in its file: blocks are only added.
struct FramePlace {
    std::uint32_t block{0};
    std::uint16_t row{0};
    friend auto operator<=>(const FramePlace&, const FramePlace&) = default;
};

/// An inspection joined to its frame, with what a back-test asks of that frame.
struct FrameLabel {
    FramePlace place;
    Inspection inspection;
    Opaque person{};
    std::int64_t at{0};  ///< When the frame was, microseconds since 1970.
    friend bool operator==(const FrameLabel&, const FrameLabel&) = default;
};

/// A file of labels, of the frames of `file` ("traveller-2026-10"): magic "SARHADFL", version
/// (u16), GuardMark (u8), 0 (u8), then closed: count (u32), and of each block (u32), row (u16),
/// selected, finding (u8), minutes (u16), person (16 bytes), at (i64). Sorted by place, each once
/// (checked), at most kFrameLabelsMax (checked).
[[nodiscard]] core::Bytes write_labels(const std::string& file,
                                       const std::vector<FrameLabel>& labels,
                                       const SectionGuard& guard);
/// The reverse; total. kCorrupt for what write_labels() does not write, kInvalid for another
/// version or guard.
[[nodiscard]] core::Result<std::vector<FrameLabel>> parse_labels(const std::string& file,
                                                                 core::ByteView bytes,
                                                                 const SectionGuard& guard);

/// Bytes of a file of labels at most.
inline constexpr std::size_t kFrameLabelsBytesMax = kFrameLabelsMax * 34 + 128;

}  // namespace sarhad::rules::frames
