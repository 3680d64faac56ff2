#pragma once

#include "facts/decision.h"
#include "facts/port_rules.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::central {

/// Reports of one node that are read at the start, the newest: since when a rule is held is as old
/// as they are.
inline constexpr std::size_t kPortReportsMax = 100;

/// Days for which hits of rules are counted, today's among them; those that are kept are a few
/// more, since a port's rows may come weeks late.
inline constexpr std::int64_t kRuleHitDays = 30;
inline constexpr std::int64_t kRuleHitDaysKept = 60;

/// How often a rule hit.
struct RuleHitCount {
    std::uint64_t live{0};
    std::uint64_t shadow{0};
};
/// By rule and day of the crossing, in days since 1970 by UTC.
using RuleHitsByDay = std::map<std::pair<std::string, std::int64_t>, RuleHitCount>;
using RuleHits = std::map<std::string, RuleHitCount, std::less<>>;

/// The day of `at`.
[[nodiscard]] std::int64_t hit_day(core::WallTime at);
/// Adds what rules said of a crossing that came at `received`: by its own day, but one that a
/// port's clock sets in the future is of that day. One that is too old for kRuleHitDaysKept is not
/// counted.
void count_rule_hits(RuleHitsByDay& to, const facts::Crossing& crossing, core::WallTime received);

/// A rule that a port holds since the report that was the first to say so.
struct HeldSince {
    facts::HeldAtPort rule;
    core::WallTime since;
};

/// What differs at a port from the rules as they are published, as it says.
struct PortRulesNow {
    core::WallTime at;
    std::vector<HeldSince> held;
    std::vector<facts::NotInForce> not_in_force;
    std::uint32_t left_out{0};
};

/// The newest report of each port. Thread: loop, or before threads run.
class PortRulesBook final {
public:
    using Ports = std::map<core::NodeId, PortRulesNow>;

    /// The next report of a port, which takes the place of its last. Gives what is held there and
    /// was not before.
    std::vector<facts::HeldAtPort> take(const facts::PortRules& report);
    [[nodiscard]] const Ports& ports() const { return ports_; }

private:
    Ports ports_;
};

}  // namespace sarhad::central
