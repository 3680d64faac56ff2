#pragma once

#include "rules/cel/program.h"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules::engine {

/// How a slot's values are told apart.
enum class Family : std::uint8_t {
    kMember,  ///< Equal to, in, beginning with, there or not.
    kBelow,   ///< Less than a bound.
    kAbove,   ///< Greater than a bound.
};

/// A slot asked in one way. `field`: kRowCount for how many rows the list has.
struct ColumnId {
    std::uint32_t table{0};
    std::uint32_t field{0};
    Family family{Family::kMember};
    cel::SlotType type{cel::SlotType::kBool};
    friend auto operator<=>(const ColumnId&, const ColumnId&) = default;
};

/// One of the things that a member of a set may be.
struct Alternative {
    enum class Kind : std::uint8_t { kSet, kPresent, kAbsent, kPrefix, kWord };
    Kind kind{Kind::kWord};
    std::uint64_t word{0};  ///< member_key(); of kSet its number.
    std::string prefix;
    friend auto operator<=>(const Alternative&, const Alternative&) = default;
};

/// Must hold for a rule to be anything but "no match": the slot is one of `any`, or beyond `bound`.
/// Of a list's slot: in some row.
struct Clause {
    ColumnId column;
    std::vector<Alternative> any;  ///< Of kMember.
    std::uint64_t bound{0};        ///< Else: order_key() must be less, or greater, than it.
};

/// Clauses of which each must hold: at most one a column, in the order of the columns.
struct Necessary {
    bool is_never{false};  ///< Nothing fulfils it.
    std::vector<Clause> clauses;
};

/// What must hold of the slots for `program` to be true, unknown or an error. Never too much: where
/// it cannot tell it asks for nothing.
[[nodiscard]] Necessary necessary(const cel::Program& program);

/// Equal for equal values of one slot's type; rarely equal for others.
[[nodiscard]] std::uint64_t member_key(cel::SlotType type, std::uint64_t word, const char* text);
[[nodiscard]] std::uint64_t text_key(std::string_view text);

/// In the order of the numbers that the words are. NaN has no order: is_ordered().
[[nodiscard]] inline std::uint64_t order_key(cel::SlotType type, std::uint64_t word) {
    constexpr std::uint64_t kTop = std::uint64_t{1} << 63U;
    if (type != cel::SlotType::kDouble) {
        return word ^ kTop;
    }
    return word == kTop ? kTop : (word & kTop) != 0 ? ~word : word | kTop;
}
[[nodiscard]] inline bool is_ordered(cel::SlotType type, std::uint64_t word) {
    constexpr std::uint64_t kInfinity = 0x7ff0'0000'0000'0000;
    return type != cel::SlotType::kDouble || (word & ~(std::uint64_t{1} << 63U)) <= kInfinity;
}

}  // namespace sarhad::rules::engine
