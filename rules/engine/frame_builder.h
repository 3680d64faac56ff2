#pragma once

#include "rules/engine/frame.h"

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace sarhad::rules::engine {

/// A moment, in microseconds since 1970.
struct Micros {
    std::int64_t value{0};
};
/// What a slot takes: the alternative that its type names. A text is UTF-8.
using Fact = std::variant<bool, std::int64_t, double, std::string_view, Micros>;

/// Fills a frame, field by field. What is not set is absent where its feed has arrived, else
/// unknown. Used again for one entity after the other; one thread at a time.
class FrameBuilder final {
public:
    /// `layout` outlives this.
    explicit FrameBuilder(const cel::SlotLayout& layout);

    /// Begins an entity. `arrived`: the bits of the feeds that have; bit 0, what is always there,
    /// has.
    void begin(std::uint64_t arrived);
    // Each refuses what is beyond the layout: kInvalid for another type, a field or a moment that
    // is not there; kExhausted for a text, a list or a frame that is too long. Then nothing
    // changed.
    core::Status set(std::uint32_t field, const Fact& fact);
    /// Unknown although its feed has arrived: a counter that is too old to be used.
    core::Status set_unknown(std::uint32_t field);
    /// A row more for list `table`, whose fields are then set by set_in().
    core::Status add_row(std::uint32_t table);
    /// In the last row of `table`.
    core::Status set_in(std::uint32_t table, std::uint32_t field, const Fact& fact);
    core::Status set_unknown_in(std::uint32_t table, std::uint32_t field);
    /// The list as a whole has not arrived, although its feed has.
    core::Status set_list_unknown(std::uint32_t table);

    [[nodiscard]] Frame finish();

private:
    /// Row by row, as they come; a frame has them field by field.
    struct Rows {
        std::vector<std::uint64_t> words;
        std::vector<cel::SlotState> states;
        std::uint32_t count{0};
        bool is_unknown{false};
    };
    void append_row(std::uint32_t table);
    [[nodiscard]] core::Result<std::size_t> place(std::uint32_t table, std::uint32_t field) const;
    core::Status put(std::uint32_t table, std::uint32_t field, const Fact& fact);
    core::Result<std::uint64_t> word_of(const cel::SlotField& field, const Fact& fact);

    const cel::SlotLayout& layout_;
    std::uint64_t arrived_{0};
    std::size_t slots_{0};
    std::vector<Rows> tables_;
    std::string text_;  ///< In the order of set(); finish() puts it in that of the slots.
};

}  // namespace sarhad::rules::engine
