#pragma once

#include "rules/engine/necessary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules::engine {

/// Classes of one kMember column: what more values than these share. Rules keep being told apart by
/// their conditions.
inline constexpr std::size_t kClassesMax = 4096;
/// Intervals of one column of bounds.
inline constexpr std::size_t kIntervalsMax = 256;
/// The class of a value that no rule names.
inline constexpr std::uint16_t kNoClass = 0xffff;

/// What a frame's values of a column are: rules of none of these classes are excluded by it.
struct ColumnFinding {
    bool is_open{true};                  ///< Something is unknown: no rule is excluded.
    std::vector<std::uint16_t> classes;  ///< Each once; room for all of the column's is taken once.
};

/// Which classes were found already: one bit each, all clear between two columns.
using SeenClasses = std::array<std::uint64_t, kClassesMax / 64>;

/// Tells the classes of a slot's values: kMember has one for each thing that rules name, as far as
/// there are classes, the rest share some; kBelow and kAbove have one for each interval between the
/// bounds that rules name, as far as there are classes. Immutable.
class Column final {
public:
    /// From the clauses of all rules that have this column.
    Column(const ColumnId& id, std::span<const Clause* const> clauses);

    [[nodiscard]] const ColumnId& id() const { return id_; }
    /// Of a kMember column: the classes for whose values a rule with this clause may be more than
    /// "no match". Of others the last (kBelow) or first (kAbove) such interval. Sorted; of column's
    /// rules.
    [[nodiscard]] std::vector<std::uint16_t> classes_of(const Clause& clause) const;
    /// Of a kMember column the classes, of others the intervals: one more than bounds.
    [[nodiscard]] std::size_t class_count() const { return classes_; }
    /// Of a kMember column each class once, none where no rule names a value; of others the one
    /// interval that excludes least.
    void find(const cel::SlotFacts& facts, SeenClasses& bits, ColumnFinding& found) const;
    [[nodiscard]] std::size_t bytes() const;
    /// Whether it tells classes as `other` does.
    friend bool operator==(const Column& left, const Column& right);

private:
    /// Keys to classes: open addressing.
    struct Keys {
        std::vector<std::pair<std::uint64_t, std::uint16_t>> places;  ///< kNoClass where free.
        void fill(const std::vector<std::pair<std::uint64_t, std::uint16_t>>& entries);
        [[nodiscard]] std::uint16_t find(std::uint64_t key) const;
        friend bool operator==(const Keys&, const Keys&) = default;
    };
    struct Prefixes {
        std::size_t size{0};
        Keys keys;
        friend bool operator==(const Prefixes&, const Prefixes&) = default;
    };
    void make_members(std::span<const Clause* const> clauses);
    void make_bounds(std::span<const Clause* const> clauses);
    [[nodiscard]] std::uint16_t class_of(const Alternative& alternative) const;
    void find_members(const cel::SlotFacts& facts, SeenClasses& bits, ColumnFinding& found) const;
    void find_interval(const cel::SlotFacts& facts, ColumnFinding& found) const;

    ColumnId id_;
    std::size_t classes_{0};
    // kMember
    std::vector<std::pair<Alternative, std::uint16_t>> named_;  ///< Sorted.
    Keys words_;
    std::vector<Prefixes> prefixes_;
    std::vector<std::pair<std::uint32_t, std::uint16_t>> sets_;
    std::uint16_t present_{kNoClass};
    std::uint16_t absent_{kNoClass};
    // kBelow, kAbove
    std::vector<std::uint64_t> bounds_;  ///< Sorted, each once.
};

}  // namespace sarhad::rules::engine
