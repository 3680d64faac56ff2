#include "central/port_rules.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

std::int64_t hit_day(core::WallTime at) {
    constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;
    return at.micros / kDayMicros - (at.micros % kDayMicros < 0 ? 1 : 0);
}

void count_rule_hits(RuleHitsByDay& to, const facts::Crossing& crossing, core::WallTime received) {
    const std::int64_t today = hit_day(received);
    const std::int64_t day = std::min(hit_day(crossing.screened_at), today);
    if (day <= today - kRuleHitDaysKept) {
        return;
    }
    for (const facts::RuleHit& hit : crossing.decision.rule_hits) {
        ++to[{hit.id, day}].live;
    }
    for (const std::string& id : crossing.decision.shadow_hits) {
        ++to[{id, day}].shadow;
    }
}

std::vector<facts::HeldAtPort> PortRulesBook::take(const facts::PortRules& report) {
    PortRulesNow& known = ports_[report.node];
    PortRulesNow next{report.at, {}, report.not_in_force, report.left_out};
    std::vector<facts::HeldAtPort> newly;
    for (const facts::HeldAtPort& rule : report.held) {
        const auto before = std::find_if(known.held.begin(),
                                         known.held.end(),
                                         [&](const HeldSince& one) { return one.rule == rule; });
        const bool is_new = before == known.held.end();
        next.held.push_back({rule, is_new ? report.at : before->since});
        if (is_new) {
            newly.push_back(rule);
        }
    }
    known = std::move(next);
    return newly;
}

}  // namespace sarhad::central
