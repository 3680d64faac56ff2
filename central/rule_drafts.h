#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "wire/rule_change.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::central {

/// Changes of rules that wait for a second person, of all agencies; of one author's key, so that
/// none fills the others' places.
inline constexpr std::size_t kRuleDraftsMax = 200;
inline constexpr std::size_t kAuthorDraftsMax = 40;
/// Withdrawn ones that are kept, so that they are not sent again; the newest.
inline constexpr std::size_t kWithdrawnDraftsMax = 1000;
/// How far an author's clock may be ahead.
inline constexpr core::Duration kRuleClockAhead = std::chrono::hours{1};
/// One that nobody approved for so long goes.
inline constexpr core::Duration kRuleDraftKept = std::chrono::hours{30 * 24};

/// A change that its author has signed and nobody has approved yet.
struct RuleDraft {
    std::int64_t number{0};
    std::string owner;
    wire::Hash256 hash{};  ///< Of the change.
    core::WallTime at;     ///< When it came.
    wire::SignedRuleChange change;
    wire::Hash256 substance{};  ///< wire::rule_change_substance().
};

/// A change that somebody of its agency has taken back.
struct WithdrawnDraft {
    std::int64_t number{0};
    wire::Hash256 hash{};  ///< Of the change.
    wire::SignedRuleWithdrawal said;
    core::WallTime at;
};

/// A published rule as central keeps it.
struct RuleRow {
    std::string id;
    std::string owner;
    std::uint32_t rev{0};
    std::uint8_t mode{0};  ///< A rules::RuleMode.
    core::Bytes bytes;     ///< rules::rule_bytes().
};

/// A published reference set as central keeps it.
struct RuleSetRow {
    std::string name;
    std::string owner;
    std::uint32_t version{0};
    std::uint64_t edition{0};  ///< Of the rules, that brought this version.
    core::Bytes bytes;         ///< rules::set_change_bytes() of the whole set.
};

/// A draft that becomes a delta: its rules or sets, the delta and the stream's head, together.
struct NewRules {
    std::int64_t draft{0};
    std::vector<RuleRow> put;
    std::vector<std::string> retired;
    std::vector<RuleSetRow> sets;
    StreamHead head;
    NewDelta delta;
};

}  // namespace sarhad::central
