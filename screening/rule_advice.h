#pragma once

#include "core/units.h"
#include "facts/decision.h"
#include "rules/engine/frame.h"
#include "rules/live/live_rules.h"
#include "screening/screening_facts.h"

#include <cstddef>
#include <string>

namespace sarhad::screening {

/// Hits of live rules that a decision tells one by one: the strictest channel first, then what
/// is limited (critical, and held), then the higher score, then by id.
inline constexpr std::size_t kRuleHitsMax = 16;
/// Shadow rules that it names.
inline constexpr std::size_t kShadowHitsMax = 64;
/// Groups of rules that wait for the same feeds, the largest first, the last of
/// which is all the others together; and the ids that each names.
inline constexpr std::size_t kWaitingGroupsMax = 8;
inline constexpr std::size_t kWaitingIdsMax = 8;
/// Of a hit's reason in one line, bytes.
inline constexpr std::size_t kRuleWhyMax = 512;

/// Asks the rules about a traveller, once the list hits stand in `decision`, and writes what they
/// say into it: versions, hits with their reasons, shadow hits, who waits for which feed, errors;
/// and the causes of those hits that ask for a channel. Gives the score of all live hits. Pure and
/// total. Of a traveller at the counter (is_due) a rule that waits becomes what its on_unknown
/// says, and is told as waiting where that is no match. A rule that is held because it hits too
/// often here (facts.held) is a shadow; a critical one asks for yellow at most, and says so.
[[nodiscard]] core::Permille add_rules(const ScreeningFacts& facts,
                                       bool has_lists,
                                       const rules::LiveRules& rules,
                                       facts::Decision& decision);

/// What rules are asked about, apart from the decision that they add to.
struct RuleQuestion {
    rules::RuleKind kind{rules::RuleKind::kTraveller};
    const rules::engine::Frame& frame;  ///< Of that kind, in the rules' layout.
    const HeldRules* held{nullptr};     ///< Rules that hit too often here; null for none.
    bool is_due{false};                 ///< As ScreeningFacts::is_due.
};
/// The same of anything, told by its frame; add_rules() is this of a traveller's.
[[nodiscard]] core::Permille ask_rules(const RuleQuestion& question,
                                       const rules::LiveRules& rules,
                                       facts::Decision& decision);

/// "unknown, waiting for booking data (PNR): 12 rules (BKG-001, BKG-002, ...)".
[[nodiscard]] std::string waiting_line(const facts::WaitingRules& waiting);

}  // namespace sarhad::screening
