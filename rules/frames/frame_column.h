#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/cel/slot_layout.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules::frames {

/// Values of one column in one block: rows of a list are counted, not frames. So a code has two
/// bytes at most, and a block's text offsets four.
inline constexpr std::size_t kColumnRowsMax = 65'536;
/// Bytes of the long texts of one column in one block.
inline constexpr std::size_t kColumnTextMax = std::size_t{64} << 20U;

/// One slot of all frames of a block: each different value once, and for each row the number of
/// its value.
struct FrameColumn {
    std::vector<std::uint64_t> words;  ///< As slots hold them.
    std::vector<cel::SlotState> states;
    std::vector<std::uint16_t> codes;  ///< A row each: of words and states.
};

/// Collects one column of a block. Used again for the next block.
class ColumnBuilder final {
public:
    ColumnBuilder();
    /// `text`: of the slot's frame. At most kColumnRowsMax rows (checked).
    void add(std::uint64_t word, cel::SlotState state, const char* text);
    /// Count of values (u32), bytes of text (u32), bytes of a code (u8: 0 where there is one value,
    /// else 1 or 2), the states (u8), the words (u64), the codes, the text. Little-endian.
    [[nodiscard]] core::Bytes finish();
    [[nodiscard]] std::size_t rows() const { return column_.codes.size(); }

private:
    [[nodiscard]] bool is_entry(std::size_t entry,
                                std::uint64_t word,
                                cel::SlotState state,
                                const char* text) const;
    void grow();

    FrameColumn column_;
    std::string text_;
    std::vector<std::uint32_t> places_;  ///< Open addressing: entry + 1, 0 is free.
    std::vector<std::uint64_t> hashes_;  ///< Of each entry.
};

/// What finish() wrote of `rows` rows of `field`. Long texts are appended to `text`, where the
/// words then point. kCorrupt for all that finish() does not write, naming the field.
[[nodiscard]] core::Status parse_column(core::ByteView bytes,
                                        const cel::SlotField& field,
                                        std::size_t rows,
                                        std::string& text,
                                        FrameColumn& to);

/// A field for numbers that are no facts: rows of a list, days.
[[nodiscard]] cel::SlotField number_field(std::string path);

}  // namespace sarhad::rules::frames
