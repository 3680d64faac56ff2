#pragma once

#include "facts/date.h"
#include "rules/author/document.h"
#include "rules/schema/facts.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::rules {

/// How much its hits matter.
enum class Severity : std::uint8_t { kInfo, kLow, kMedium, kHigh, kCritical };
/// The least channel that a rule asks for.
enum class RuleChannel : std::uint8_t { kNone, kGreen, kYellow, kRed };
/// A draft runs nowhere, a shadow counts its hits, a live one tells them.
enum class RuleMode : std::uint8_t { kDraft, kShadow, kLive, kRetired };
/// Whether a rule that is `mode` is asked at ports.
[[nodiscard]] constexpr bool runs(RuleMode mode) {
    return mode == RuleMode::kLive || mode == RuleMode::kShadow;
}
/// What a rule says of an entity.
enum class Verdict : std::uint8_t { kMatch, kNoMatch, kUnknown, kError };
/// Who may see its hits.
enum class Audience : std::uint8_t { kAll, kTrained };

/// As files write it.
[[nodiscard]] std::string_view name_of(Severity severity);
/// As files write it.
[[nodiscard]] std::string_view name_of(RuleChannel channel);
/// As files write it.
[[nodiscard]] std::string_view name_of(RuleMode mode);
/// As files write it: "match", "no_match", "unknown", "error".
[[nodiscard]] std::string_view name_of(Verdict verdict);
/// As files write it.
[[nodiscard]] std::string_view name_of(Audience audience);

/// A CEL text and where its first character stands in the file.
struct RuleExpression {
    std::string text;
    FilePlace place{};
    bool is_verbatim{false};  ///< The file has it character by character: an offset has a place.
};

/// A named part of the condition.
struct RuleVariable {
    std::string name;
    RuleExpression value;
};

/// Where a rule does not apply, by name, up to and with a day.
struct RuleExcept {
    std::string name;
    RuleExpression when;
    facts::PartialDate until{};
};

/// What a named part, or the condition, is called: by language.
struct RuleLabel {
    std::string part;
    std::vector<std::pair<std::string, std::string>> texts;
};

/// Facts, and what the rule says of them.
struct RuleTest {
    std::string name;
    Document facts;
    Verdict expect{Verdict::kNoMatch};
    std::string because;  ///< A named part, or a sub-condition's text, that decides; "" for any.
    FilePlace place{};
};

/// A rule as its author wrote it: a value, all of which a pack can hold.
struct Rule {
    std::string id;
    std::uint32_t rev{1};
    std::uint32_t schema{1};  ///< The lowest version of the table of facts that it needs.
    RuleKind kind{RuleKind::kTraveller};
    std::string owner;
    std::string title;
    std::string rationale;
    std::vector<std::string> references;
    std::vector<std::string> tags;
    Severity severity{Severity::kInfo};
    std::uint8_t score{0};  ///< 0 to 100.
    RuleChannel channel{RuleChannel::kNone};
    Audience audience{Audience::kAll};
    std::vector<std::string> ports;  ///< UN/LOCODEs, `*` for any characters.
    facts::PartialDate valid_from{};
    facts::PartialDate valid_to{};
    facts::PartialDate review_by{};
    RuleMode mode{RuleMode::kDraft};
    std::string group;                  ///< Of its group only the best counts; "" for none.
    std::uint32_t hit_rate_max_ppm{0};  ///< Hits in a million entities; 0 for no limit.
    std::uint32_t hits_a_day_max{0};    ///< 0 for no limit.
    Verdict on_unknown{Verdict::kNoMatch};
    std::vector<std::string> false_positives;
    RuleExpression condition;
    std::vector<RuleVariable> vars;
    std::vector<RuleExcept> excepts;
    std::vector<RuleLabel> labels;
    std::vector<RuleTest> tests;
};

/// One thing wrong with a rule's file.
struct RuleProblem {
    FilePlace place{};
    std::string what;     ///< What is wrong and what to do.
    std::string instead;  ///< What would put it right, where that is certain.
};

/// A rule read, and what is wrong with how it is written. Its expressions are not looked at yet.
struct ReadRule {
    Rule rule;
    std::vector<RuleProblem> problems;
};

/// Where a rule comes from: one that was published runs on, whatever is asked of new ones since.
enum class RuleOrigin : std::uint8_t { kAuthor, kPublished };
/// One rule of a TOML file. `source`: the file's text, for places within expressions.
[[nodiscard]] ReadRule read_rule(const Document& document,
                                 std::string_view source,
                                 RuleOrigin origin = RuleOrigin::kAuthor);
/// A rule of a pack in JSON: valid_from, valid_to, review_by, max_hit_rate and tests stand beside
/// the rest.
[[nodiscard]] ReadRule read_pack_rule(const Document& document);

inline constexpr std::size_t kRuleTitleMax = 120;        ///< Bytes.
inline constexpr std::size_t kRuleProseMax = 2'000;      ///< Bytes of rationale and the like.
inline constexpr std::size_t kRuleNameMax = 80;          ///< Bytes of a name, tag or owner.
inline constexpr std::size_t kRuleConditionMax = 4'096;  ///< Bytes of one expression.
inline constexpr std::size_t kRulePartsMax = 16;         ///< Variables, exceptions, tags ...
inline constexpr std::size_t kRulePortsMax = 64;
inline constexpr std::size_t kRuleTestsMax = 64;
inline constexpr std::int64_t kRuleReviewDaysMax = 366;  ///< 12 months, the leap day among them.
/// Whether an agency that publishes rules can have this name: small letters, digits and '-', 32 at
/// most.
[[nodiscard]] bool is_rule_owner(std::string_view owner);

}  // namespace sarhad::rules
