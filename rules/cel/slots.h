#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

// Slots are read where they stand, and written to disk as they stand.
static_assert(std::endian::native == std::endian::little);

/// What a slot's 8 bytes are.
enum class SlotType : std::uint8_t {
    kBool,    ///< 0 or 1
    kInt,     ///< two's complement
    kDouble,  ///< its bits
    kString,  ///< SlotText
    kTime,    ///< microseconds since 1970, as kInt
};

/// An absent slot holds what it reads as; an unknown one 0.
enum class SlotState : std::uint8_t { kAbsent, kValue, kUnknown };

/// Text in a slot. Up to kInline bytes stand in it, with their number on top, so that equal short
/// texts are equal slots; of a longer one its size and its place in the frame's text do.
struct SlotText {
    static constexpr std::size_t kInline = 7;
    static constexpr std::uint64_t kLong = 0xff;  ///< In the uppermost byte.
    static constexpr std::size_t kBytesMax = (1U << 24U) - 1;

    [[nodiscard]] static bool is_inline(std::uint64_t slot) { return slot >> 56U != kLong; }
    /// `text`: at most kInline bytes.
    [[nodiscard]] static std::uint64_t of(std::string_view text) {
        std::uint64_t slot = 0;
        if (!text.empty()) {
            std::memcpy(&slot, text.data(), text.size());
        }
        return slot | std::uint64_t{text.size()} << 56U;
    }
    /// `size`: at most kBytesMax.
    [[nodiscard]] static std::uint64_t at(std::uint32_t place, std::size_t size) {
        return kLong << 56U | std::uint64_t{size} << 32U | place;
    }
    [[nodiscard]] static std::uint32_t place(std::uint64_t slot) {
        return static_cast<std::uint32_t>(slot);
    }
    [[nodiscard]] static std::size_t size(std::uint64_t slot) {
        return is_inline(slot) ? slot >> 56U : slot >> 32U & 0xffffffU;
    }
    /// Lives as long as `slot` stands where it does, or `text` of the frame.
    [[nodiscard]] static std::string_view read(const std::uint64_t& slot, const char* text) {
        return {is_inline(slot) ? reinterpret_cast<const char*>(&slot) : text + place(slot),
                size(slot)};
    }
};

/// A pushed set of texts, asked by hash and never scanned. Immutable: one serves many threads.
class TextSet final {
public:
    /// Texts given twice count once.
    explicit TextSet(std::vector<std::string> texts);

    [[nodiscard]] bool contains(std::string_view text) const;
    /// The text of a slot; `text`: of its frame.
    [[nodiscard]] bool contains(std::uint64_t slot, const char* text) const {
        return SlotText::is_inline(slot) ? contains_inline(slot)
                                         : contains_long(SlotText::read(slot, text));
    }
    /// Sorted.
    [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

private:
    [[nodiscard]] bool contains_inline(std::uint64_t slot) const;
    [[nodiscard]] bool contains_long(std::string_view text) const;

    std::vector<std::string> texts_;
    std::vector<std::uint64_t> table_;  ///< Of the short ones: open addressing, 0 is free.
    bool has_empty_{false};             ///< "", whose slot is 0.
};

/// Field f of row r is words[f * rows + r]; its state likewise.
struct SlotTable {
    const std::uint64_t* words{nullptr};
    const SlotState* states{nullptr};
    std::uint32_t rows{0};
    bool is_unknown{false};               ///< The list as a whole.
    std::uint64_t unknown_fields{~0ULL};  ///< Of a list: bit f says that some row's field f is.

    [[nodiscard]] std::size_t place(std::uint32_t field, std::uint32_t row) const {
        return std::size_t{field} * rows + row;
    }
};

/// The facts about one entity, as a program planned over their SlotLayout reads them.
struct SlotFacts {
    std::span<const SlotTable> tables;       ///< The entity, one row; then its lists.
    const char* text{nullptr};               ///< Of texts that do not fit into their slots.
    std::span<const TextSet* const> sets{};  ///< Null where one has not arrived.
};

/// Mixes all bits of a slot into the upper ones.
[[nodiscard]] inline std::uint64_t slot_hash(std::uint64_t slot) {
    return (slot ^ slot >> 29U) * 0x9e3779b97f4a7c15U;
}

}  // namespace sarhad::rules::cel
