#pragma once

#include "rules/backtest/rule_trial.h"
#include "rules/backtest/tally.h"

#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::rules::backtest {

/// Rules of one kind, asked about stored frames of that kind.
struct BacktestInput {
    RuleKind kind{};
    std::vector<std::shared_ptr<const engine::Rule>> rules;
    // Days since 1970, both included.
    std::int64_t first_day{std::numeric_limits<std::int64_t>::min()};
    std::int64_t last_day{std::numeric_limits<std::int64_t>::max()};
};

/// Where the frames are.
struct BacktestSource {
    core::Files& files;
    const frames::SectionGuard& guard;
    const engine::FactLayouts& layouts;
    const engine::ReferenceLists& lists;
    const std::vector<frames::LabelledFile>& frames;
};

/// What a back-test gives.
struct BacktestResult {
    std::vector<RuleTally> rules;                      ///< In the order of the input's.
    std::vector<std::vector<std::string>> conditions;  ///< Of each, beside RuleTally::stopped.
    /// As they stand on the disk; each thread looks for samples of its own.
    std::uint64_t bytes_read{0};
};

/// Tries rules on stored frames, block by block, reading only the columns that these rules and the
/// report ask for. The same frames give the same tallies on any host and any number of threads.
class Backtest final {
public:
    /// All that `source` names outlives this. kInvalid: a rule of another kind; kExhausted: more
    /// than kBacktestRulesMax rules or kRateOfMax frames.
    [[nodiscard]] static core::Result<Backtest> make(BacktestInput input,
                                                     const BacktestSource& source);

    /// Files that are damaged, by their place in BacktestSource::frames, with what is wrong.
    using Damaged = std::map<std::size_t, core::Error>;
    /// On `threads` threads, this one among them; at least 1. Errors of the files: of the first
    /// block that has one. Where `damaged` is given it gets all those of kCorrupt, which are no
    /// error then: unless it is empty, what was counted is of no use.
    [[nodiscard]] core::Result<BacktestResult> run(std::size_t threads,
                                                   Damaged* damaged = nullptr) const;

private:
    struct Piece {
        std::size_t file{0};
        std::size_t block{0};
    };
    class Worker;
    Backtest(BacktestInput input, const BacktestSource& source);
    void find_cleared();

    BacktestInput input_;
    BacktestSource source_;
    std::vector<std::vector<bool>> guarded_;
    std::vector<Piece> pieces_;
    /// Persons that an inspection cleared, with the first day of that. Sorted.
    std::vector<std::pair<frames::Opaque, std::int64_t>> cleared_;
};

/// Rules of one back-test: each pair is compared.
inline constexpr std::size_t kBacktestRulesMax = 200;
/// Threads of one back-test.
inline constexpr std::size_t kBacktestThreadsMax = 64;

}  // namespace sarhad::rules::backtest
