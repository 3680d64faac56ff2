#include "rules/engine/decision.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace sarhad::rules::engine {
namespace {

using facts::Cause;
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

void add_cause(RuleAdvice& advice, Cause cause) {
    if (cause.channel != Channel::kGreen) {
        advice.channel = std::max(advice.channel, cause.channel);
        advice.causes.push_back(std::move(cause));
    }
}

}  // namespace

bool draw(const RandomShare& share, core::Random& random) {
    return random.below(1000) < static_cast<std::uint64_t>(share.share.value());
}

RuleAdvice advise(const Evaluation& evaluation,
                  const RuleVersions& versions,
                  const RandomShare& share,
                  bool is_drawn) {
    RuleAdvice advice;
    advice.versions = versions;
    advice.errors = static_cast<std::uint32_t>(evaluation.errors.size());
    const std::vector<const Rule*> hits = live_by_id(evaluation.matches);
    advice.score = score_of(hits);
    for (const Rule* hit : hits) {
        add_cause(advice, {CauseKind::kRule, hit->terms.channel, hit->terms.id});
    }
    for (const Outcome& each : evaluation.matches) {
        if (each.rule->terms.mode == RuleMode::kShadow) {
            advice.shadow_hits.push_back(each.rule->terms.id);
        }
    }
    std::sort(advice.shadow_hits.begin(), advice.shadow_hits.end());
    bool is_over = false;
    for (const Outcome& each : evaluation.unknown) {
        if (each.rule->terms.mode == RuleMode::kLive) {
            advice.waiting.push_back(each.rule->terms.id);
            advice.waits_for |= each.waits_for;
            is_over = is_over || each.waits_for == 0;
        }
    }
    std::sort(advice.waiting.begin(), advice.waiting.end());
    if (is_over) {
        add_cause(advice, {CauseKind::kRule, Channel::kYellow, "unknown: budget"});
    }
    if (is_drawn) {
        add_cause(
            advice,
            {CauseKind::kRandomShare, share.channel, core::cat(share.share.value(), " per mille")});
    }
    return advice;
}

}  // namespace sarhad::rules::engine
