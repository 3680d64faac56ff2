#include "screening/rule_advice.h"

#include "core/text.h"
#include "rules/author/explain.h"
#include "rules/frames/packed_frame.h"
#include "rules/live/frame_facts.h"
#include "screening/rule_facts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace sarhad::screening {
namespace {

using facts::Decision;
using facts::RuleHit;
using facts::WaitingRules;
using rules::RuleKind;
using rules::engine::Evaluation;
using rules::engine::Outcome;
using rules::engine::RuleMode;

constexpr std::string_view kHeldWord = " (limited: it hits more often here than its author allows)";

bool is_live(const Outcome& outcome) {
    return outcome.rule->terms.mode == RuleMode::kLive;
}

/// Ids of critical rules that hit too often here.
using Limited = std::set<std::string_view>;

/// What a hit asks for: one of a rule that is limited yellow at most.
facts::Channel asked_by(const rules::engine::RuleTerms& terms, const Limited& limited) {
    return limited.contains(terms.id) ? std::min(terms.channel, facts::Channel::kYellow)
                                      : terms.channel;
}

/// Live hits, those to be told first in front.
std::vector<const rules::engine::Rule*> strictest_first(const std::vector<Outcome>& matches,
                                                        const Limited& limited) {
    std::vector<const rules::engine::Rule*> hits;
    for (const Outcome& each : matches) {
        if (is_live(each)) {
            hits.push_back(each.rule);
        }
    }
    const auto place = [&](const rules::engine::Rule* rule) {
        return std::tuple{-static_cast<int>(asked_by(rule->terms, limited)),
                          !limited.contains(rule->terms.id),
                          -rule->terms.score};
    };
    std::sort(hits.begin(), hits.end(), [&](const auto* left, const auto* right) {
        return place(left) != place(right) ? place(left) < place(right)
                                           : left->terms.id < right->terms.id;
    });
    return hits;
}

/// What made rules hit, for somebody who may see no personal value. The facts are read once for all
/// of them.
class Reasons final {
public:
    /// `hits`: one at least; those behind kRuleHitsMax are not asked for.
    Reasons(const RuleQuestion& question,
            const rules::LiveRules& rules,
            const std::vector<const rules::engine::Rule*>& hits)
        : rules_{rules} {
        std::vector<const rules::CompiledRule*> compiled;
        for (const rules::engine::Rule* hit : hits) {
            if (compiled.size() < kRuleHitsMax) {
                compiled.push_back(rules.compiled(hit->terms.id));
            }
        }
        facts_ = rules::frame_facts(
            {question.frame, rules.layouts().of(question.kind), rules.lists(), rules.schema()},
            compiled,
            arena_);
    }

    [[nodiscard]] std::string of(const rules::Rule& author) const {
        constexpr std::string_view kMatch = "match: ";
        const rules::CompiledRule& compiled = *rules_.compiled(author.id);
        if (!facts_) {
            return facts_.error().what;
        }
        rules::ExplainStyle style;
        style.labels = author.labels;
        const std::string line =
            rules::explain_line(rules::explain(compiled, *facts_, rules_.schema()), style);
        const std::size_t from = line.starts_with(kMatch) ? kMatch.size() : 0;
        return core::cut_utf8(std::string_view{line}.substr(from), kRuleWhyMax);
    }

private:
    const rules::LiveRules& rules_;
    rules::cel::Arena arena_{rules::kFactBytesMax};
    core::Result<rules::FactFrame> facts_{rules::FactFrame{}};  ///< Their values are in the arena.
};

/// Gives the ids of those that there was no room for.
std::set<std::string_view> add_hits(const Evaluation& evaluation,
                                    const RuleQuestion& question,
                                    const rules::LiveRules& rules,
                                    const Limited& limited,
                                    Decision& decision) {
    std::set<std::string_view> untold;
    const auto hits = strictest_first(evaluation.matches, limited);
    if (hits.empty()) {
        return untold;
    }
    const Reasons reasons{question, rules, hits};
    for (const rules::engine::Rule* rule : hits) {
        const rules::engine::RuleTerms& terms = rule->terms;
        if (decision.rule_hits.size() == kRuleHitsMax) {
            untold.insert(terms.id);
            continue;
        }
        const rules::Rule& author = *rules.rule(terms.id);
        RuleHit hit;
        hit.id = terms.id;
        hit.revision = terms.revision;
        hit.title = author.title;
        hit.channel = asked_by(terms, limited);
        hit.score = terms.score;
        hit.why = reasons.of(author);
        if (limited.contains(terms.id)) {
            hit.why = core::cat(core::cut_utf8(hit.why, kRuleWhyMax - kHeldWord.size()), kHeldWord);
        }
        hit.is_for_trained = author.audience == rules::Audience::kTrained;
        decision.rule_hits.push_back(std::move(hit));
    }
    decision.rules_left_out += static_cast<std::uint32_t>(untold.size());
    return untold;
}

/// What is held takes no part: its hits are shadow hits. Gives the critical ones, which take part
/// within limits.
Limited hold(const HeldRules* held, Evaluation& evaluation, std::vector<std::string>& shadow_hits) {
    Limited limited;
    if (held == nullptr) {
        return limited;
    }
    std::erase_if(evaluation.matches, [&](const Outcome& each) {
        const rules::engine::RuleTerms& terms = each.rule->terms;
        const auto how = is_live(each) ? held->of(terms.id, terms.revision) : std::nullopt;
        if (how == Held::kLimited) {
            limited.insert(terms.id);
        }
        if (how == Held::kShadow) {
            shadow_hits.push_back(terms.id);
        }
        return how == Held::kShadow;
    });
    return limited;
}

/// The largest groups first; those that there is no room for are told together, as the last. Each
/// rule is in `unknown` once, and hundreds of them may be there for each traveller.
void add_waiting(const std::vector<Outcome>& unknown, Decision& decision) {
    std::map<std::uint64_t, std::vector<std::string_view>> groups;
    for (const Outcome& each : unknown) {
        if (is_live(each)) {
            groups[each.waits_for].push_back(each.rule->terms.id);
        }
    }
    std::vector<std::pair<std::uint64_t, std::vector<std::string_view>>> by_size{
        std::move_iterator{groups.begin()}, std::move_iterator{groups.end()}};
    std::stable_sort(by_size.begin(), by_size.end(), [](const auto& left, const auto& right) {
        return left.second.size() > right.second.size();
    });
    while (by_size.size() > kWaitingGroupsMax) {
        const auto [sources, ids] = std::move(by_size.back());
        by_size.pop_back();
        by_size.back().first |= sources;
        auto& last = by_size.back().second;
        last.insert(last.end(), ids.begin(), ids.end());
    }
    for (auto& [sources, ids] : by_size) {
        const std::size_t told = std::min(ids.size(), kWaitingIdsMax);
        std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(told), ids.end());
        WaitingRules group;
        group.feeds = rules::source_names(sources);
        group.rules = static_cast<std::uint32_t>(ids.size());
        group.ids.assign(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(told));
        decision.waiting.push_back(std::move(group));
    }
}

/// Of a hit that is not told nothing else is told either; what is told is as strict.
void add_causes(const std::vector<facts::Cause>& causes,
                const std::set<std::string_view>& untold,
                const Limited& limited,
                Decision& decision) {
    for (facts::Cause cause : causes) {
        if (untold.contains(cause.reference)) {
            continue;
        }
        if (limited.contains(cause.reference)) {
            cause.channel = std::min(cause.channel, facts::Channel::kYellow);
        }
        decision.channel = std::max(decision.channel, cause.channel);
        decision.causes.push_back(std::move(cause));
    }
}

void add_shadow_hits(std::vector<std::string> hits, Decision& decision) {
    if (hits.size() > kShadowHitsMax) {
        decision.rules_left_out += static_cast<std::uint32_t>(hits.size() - kShadowHitsMax);
        hits.resize(kShadowHitsMax);
    }
    decision.shadow_hits = std::move(hits);
}

}  // namespace

core::Permille add_rules(const ScreeningFacts& facts,
                         bool has_lists,
                         const rules::LiveRules& rules,
                         Decision& decision) {
    const rules::engine::Frame frame =
        traveller_frame(facts, decision.hits, has_lists, rules.layouts());
    return ask_rules(
        {RuleKind::kTraveller, frame, facts.held.get(), facts.is_due}, rules, decision);
}

core::Permille ask_rules(const RuleQuestion& question,
                         const rules::LiveRules& rules,
                         Decision& decision) {
    decision.rules_hash = rules.versions().pack;
    decision.frame = rules::frames::pack_frame(question.frame, question.kind);
    if (decision.frame.size() > facts::max_of(&Decision::frame)) {
        decision.frame.clear();  // Two hundred lines of a declaration: a back-test does without.
    }
    if (rules.size() == 0) {
        return core::Permille{0};
    }
    decision.rules_schema = rules.versions().schema;
    decision.rule_lists = rules.versions().lists;
    rules::engine::Workspace work;
    Evaluation evaluation;
    rules.engine().evaluate(question.kind, question.frame, rules.lists(), work, evaluation);
    std::vector<Outcome> unknown = evaluation.unknown;
    if (question.is_due) {
        rules::engine::settle(evaluation);
        std::erase_if(unknown, [](const Outcome& each) {
            return each.waits_for != 0 &&
                   each.rule->terms.on_unknown == rules::engine::OnUnknown::kMatch;
        });
    }
    add_waiting(unknown, decision);
    std::vector<std::string> shadow_hits;
    const Limited limited = hold(question.held, evaluation, shadow_hits);
    const std::set<std::string_view> untold =
        add_hits(evaluation, question, rules, limited, decision);
    const rules::engine::RuleAdvice advice = rules::engine::advise(evaluation);
    add_causes(advice.causes, untold, limited, decision);
    shadow_hits.insert(shadow_hits.end(), advice.shadow_hits.begin(), advice.shadow_hits.end());
    std::sort(shadow_hits.begin(), shadow_hits.end());
    add_shadow_hits(std::move(shadow_hits), decision);
    // A shadow rule's error would tell the counter of whom it was asked.
    decision.rule_errors = static_cast<std::uint32_t>(
        std::count_if(evaluation.errors.begin(), evaluation.errors.end(), is_live));
    return advice.score;
}

std::string waiting_line(const facts::WaitingRules& waiting) {
    std::string feeds;
    for (const std::string& name : waiting.feeds) {
        const auto feed = rules::find_feed(name);
        feeds += core::cat(feeds.empty() ? "" : ", ",
                           feed ? core::cat(rules::about(*feed), " (", name, ")") : name);
    }
    std::string ids;
    for (const std::string& id : waiting.ids) {
        ids += core::cat(ids.empty() ? "" : ", ", id);
    }
    return core::cat(
        feeds.empty() ? "unknown, the entity's budget ran out" : "unknown, waiting for ",
        feeds,
        ": ",
        waiting.rules,
        waiting.rules == 1 ? " rule (" : " rules (",
        ids,
        waiting.rules > waiting.ids.size() ? ", ...)" : ")");
}

}  // namespace sarhad::screening
