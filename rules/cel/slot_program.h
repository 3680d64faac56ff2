#pragma once

#include "rules/cel/slot_layout.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// In place of a field: how many rows the table has.
inline constexpr std::uint32_t kRowCount = 0xffffffffU;
/// In place of a local: row 0, which the entity's own table has alone.
inline constexpr std::uint32_t kNoLocal = 0xffffffffU;
inline constexpr std::uint32_t kNoGuard = 0xffffffffU;

/// A slot that a program reads.
struct SlotUse {
    std::uint32_t table{0};
    std::uint32_t field{0};
    std::uint32_t local{kNoLocal};  ///< Of the frame: holds the number of the row.
    SlotType type{SlotType::kBool};
    std::uint8_t source{0};
};

/// How a slot stands to what is known when planning.
enum class Relation : std::uint8_t {
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kInWords,  ///< One of SlotParts::words[index], sorted; ints, or short texts.
    kInTexts,  ///< One of SlotParts::texts[index].
    kInSet,    ///< In the pushed set number index.
    kPrefix,   ///< Begins with text.
};

/// A comparison of a slot with what is known when planning: one step.
struct SlotTest {
    SlotUse use;
    Relation relation{Relation::kEqual};
    std::uint64_t word{0};  ///< As the slot would hold it; of a long text: not used.
    std::string_view text;
    std::uint32_t index{0};
};

/// exists() or all(): the body is evaluated for the rows that its guard, a test of the row, leaves.
struct RowLoop {
    std::uint32_t table{0};
    std::uint32_t place{0};  ///< Of the frame, for the number of the row.
    std::uint32_t body{0};   ///< A node.
    std::uint32_t guard{kNoGuard};
    std::uint8_t source{0};
};

/// How a message is made of slots.
struct RecordShape {
    struct Part {
        const FieldInfo* field{nullptr};
        SlotLayout::PlaceKind kind{SlotLayout::PlaceKind::kNone};
        std::uint32_t index{0};  ///< Of SlotParts' uses, records, lists.
    };
    const MessageInfo* type{nullptr};  ///< Null: of a list of plain values, whose one part it is.
    std::uint32_t local{kNoLocal};
    std::vector<Part> parts;  ///< By the numbers of their fields.
};

/// A list made of slots: an element for each row, whose number stands in its shape's local.
struct ListShape {
    std::uint32_t table{0};
    std::uint8_t source{0};
    std::uint32_t record{0};  ///< Of SlotParts' records.
};

/// What a program has over a layout of slots.
struct SlotParts {
    std::vector<SlotUse> uses;
    std::vector<SlotTest> tests;
    std::vector<std::vector<std::uint64_t>> words;
    std::vector<TextSet> texts;
    std::vector<RowLoop> loops;
    std::vector<RecordShape> records;
    std::vector<ListShape> lists;
    const SlotLayout* layout{nullptr};
};

}  // namespace sarhad::rules::cel
