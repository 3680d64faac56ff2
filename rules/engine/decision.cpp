#include "rules/engine/decision.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace sarhad::rules::engine {
namespace {

using facts::CauseKind;
using facts::Channel;

std::vector<const Rule*> live_by_id(const std::vector<Outcome>& outcomes) {
    std::vector<const Rule*> rules;
    for (const Outcome& each : outcomes) {
        if (each.rule->terms.mode == RuleMode::kLive) {
            rules.push_back(each.rule);
        }
    }
    std::sort(rules.begin(), rules.end(), [](const Rule* left, const Rule* right) {
        return left->terms.id < right->terms.id;
    });
    return rules;
}

/// Whether a hit before it of the same group is as good, or a later one better.
bool is_best_of_group(const Rule& rule, const std::map<std::string_view, const Rule*>& best) {
    return rule.terms.group.empty() || best.at(rule.terms.group) == &rule;
}

core::Permille score_of(const std::vector<const Rule*>& hits) {
    std::map<std::string_view, const Rule*> best;
    for (const Rule* hit : hits) {
        const Rule*& held = best[hit->terms.group];
        held = held == nullptr || held->terms.score < hit->terms.score ? hit : held;
    }
    std::int32_t rest = 1000;
    for (const Rule* hit : hits) {
        if (is_best_of_group(*hit, best)) {
            rest = rest * (100 - std::clamp(hit->terms.score, 0, 100)) / 100;
        }
    }
    return core::Permille{1000 - rest};
}

}  // namespace

RuleAdvice advise(const Evaluation& evaluation) {
    RuleAdvice advice;
    const std::vector<const Rule*> hits = live_by_id(evaluation.matches);
    advice.score = score_of(hits);
    for (const Rule* hit : hits) {
        if (hit->terms.channel != Channel::kGreen) {
            advice.causes.push_back({CauseKind::kRule, hit->terms.channel, hit->terms.id});
        }
    }
    for (const Outcome& each : evaluation.matches) {
        if (each.rule->terms.mode == RuleMode::kShadow) {
            advice.shadow_hits.push_back(each.rule->terms.id);
        }
    }
    std::sort(advice.shadow_hits.begin(), advice.shadow_hits.end());
    const bool is_over =
        std::any_of(evaluation.unknown.begin(), evaluation.unknown.end(), [](const Outcome& each) {
            return each.rule->terms.mode == RuleMode::kLive && each.waits_for == 0;
        });
    if (is_over) {
        advice.causes.push_back({CauseKind::kRule, Channel::kYellow, "unknown: budget"});
    }
    return advice;
}

}  // namespace sarhad::rules::engine
