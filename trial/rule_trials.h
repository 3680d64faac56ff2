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

/// A file that a trial does without, and why.
struct LeftOut {
    std::string path;
    std::string why;
};
/// `error`'s text names the file as a rule; `why` does not.
[[nodiscard]] LeftOut left_out(std::string path, const core::Error& error);
/// What there is to try rules on.
struct TrialFiles {
    std::vector<rules::frames::LabelledFile> files;
    std::vector<LeftOut> left_out{};
};

/// What becomes of a file that is found to be damaged while it is read.
enum class DamagedFiles : std::uint8_t {
    kRefuse,  ///< The trial fails.
    kPass,    ///< It is left out, and made again by whoever has what it was made of.
};

/// Where the frames are. All of it outlives the trial.
struct TrialPlace {
    core::Files& files;
    const rules::frames::SectionGuard& guard;
    const rules::engine::FactLayouts& layouts;
    std::size_t threads{1};
    /// The files of a kind; kNotFound where there is none.
    std::function<core::Result<TrialFiles>(rules::RuleKind)> open;
    DamagedFiles damaged{DamagedFiles::kRefuse};
};

/// What was wrong with files, and did not end the trial.
struct TrialFaults {
    std::vector<LeftOut> left_out{};
    std::vector<LeftOut> cut{};  ///< Cut short: what lies behind is left out.
};
/// Files whose faults a report tells one by one.
inline constexpr std::size_t kTrialFaultsToldMax = 20;

/// What a trial gave.
struct TrialAnswer {
    api::Json report;
    bool is_passed{false};  ///< Other than protected facts leave out enough, of each rule.
};

/// Tries the rules, kind by kind. kInvalid: no such reference set, or no list of texts;
/// kUnavailable: all files of a kind are left out; errors of Backtest and `open`. `faults` gets
/// what the report tells of, also where the trial fails.
[[nodiscard]] core::Result<TrialAnswer> try_rules(const TrialQuestion& question,
                                                  const TrialDays& days,
                                                  const TrialPlace& place,
                                                  TrialFaults& faults);

}  // namespace sarhad::trial
