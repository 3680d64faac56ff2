#pragma once

#include "api/json.h"
#include "core/files.h"
#include "rules/author/compiled_rule.h"
#include "rules/author/document.h"
#include "rules/author/rule.h"
#include "rules/engine/fact_layout.h"
#include "rules/frames/frame_store.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::trial {

/// A rule that is right, ready to be tried. Both outlive the trial.
struct TriedRule {
    const rules::Rule& rule;
    const rules::CompiledRule& compiled;
};

/// What is asked of stored frames.
struct TrialQuestion {
    std::vector<TriedRule> rules;
    rules::Document lists{};  ///< A list of texts for each reference set; nothing: none is known.
    std::string from{};       ///< A day such as 2026-10-31, or "".
    std::string to{};
};

/// Days since 1970, both included.
struct TrialDays {
    std::int64_t first{std::numeric_limits<std::int64_t>::min()};
    std::int64_t last{std::numeric_limits<std::int64_t>::max()};
};
/// kInvalid: no day; `from`, `to` as in TrialQuestion. `first_word`, `last_word`: what an error
/// calls them.
[[nodiscard]] core::Result<TrialDays> read_days(const std::string& from,
                                                const std::string& to,
                                                std::string_view first_word,
                                                std::string_view last_word);

/// Where the frames are. All of it outlives the trial.
struct TrialPlace {
    core::Files& files;
    const rules::frames::SectionGuard& guard;
    const rules::engine::FactLayouts& layouts;
    std::size_t threads{1};
    /// The files of a kind; kNotFound where there is none.
    std::function<core::Result<std::vector<rules::frames::LabelledFile>>(rules::RuleKind)> open;
};

/// What a trial gave.
struct TrialAnswer {
    api::Json report;
    bool is_passed{false};           ///< Other than protected facts leave out enough, of each rule.
    std::vector<std::string> cut{};  ///< A line each file that was cut short.
};

/// Tries the rules, kind by kind. kInvalid: no such reference set, or no list of texts; errors of
/// Backtest and `open`.
[[nodiscard]] core::Result<TrialAnswer> try_rules(const TrialQuestion& question,
                                                  const TrialDays& days,
                                                  const TrialPlace& place);

}  // namespace sarhad::trial
