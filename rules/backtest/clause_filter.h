#pragma once

#include "rules/engine/necessary.h"
#include "rules/engine/reference_lists.h"
#include "rules/frames/block_reader.h"

#include <cstdint>
#include <vector>

namespace sarhad::rules::backtest {

/// A 1 for each frame of a block that is still looked at.
using FrameMask = std::vector<std::uint8_t>;

/// What must hold of one slot, asked of a whole column: once of each value, then by code.
class ClauseFilter final {
public:
    /// Both outlive this.
    ClauseFilter(const engine::Clause& clause, const engine::ReferenceLists& lists);

    [[nodiscard]] const engine::ColumnId& column() const { return clause_->column; }
    /// Takes frames out of the mask for which the clause certainly fails; gives how many. Errors of
    /// `reader`.
    core::Result<std::uint64_t> apply(frames::BlockReader& reader, FrameMask& mask);

private:
    [[nodiscard]] bool may_hold(const frames::FrameColumn& column,
                                std::size_t entry,
                                const char* text) const;
    [[nodiscard]] bool is_member(cel::SlotState state, std::uint64_t word, const char* text) const;
    void judge(const frames::FrameColumn& column, const char* text);

    const engine::Clause* clause_;
    const engine::ReferenceLists* lists_;
    std::vector<std::uint64_t> words_;              ///< Sorted.
    std::vector<const engine::Alternative*> rest_;  ///< What is no word.
    std::vector<std::uint8_t> may_;                 ///< By code, of this block.
};

}  // namespace sarhad::rules::backtest
