#pragma once

#include "facts/decision.h"
#include "rules/cel/program.h"
#include "rules/engine/necessary.h"
#include "rules/engine/steps.h"
#include "rules/schema/facts.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::engine {

/// A shadow rule is asked and counted; it decides nothing.
enum class RuleMode : std::uint8_t { kShadow, kLive };
/// What a rule is taken for whose feeds have not arrived when the decision is due.
enum class OnUnknown : std::uint8_t { kNoMatch, kMatch };

/// What a pack says of a rule besides its condition.
struct RuleTerms {
    std::string id;  ///< "PAX-001": never used for another rule.
    std::uint32_t revision{0};
    RuleKind kind{RuleKind::kTraveller};
    RuleMode mode{RuleMode::kShadow};
    std::int32_t score{0};  ///< 0 to 100.
    facts::Channel channel{facts::Channel::kGreen};
    std::string group;               ///< The best hit of a group counts once; "": of its own.
    std::vector<std::string> ports;  ///< Codes in which '*' stands for anything; none: all ports.
    OnUnknown on_unknown{OnUnknown::kNoMatch};
    /// Of the event, microseconds since 1970: the rule is asked from the first on, before the
    /// second.
    std::int64_t from{std::numeric_limits<std::int64_t>::min()};
    std::int64_t until{std::numeric_limits<std::int64_t>::max()};
};

/// A rule ready to run. Immutable: packs that have it in common share it.
struct Rule {
    RuleTerms terms;
    cel::Program program;
    Necessary needs;
    StepBound steps;

    /// `checked` is ok and of type bool, `names` those of the terms' kind.
    [[nodiscard]] static std::shared_ptr<const Rule> make(RuleTerms terms,
                                                          const cel::Checked& checked,
                                                          const cel::PlanNames& names);
    [[nodiscard]] bool is_valid(std::int64_t now) const {
        return terms.from <= now && now < terms.until;
    }
};

/// Whether `text` is as `pattern`, in which '*' stands for any text, says. O(|pattern| * |text|).
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);
/// Whether one of the patterns does.
[[nodiscard]] bool is_named(const std::vector<std::string>& patterns, std::string_view text);

}  // namespace sarhad::rules::engine
