#pragma once

#include "translate.h"
#include "trial_facts.h"

#include "rules/author/compiled_rule.h"

#include <cstdint>
#include <optional>

namespace sarhad::rules::gtas {

/// Facts of which a rule matches, and facts of which it does not.
struct FoundTests {
    Document match;
    Document no_match;
};

/// Looks for tests of carried rules by trying: what its terms are compared with, what is beside
/// that, and what is not given. The rules' own evaluator says what comes of it.
class TrialFinder final {
public:
    /// `schema` outlives it.
    explicit TrialFinder(const FactSchema& schema)
        : schema_{schema}, given_{kFactBytesMax}, made_{kRuleBytesMax} {}

    /// `rule` is `translation` compiled, `now` the moment of the tests, in seconds since 1970.
    /// Nothing where kGtasTrialsMax facts give no match, or nothing but matches.
    [[nodiscard]] std::optional<FoundTests> find(const Translation& translation,
                                                 const CompiledRule& rule,
                                                 std::int64_t now);

private:
    /// A setting and choices that a match was found with.
    struct Found {
        std::vector<Choice> choices;
        Setting setting;
    };
    [[nodiscard]] std::optional<Found> find_match(const Translation& translation);
    [[nodiscard]] std::optional<Document> find_other(const Found& found);
    void choose(Choice& choice, const Setting& setting);
    [[nodiscard]] Verdict verdict(const CompiledRule& rule, const Document& facts);

    const FactSchema& schema_;
    cel::Arena given_;
    cel::Arena made_;
    const CompiledRule* rule_{nullptr};
    std::int64_t now_{0};
    std::size_t left_{0};  ///< Trials.
};

inline constexpr std::size_t kGtasTrialsMax = 2'000;  ///< Facts tried for one rule.
inline constexpr std::size_t kGtasWaysMax = 16;       ///< Of its alternatives that are tried.

}  // namespace sarhad::rules::gtas
