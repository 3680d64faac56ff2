#pragma once

#include "rules/cel/context.h"
#include "rules/cel/program.h"

#include <cstdint>

namespace sarhad::rules::cel {

/// Reads slots for one evaluation. `frame`: the evaluator's locals, in which row numbers stand.
class SlotReader final {
public:
    SlotReader(const SlotParts& parts, const SlotFacts& facts, Context& context, Value* frame)
        : parts_{parts}, facts_{facts}, context_{context}, frame_{frame} {}

    [[nodiscard]] const SlotTable& table(std::uint32_t number) const {
        return facts_.tables[number];
    }
    /// As an int; unknown where the list is.
    [[nodiscard]] Value row_count(std::uint32_t number) const;
    [[nodiscard]] Value value(const SlotUse& use) const;
    [[nodiscard]] Value has(const SlotUse& use) const;
    [[nodiscard]] Value test(const SlotTest& test) const;
    [[nodiscard]] Value in_set(const Value& value, std::uint32_t set) const;
    /// The first row from `row` on for which the guard may be true; rows() where there is none.
    [[nodiscard]] std::uint32_t next_row(const RowLoop& loop, std::uint32_t row) const;

    // Values of many slots, made in the arena; a step each.
    [[nodiscard]] Value set(std::uint32_t set) const;
    [[nodiscard]] Value record(const RecordShape& shape) const;
    [[nodiscard]] Value has_record(const RecordShape& shape) const;
    [[nodiscard]] Value rows(const ListShape& shape) const;
    [[nodiscard]] Value row_at(const ListShape& shape, const Value& index) const;

private:
    [[nodiscard]] std::uint32_t row(const SlotUse& use) const {
        return use.local == kNoLocal ? 0 : static_cast<std::uint32_t>(frame_[use.local].as_int());
    }
    [[nodiscard]] bool holds(const SlotTest& test, const std::uint64_t& word) const;
    [[nodiscard]] bool holds_text(const SlotTest& test, const std::uint64_t& word) const;
    template <typename Holds>
    [[nodiscard]] std::uint32_t scan(const SlotTest& test, std::uint32_t row, Holds holds) const;
    [[nodiscard]] Value part(const RecordShape::Part& part) const;
    [[nodiscard]] Value has_part(const RecordShape::Part& part) const;
    [[nodiscard]] Value element(const ListShape& shape, std::uint32_t row) const;

    const SlotParts& parts_;
    const SlotFacts& facts_;
    Context& context_;
    Value* frame_;
};

}  // namespace sarhad::rules::cel
