#pragma once

#include "rules/author/compiled_rule.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// A fact that a condition read, and what was there.
struct ExplainedFact {
    std::string path;   ///< "declaration.lines[3].hs2"
    std::string value;  ///< As text; "" where there is none.
    enum class State : std::uint8_t { kGiven, kAbsent, kUnknown } state{State::kGiven};
    bool is_personal{false};
    std::string feed;                           ///< "" of what is always known.
    std::optional<std::int64_t> age_seconds{};  ///< Since its feed arrived.
};

/// Why a condition is what it is: only what made it so. Of a match all sides of && and the true
/// ones of ||; of no match the false ones; of unknown the unknown ones.
struct Explained {
    enum class Kind : std::uint8_t {
        kAll,      ///< a && b
        kAny,      ///< a || b
        kNot,      ///< !a
        kChoice,   ///< a ? b : c, with the branch that was taken
        kElement,  ///< exists() or all(): the element that decided
        kLeaf,
    };
    Kind kind{Kind::kLeaf};
    Verdict verdict{Verdict::kNoMatch};
    std::string name;                    ///< Where it is a part of [vars].
    std::string text;                    ///< What the author wrote, of a leaf and of a loop.
    std::string threshold;               ///< Of a leaf that compares: "<= 3".
    std::string error;                   ///< Of an error; it may hold values of facts.
    std::string_view error_kind{};       ///< Of an error: its kind, without values.
    std::vector<std::string> waits_for;  ///< Of unknown: feeds and reference sets.
    std::vector<ExplainedFact> facts;    ///< Of a leaf.
    std::vector<Explained> children;
};

/// A second look at an entity, slow: for hits, for what is unknown and for near misses.
[[nodiscard]] Explained explain(const CompiledRule& rule,
                                const FactFrame& facts,
                                const FactSchema& schema);

/// How an explanation is told.
struct ExplainStyle {
    bool shows_personal{false};
    std::string_view language{"en"};
    std::span<const RuleLabel> labels{};
};

/// One line in English: what made it match, what it waits for, or the first leaf that failed.
[[nodiscard]] std::string explain_line(const Explained& explained, const ExplainStyle& style);
/// The error; of personal facts only its kind, unless they are shown: its text may hold a value.
[[nodiscard]] std::string_view error_text(const Explained& explained, const ExplainStyle& style);
/// A leaf's text; of personal facts only which they are, unless they are shown.
[[nodiscard]] std::string leaf_text(const Explained& leaf, const ExplainStyle& style);
/// "booking.days_before_departure is 1 (limit <= 3; PNR, 2 h old)".
[[nodiscard]] std::string fact_text(const ExplainedFact& fact,
                                    std::string_view threshold,
                                    const ExplainStyle& style);
/// The label of a part in the style's language, else in English, else "".
[[nodiscard]] std::string_view label_of(std::string_view part, const ExplainStyle& style);
/// The first leaf, which of no match is the first that failed.
[[nodiscard]] const Explained& first_leaf(const Explained& explained);
/// Whether `part`, a name of [vars] or the text of a sub-condition, is among what decided.
[[nodiscard]] bool is_decided_by(const Explained& explained, std::string_view part);

}  // namespace sarhad::rules
