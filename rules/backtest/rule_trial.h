#pragma once

#include "rules/backtest/clause_filter.h"
#include "rules/cel/arena.h"
#include "rules/engine/evaluation.h"
#include "rules/engine/rule.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules::backtest {

/// What a rule says of one frame. Where it waits and its author says that this is a match when the
/// decision is due, it is one.
enum class FrameVerdict : std::uint8_t { kNoMatch, kMatch, kUnknown, kError };

/// What one rule says of one block.
struct BlockVerdicts {
    FrameMask asked;                     ///< The frames that the trial was about.
    std::vector<FrameVerdict> verdicts;  ///< Of these; of others kNoMatch.
    /// Unknown ones, and those that are a match since they wait, by the bit of a source.
    std::array<std::uint64_t, 64> waits_for{};
    std::uint64_t waiting_hits{0};  ///< Matches since they wait.
    /// By condition of RuleTrial::conditions(), the last for all others: the frames for which it
    /// was the first that failed.
    std::vector<std::uint64_t> stopped;
    /// Of those with an answer, which is match or no match: all, and those that stay no match
    /// whatever the protected facts are.
    std::uint64_t answered{0};
    std::uint64_t excluded{0};
};

/// Asks one rule about blocks: conditions that single slots must fulfil go over whole columns, the
/// rule itself is evaluated for the frames that these leave. Says the same as evaluating each frame
/// on its own, within kRuleBudget. Not asked: whether the rule was valid then. One thread.
class RuleTrial final {
public:
    /// All outlive this. `guarded`: as protected_slots().
    RuleTrial(const engine::Rule& rule,
              const cel::SlotLayout& layout,
              const engine::ReferenceLists& lists,
              const std::vector<std::vector<bool>>& guarded);

    /// About the frames of `in_range` at the rule's ports.
    core::Status run(frames::BlockReader& reader, const FrameMask& in_range, BlockVerdicts& to);
    /// What the frames were held against first, in its order: "booking.one_way: another value".
    /// Those on protected facts come last.
    [[nodiscard]] const std::vector<std::string>& conditions() const { return conditions_; }

private:
    struct Field {
        std::uint32_t number{0};
        bool is_protected{false};
        const frames::FrameColumn* column{nullptr};
    };
    /// A table as the program reads it, one frame after the other.
    struct Table {
        bool is_used{false};
        std::vector<Field> fields;
        const frames::FrameColumn* rows{nullptr};
        const std::vector<std::uint32_t>* starts{nullptr};
        std::vector<std::uint64_t> words;
        std::vector<cel::SlotState> states;
    };
    void add_use(std::uint32_t table, std::uint32_t field);
    void find_uses();
    void find_conditions();
    core::Status leave_ports(frames::BlockReader& reader, FrameMask& mask) const;
    core::Status load(frames::BlockReader& reader);
    void gather(std::size_t frame);
    /// Takes what is protected for unknown, of the frame that was gathered.
    void hide();
    [[nodiscard]] cel::Value ask(const frames::BlockReader& reader);
    void wait(const cel::Value& value, FrameVerdict& verdict, BlockVerdicts& to) const;
    void judge(std::size_t frame, frames::BlockReader& reader, BlockVerdicts& to);

    const engine::Rule& rule_;
    const cel::SlotLayout& layout_;
    const engine::ReferenceLists& lists_;
    const std::vector<std::vector<bool>>& guarded_;
    std::vector<ClauseFilter> filters_;
    std::vector<std::string> conditions_;
    std::size_t open_filters_{0};  ///< Of filters_, those on facts that are not protected.
    bool reads_protected_{false};
    std::vector<Table> tables_;
    std::vector<cel::SlotTable> views_;
    FrameMask open_;  ///< Left by the open conditions.
    FrameMask left_;  ///< Left by all.
    cel::Arena arena_{engine::kRuleArenaBytes};
};

}  // namespace sarhad::rules::backtest
