#pragma once

#include "core/clock.h"
#include "facts/decision.h"
#include "rules/live/live_rules.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::screening {

/// Days over which a rule's share of hits is taken, today among them.
inline constexpr std::int64_t kGuardDays = 7;
/// A share of fewer travellers than this is taken as one of so many: ten hits among the first
/// twenty say little. Of pieces of cargo too.
inline constexpr std::uint64_t kGuardTravellersMin = 1'000;

/// How a rule that hits too often acts at this port until its next revision.
enum class Held : std::uint8_t {
    kShadow,   ///< Its hits are recorded and ask for nothing.
    kLimited,  ///< A critical one: its hits are told and ask for yellow at most.
};

/// The rules that are held at a port. Immutable; any thread may ask.
class HeldRules final {
public:
    struct Rule {
        std::uint32_t revision{0};
        Held how{Held::kShadow};
        friend bool operator==(const Rule&, const Rule&) = default;
    };
    using Map = std::map<std::string, Rule, std::less<>>;

    explicit HeldRules(Map rules = {}) : rules_{std::move(rules)} {}
    /// None where this revision acts as its author wrote.
    [[nodiscard]] std::optional<Held> of(std::string_view id, std::uint32_t revision) const;
    [[nodiscard]] const Map& rules() const { return rules_; }

private:
    Map rules_;
};

/// What a decision on record says to the guard.
struct GuardedDecision {
    /// A live rule that hit.
    struct Hit {
        std::string id;
        std::uint32_t revision{0};
    };
    rules::RuleKind kind{rules::RuleKind::kTraveller};  ///< What it is about.
    core::WallTime at;
    facts::Hash256 rules_hash{};  ///< Of which rules the shadow hits are.
    std::vector<Hit> hits;
    std::vector<std::string> shadow_hits;
};
[[nodiscard]] GuardedDecision guarded(const facts::Decision& decision,
                                      core::WallTime at,
                                      rules::RuleKind kind = rules::RuleKind::kTraveller);

/// A rule that has come to be held.
struct NewlyHeld {
    std::string id;
    HeldRules::Rule rule;
    std::uint64_t hits{0};   ///< Of the window, or of the day.
    std::uint64_t asked{0};  ///< Of whom it was asked in the window; 0: a day's hits were too many.
};

/// Counts how often each live rule hits at this port, by days of UTC, and says which hits more
/// often than its author allows: more than hits_a_day_max in a day, or more than hit_rate_max_ppm
/// of those of whom its kind was asked in kGuardDays (travellers, consignments ...). It is then
/// held until its next revision, however few its hits become. Hits of a held rule go on being
/// counted. Whole numbers, the day and the order of decisions alone decide. Decisions of kGuardDays
/// ago and before, and of later than tomorrow (a clock was wrong), are not counted. What a decision
/// had no room for (rules_left_out) is not counted. Thread: one at a time.
class RuleGuard final {
public:
    /// `held`: as it was stored.
    explicit RuleGuard(HeldRules::Map held = {}) : held_{std::move(held)} {}

    /// From now on these rules are in force. A rule whose revision is another is counted anew, and
    /// held no more: gives the ids of those. The first time (a start) rules are taken as in force
    /// all the window: it is better to hold a rule late than one that hits rarely; their hits that
    /// were read before count.
    [[nodiscard]] std::vector<std::string> begin(const rules::LiveRules& rules, core::WallTime now);
    /// Gives the rules that came to be held by this decision, which may be one of long ago.
    [[nodiscard]] std::vector<NewlyHeld> note(const GuardedDecision& decision, core::WallTime now);
    [[nodiscard]] const HeldRules::Map& held() const { return held_; }

private:
    using Days = std::map<std::int64_t, std::uint64_t>;
    struct Counted {
        rules::RuleKind kind{rules::RuleKind::kTraveller};
        std::uint32_t revision{0};
        std::uint32_t rate_max_ppm{0};
        std::uint32_t a_day_max{0};
        bool is_critical{false};
        std::int64_t since{0};    ///< Day from which on it is in force.
        std::uint64_t before{0};  ///< Of its kind, those of that day who had passed.
        Days hits{};
    };
    using CountedRules = std::map<std::string, Counted, std::less<>>;
    void begin_kind(rules::RuleKind kind, const rules::LiveRules& rules, CountedRules& counted);
    void add_hit(const std::string& id, std::int64_t day, std::vector<NewlyHeld>& newly);
    [[nodiscard]] std::uint64_t asked_of(const Counted& rule) const;
    /// Forgets the days that are not of its window.
    void move_to(std::int64_t today);

    HeldRules::Map held_;
    facts::Hash256 rules_hash_{};
    CountedRules rules_;
    std::map<rules::RuleKind, Days> decided_;
    std::int64_t today_{0};
    bool has_begun_{false};
};

}  // namespace sarhad::screening
