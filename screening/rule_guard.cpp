#include "screening/rule_guard.h"

#include <algorithm>
#include <numeric>

namespace sarhad::screening {
namespace {

std::int64_t day_number(core::WallTime at) {
    constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
    return at.micros / kDay - (at.micros % kDay < 0 ? 1 : 0);
}

std::uint64_t sum_of(const std::map<std::int64_t, std::uint64_t>& days) {
    return std::accumulate(
        days.begin(), days.end(), std::uint64_t{0}, [](auto sum, const auto& one) {
            return sum + one.second;
        });
}

}  // namespace

std::optional<Held> HeldRules::of(std::string_view id, std::uint32_t revision) const {
    const auto found = rules_.find(id);
    return found == rules_.end() || found->second.revision != revision
               ? std::nullopt
               : std::optional{found->second.how};
}

GuardedDecision guarded(const facts::Decision& decision, core::WallTime at, rules::RuleKind kind) {
    GuardedDecision made{kind, at, decision.rules_hash, {}, decision.shadow_hits};
    for (const facts::RuleHit& hit : decision.rule_hits) {
        made.hits.push_back({hit.id, hit.revision});
    }
    return made;
}

std::vector<std::string> RuleGuard::begin(const rules::LiveRules& rules, core::WallTime now) {
    move_to(day_number(now));
    CountedRules counted;
    for (const rules::RuleKind kind : rules::rule_kinds()) {
        if (rules.engine().bucket(kind) != nullptr) {
            begin_kind(kind, rules, counted);
        }
    }
    has_begun_ = true;
    rules_ = std::move(counted);
    rules_hash_ = rules.versions().pack;
    std::vector<std::string> released;
    std::erase_if(held_, [&](const auto& one) {
        const rules::Rule* author = rules.rule(one.first);
        const bool is_other = author != nullptr && author->rev != one.second.revision;
        if (is_other) {
            released.push_back(one.first);
        }
        return is_other;
    });
    return released;
}

void RuleGuard::begin_kind(rules::RuleKind kind,
                           const rules::LiveRules& rules,
                           CountedRules& counted) {
    const Days& decided = decided_[kind];
    const auto met = decided.find(today_);
    Counted fresh;
    fresh.kind = kind;
    fresh.since = has_begun_ ? today_ : today_ - kGuardDays;
    fresh.before = met == decided.end() ? 0 : met->second;
    for (const auto& place : rules.engine().bucket(kind)->places()) {
        if (place == nullptr || place->terms.mode != rules::engine::RuleMode::kLive) {
            continue;
        }
        const rules::Rule& author = *rules.rule(place->terms.id);
        const auto held = rules_.find(author.id);
        const bool is_same = held != rules_.end() && held->second.revision == author.rev;
        Counted& one = counted[author.id] = is_same ? held->second : fresh;
        one.kind = kind;
        one.revision = author.rev;
        one.since = has_begun_ ? one.since : fresh.since;
        one.rate_max_ppm = author.hit_rate_max_ppm;
        one.a_day_max = author.hits_a_day_max;
        one.is_critical = author.severity == rules::Severity::kCritical;
    }
}

std::vector<NewlyHeld> RuleGuard::note(const GuardedDecision& decision, core::WallTime now) {
    move_to(day_number(now));
    std::vector<NewlyHeld> newly;
    const std::int64_t day = day_number(decision.at);
    if (day <= today_ - kGuardDays || day > today_ + 1) {
        return newly;
    }
    ++decided_[decision.kind][day];
    for (const GuardedDecision::Hit& hit : decision.hits) {
        if (!has_begun_ && rules_[hit.id].revision != hit.revision) {
            rules_[hit.id] = {};  // The newest revision on record may be the one in force.
            rules_[hit.id].revision = hit.revision;
        }
        const auto rule = rules_.find(hit.id);
        if (rule != rules_.end() && rule->second.revision == hit.revision) {
            add_hit(hit.id, day, newly);
        }
    }
    if (decision.rules_hash == rules_hash_) {
        for (const std::string& id : decision.shadow_hits) {
            add_hit(id, day, newly);
        }
    }
    return newly;
}

void RuleGuard::add_hit(const std::string& id, std::int64_t day, std::vector<NewlyHeld>& newly) {
    const auto found = rules_.find(id);
    if (found == rules_.end()) {
        return;
    }
    Counted& rule = found->second;
    const std::uint64_t that_day = ++rule.hits[day];
    if (held_.contains(id)) {
        return;
    }
    const std::uint64_t hits = sum_of(rule.hits);
    const std::uint64_t asked = asked_of(rule);
    constexpr std::uint64_t kMillion = 1'000'000;
    const bool is_a_day = rule.a_day_max != 0 && that_day > rule.a_day_max;
    const bool is_rate = rule.rate_max_ppm != 0 &&
                         hits * kMillion > rule.rate_max_ppm * std::max(asked, kGuardTravellersMin);
    if (!is_a_day && !is_rate) {
        return;
    }
    const HeldRules::Rule held{rule.revision, rule.is_critical ? Held::kLimited : Held::kShadow};
    held_.emplace(id, held);
    newly.push_back({id, held, is_a_day ? that_day : hits, is_a_day ? 0 : asked});
}

std::uint64_t RuleGuard::asked_of(const Counted& rule) const {
    const bool is_ahead = rule.since > today_ + 1;  // The clock was, when it came into force.
    std::uint64_t sum = 0;
    const auto decided = decided_.find(rule.kind);
    if (decided == decided_.end()) {
        return 0;
    }
    for (const auto& [day, count] : decided->second) {
        if (is_ahead || day >= rule.since) {
            sum += count - (day == rule.since ? rule.before : 0);
        }
    }
    return sum;
}

void RuleGuard::move_to(std::int64_t today) {
    if (today == today_) {
        return;
    }
    today_ = today;
    const auto forget = [today](Days& days) {
        days.erase(days.begin(), days.upper_bound(today - kGuardDays));
        days.erase(days.upper_bound(today + 1), days.end());
    };
    for (auto& [kind, days] : decided_) {
        forget(days);
    }
    for (auto& [id, rule] : rules_) {
        forget(rule.hits);
    }
}

}  // namespace sarhad::screening
