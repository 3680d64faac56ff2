#pragma once

#include "rules/frames/frame_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::rules::frames {

/// Rules that hit when an entity was decided: a pair a hit, by rising row.
struct RecordedHits {
    std::vector<std::uint16_t> rows;
    FrameColumn rules;  ///< A text each, beside rows.
};

/// Reads blocks, of each only the sections that are asked for, each once. What a file does not have
/// is unknown. One thread at a time; used again for one block after the other, for which it keeps
/// its memory.
class BlockReader final {
public:
    /// All outlive this.
    BlockReader(core::Files& files, const SectionGuard& guard, const engine::FactLayouts& layouts);

    /// `file` and `block` live as long as this block is read.
    void begin(const FrameFile& file, const BlockPlace& block);
    [[nodiscard]] std::size_t frames() const { return block_->frames; }

    // Errors as FrameFile::section(), and kCorrupt of what is read. Pointers live until begin().
    /// A slot of the entity, or of all rows of a list one frame after the other.
    [[nodiscard]] core::Result<const FrameColumn*> column(std::uint32_t table, std::uint32_t field);
    /// Of a list: its rows in each frame, of a list that is unknown as such.
    [[nodiscard]] core::Result<const FrameColumn*> rows(std::uint32_t table);
    /// Of a list: where each frame's rows begin in its columns; one more than frames.
    [[nodiscard]] core::Result<const std::vector<std::uint32_t>*> starts(std::uint32_t table);
    /// Days since 1970.
    [[nodiscard]] core::Result<const FrameColumn*> days();
    /// facts::Channel of each.
    [[nodiscard]] core::Result<const FrameColumn*> channels();
    [[nodiscard]] core::Result<const std::vector<Opaque>*> entities();
    [[nodiscard]] core::Result<const std::vector<Opaque>*> persons();
    [[nodiscard]] core::Result<const RecordedHits*> hits();

    /// Of the texts that do not fit into their slots.
    [[nodiscard]] const char* text() const { return text_.data(); }
    /// Of all blocks together, as they stand on the disk.
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

private:
    struct Kept {
        FrameColumn column;
        bool is_read{false};
    };
    struct Table {
        Kept rows;
        std::vector<std::uint32_t> starts;
        std::vector<Kept> fields;
    };
    core::Result<core::Bytes> section(std::uint32_t number);
    core::Result<const FrameColumn*> read(Kept& kept,
                                          std::uint32_t number,
                                          const cel::SlotField& field,
                                          std::size_t rows);
    core::Result<const FrameColumn*> note(NoteSection section, Kept& kept);
    core::Result<const std::vector<Opaque>*> opaque(NoteSection number, std::vector<Opaque>& to);
    core::Status add_starts(std::uint32_t table);

    core::Files& files_;
    const SectionGuard& guard_;
    const engine::FactLayouts& layouts_;
    const FrameFile* file_{nullptr};
    const BlockPlace* block_{nullptr};
    const cel::SlotLayout* layout_{nullptr};
    std::string text_;
    std::vector<Table> tables_;
    Kept days_;
    Kept channels_;
    std::vector<Opaque> entities_;
    std::vector<Opaque> persons_;
    std::optional<RecordedHits> hits_;
    std::uint64_t bytes_read_{0};
};

}  // namespace sarhad::rules::frames
