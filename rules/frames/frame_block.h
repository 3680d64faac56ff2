#pragma once

#include "rules/engine/frame.h"
#include "rules/frames/frame_column.h"
#include "rules/frames/frame_note.h"
#include "rules/frames/section_guard.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules::frames {

/// Frames of one block: their columns stay in the processor's cache while a rule looks at them.
inline constexpr std::size_t kBlockFramesMax = 16'384;

/// The sections of a block, by number; behind kSlotSections those of the slots: of the entity field
/// by field, then of each list its rows and its fields.
enum class NoteSection : std::uint32_t { kEntities, kPersons, kDays, kChannels, kHits };
inline constexpr std::uint32_t kSlotSections = 5;

/// "FBLK", first in a block.
inline constexpr std::uint32_t kBlockMagic = 0x4b4c4246;
/// Magic, number and size of the closed directory, each u32.
inline constexpr std::size_t kBlockHeadBytes = 12;

/// The day of a moment, since 1970.
[[nodiscard]] std::int64_t day_of(std::int64_t micros);

/// Turns frames of one kind and month into the bytes of a block. Used again for the next block.
/// docs/frames.md has the block byte by byte.
class BlockBuilder final {
public:
    /// `layout` outlives this.
    explicit BlockBuilder(const cel::SlotLayout& layout);

    /// Whether the frame fits; one fits always into an empty block.
    [[nodiscard]] bool has_room(const engine::Frame& frame) const;
    /// `note.hits`: at most kNoteHitsMax of at most kNoteHitBytesMax bytes (checked).
    void add(const engine::Frame& frame, const FrameNote& note);
    [[nodiscard]] std::size_t frames() const { return frames_; }
    /// Of at least one frame (checked); `number`: the block's in its file.
    [[nodiscard]] core::Bytes finish(const std::string& file,
                                     std::uint32_t number,
                                     const SectionGuard& guard);

private:
    struct Slots {
        ColumnBuilder rows;  ///< Of a list.
        std::uint32_t count{0};
        std::vector<ColumnBuilder> fields;
    };
    void add_table(std::size_t number, const cel::SlotTable& table, const char* text);
    [[nodiscard]] std::vector<core::Bytes> sections();

    const cel::SlotLayout& layout_;
    std::size_t frames_{0};
    std::int64_t first_{0};
    std::int64_t last_{0};
    core::Bytes entities_;
    core::Bytes persons_;
    ColumnBuilder days_;
    ColumnBuilder channels_;
    std::vector<std::uint16_t> hit_rows_;
    ColumnBuilder hits_;
    std::vector<Slots> tables_;
};

}  // namespace sarhad::rules::frames
