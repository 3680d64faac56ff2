#include "screening/screen.h"

#include "decision_parts.h"

#include "screening/decision_check.h"
#include "screening/rule_advice.h"
#include "screening/rule_facts.h"
#include "watchlists/normalise.h"

#include <algorithm>

namespace sarhad::screening {
namespace {

using facts::Channel;
using facts::Decision;
using facts::Feed;
using facts::Hit;
using facts::Tier;

std::vector<std::string> unknown_feeds(const std::vector<Feed>& arrived) {
    struct Named {
        Feed feed;
        std::string_view name;
    };
    constexpr std::array<Named, 3> kExpected{
        {{Feed::kApi, "api"}, {Feed::kManifest, "manifest"}, {Feed::kPnr, "pnr"}}};
    std::vector<std::string> unknown;
    for (const Named& expected : kExpected) {
        if (std::find(arrived.begin(), arrived.end(), expected.feed) == arrived.end()) {
            unknown.emplace_back(expected.name);
        }
    }
    return unknown;
}

/// All that matching looks at of somebody; `on` apart.
bool asks_the_same(const watchlists::Subject& one, const watchlists::Subject& other) {
    return one.names == other.names && one.date_of_birth == other.date_of_birth &&
           one.sex == other.sex && one.documents == other.documents &&
           one.nationality == other.nationality && one.father_name == other.father_name &&
           one.place_of_birth == other.place_of_birth && one.issuers == other.issuers;
}

/// What lists say of a subject that Subject::of() made of facts.traveller.
std::vector<Hit> hits_of(const ScreeningFacts& facts,
                         const watchlists::Subject& subject,
                         const watchlists::ListSnapshot& lists,
                         watchlists::MatchScratch& scratch) {
    const MatchedBefore* const before = facts.matched.get();
    const bool is_known = before != nullptr && before->list_hash == lists.hash() &&
                          before->on == facts.on &&
                          before->normalise_version == watchlists::kNormaliseVersion &&
                          before->scoring_version == watchlists::kScoringVersion &&
                          asks_the_same(subject, watchlists::Subject::of(before->traveller));
    if (is_known) return before->hits;
    std::vector<Hit> hits = lists.match(subject, 2 * kMaxHits, scratch);
    keep_best(hits, kMaxHits);
    return hits;
}

Circumstances circumstances_of(const ScreeningFacts& facts) {
    return {facts.crossing, facts.data, facts.policy, facts.on};
}

}  // namespace

bool is_discreet(const Hit& hit) {
    return hit.order.action == facts::ListAction::kDiscreet;
}

Decision at_counter(Decision decision) {
    std::erase_if(decision.hits, is_discreet);
    decision.discreet_left_out = 0;
    decision.shadow_hits.clear();
    decision.rules_left_out = 0;  // Shadow hits are among them.
    decision.frame.clear();
    for (facts::RuleHit& hit : decision.rule_hits) {
        if (hit.is_for_trained) {
            hit.title.clear();
            hit.why = "for trained officers only";
        }
    }
    return decision;
}

void keep_best(std::vector<Hit>& hits, std::size_t most) {
    std::size_t open = 0;
    std::size_t discreet = 0;
    std::erase_if(hits,
                  [&](const Hit& hit) { return ++(is_discreet(hit) ? discreet : open) > most; });
}

bool is_reported(const Decision& decision) {
    const bool asks = std::any_of(decision.hits.begin(), decision.hits.end(), [](const Hit& hit) {
        return hit.tier >= Tier::kAsk && hit.suppressed_by.empty();
    });
    return asks ||
           std::any_of(decision.rule_hits.begin(),
                       decision.rule_hits.end(),
                       [](const facts::RuleHit& hit) { return hit.channel == Channel::kRed; });
}

bool is_secret(const Decision& decision) {
    return is_reported(decision) && !is_reported(at_counter(decision));
}

bool is_looked_at_twice(const ScreeningFacts& facts) {
    return is_looked_at_twice(circumstances_of(facts));
}

Decision screen(const ScreeningFacts& facts,
                const watchlists::ListSnapshot& lists,
                const rules::LiveRules& rules,
                watchlists::MatchScratch& scratch) {
    const Circumstances circumstances = circumstances_of(facts);
    const bool has_lists = !lists.manifests().empty();
    Decision decision = begin_decision(circumstances, lists, unknown_feeds(facts.arrived));
    watchlists::Subject subject = watchlists::Subject::of(facts.traveller);
    subject.on = facts.on;
    decision.hits = hits_of(facts, subject, lists, scratch);
    if (facts.pairs != nullptr) {
        facts.pairs->suppress(facts.subjects, facts.traveller, facts.now, decision.hits);
    }
    add_hit_causes(decision);
    decision.score = group_score(add_rules(facts, has_lists, rules, decision), decision.hits);
    add_site_causes(circumstances, has_lists, decision);
    return decision;
}

Decision screen(const ScreeningFacts& facts,
                const watchlists::ListSnapshot& lists,
                const rules::LiveRules& rules) {
    watchlists::MatchScratch scratch;
    return screen(facts, lists, rules, scratch);
}

}  // namespace sarhad::screening
