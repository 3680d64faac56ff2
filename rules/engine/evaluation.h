#pragma once

#include "rules/cel/arena.h"
#include "rules/cel/program.h"
#include "rules/engine/index.h"
#include "rules/engine/rule.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::rules::engine {

/// Memory that one condition may take for values that it makes.
inline constexpr std::size_t kRuleArenaBytes = std::size_t{1} << 20U;
/// Loops within loops of one condition.
inline constexpr std::uint32_t kAskNestingMax = 4;

class Bucket;

/// What one rule said, where it was not "no match".
struct Outcome {
    const Rule* rule{nullptr};
    std::uint64_t waits_for{0};  ///< Of an unknown one: the sources. 0: the budget ran out.
    cel::Fault fault{};          ///< Of one with an error.
};

/// What the rules said of one entity. Used again for the next one.
struct Evaluation {
    std::vector<Outcome> matches;
    std::vector<Outcome> unknown;
    std::vector<Outcome> errors;
    std::uint64_t steps{0};
    std::uint32_t asked{0};               ///< Rules that were evaluated.
    std::shared_ptr<const Bucket> rules;  ///< Keeps what is pointed at.

    void clear();
};

/// What one thread needs to ask an engine: memory that is taken once.
struct Workspace {
    cel::Arena arena{kRuleArenaBytes};
    SearchPath search{best_search()};
    std::vector<ColumnFinding> findings;
    SeenClasses seen{};
    std::vector<std::uint32_t> places;
    // Which rules are asked at a port, for the last one.
    std::shared_ptr<const Bucket> bucket;
    std::string port;
    std::vector<RuleBits> allowed;
};

/// The deadline has come: each unknown rule becomes what its terms say, a match or none. Those that
/// the budget kept from being asked stay. Gives how many were settled.
std::size_t settle(Evaluation& evaluation);

}  // namespace sarhad::rules::engine
