#pragma once

#include "rules/backtest/rule_trial.h"
#include "rules/backtest/tally.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sarhad::rules::backtest {

/// A block with what is known beside its frames.
struct CountedBlock {
    std::size_t file{0};
    const frames::BlockPlace& place;
    std::int64_t year{0};
    std::span<const frames::FrameLabel> labels;  ///< Of this block.
    /// Persons cleared, with the first day of that. Sorted.
    std::span<const std::pair<frames::Opaque, std::int64_t>> cleared;
};

/// Adds what one rule says of a block to its tally. `layout`: of the block's kind. Errors of
/// `reader`.
core::Status count_block(const CountedBlock& block,
                         const BlockVerdicts& said,
                         const cel::SlotLayout& layout,
                         frames::BlockReader& reader,
                         RuleTally& to);

}  // namespace sarhad::rules::backtest
