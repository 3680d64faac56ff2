#include "screening/screen.h"

#include "core/text.h"
#include "screening/decision_check.h"
#include "screening/rule_advice.h"
#include "screening/rule_facts.h"
#include "watchlists/normalise.h"

#include <algorithm>

namespace sarhad::screening {
namespace {

using facts::Cause;
using facts::CauseKind;
using facts::Channel;
using facts::Decision;
using facts::Feed;
using facts::Hit;
using facts::Tier;

void add_cause(Decision& decision, Cause cause) {
    if (cause.channel != Channel::kGreen) {
        decision.channel = std::max(decision.channel, cause.channel);
        decision.causes.push_back(std::move(cause));
    }
}

/// A silent hit stays in the list of hits; it is no cause of a channel.
void add_hits(Decision& decision) {
    for (const Hit& hit : decision.hits) {
        if (!counts(hit)) {
            continue;
        }
        add_cause(decision, cause_of(hit));
    }
}

void add_floor(const ScreeningFacts& facts, Decision& decision) {
    const SitePolicy& policy = facts.policy;
    switch (facts.data.state) {
        case TrustAge::kFresh:
            return;
        case TrustAge::kStale:
            add_cause(decision, {CauseKind::kFreshness, policy.floor_stale, "stale"});
            return;
        case TrustAge::kDegraded:
            add_cause(decision, {CauseKind::kFreshness, policy.floor_degraded, "degraded"});
            return;
        case TrustAge::kExpired:
            add_cause(decision, {CauseKind::kFreshness, policy.floor_expired, "expired"});
            return;
    }
}

/// Nobody is known to be unlisted where there is no list to look into.
void add_missing_lists(const ScreeningFacts& facts, Decision& decision) {
    add_cause(decision,
              {CauseKind::kFreshness,
               std::max(Channel::kYellow, facts.policy.floor_expired),
               "no lists"});
}

std::vector<std::string> unknown_feeds(const std::vector<Feed>& arrived, bool has_lists) {
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
    if (!has_lists) {
        unknown.emplace_back("lists");
        std::sort(unknown.begin(), unknown.end());
    }
    return unknown;
}

/// So that the two draws have nothing to do with each other.
constexpr std::uint64_t kSecondDraw = 0x5EC0'4DC8'EC45'0001U;

/// One round of splitmix64: every bit of the input moves every bit of the output.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

bool is_within(core::Permille share,
               const std::array<std::uint8_t, 16>& crossing,
               std::uint64_t key) {
    const core::ByteView bytes{crossing};
    const std::uint64_t first = mixed(key ^ core::get_u64(bytes));
    const std::uint64_t both = mixed(first ^ core::get_u64(bytes.subspan(8)));
    return both % 1000 < static_cast<std::uint64_t>(share.value());
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

bool is_drawn(const std::array<std::uint8_t, 16>& crossing, const SitePolicy& policy) {
    return is_within(policy.random_share, crossing, policy.random_key);
}

bool is_looked_at_twice(const ScreeningFacts& facts) {
    return facts.data.state >= TrustAge::kDegraded &&
           is_within(facts.data.second_checks,
                     facts.crossing,
                     mixed(facts.policy.random_key ^ kSecondDraw));
}

Decision screen(const ScreeningFacts& facts,
                const watchlists::ListSnapshot& lists,
                const rules::LiveRules& rules) {
    Decision decision;
    decision.schema_version = kSchemaVersion;
    decision.list_hash = lists.hash();
    const bool has_lists = !lists.manifests().empty();
    decision.unknown_feeds = unknown_feeds(facts.arrived, has_lists);
    decision.on = facts.on;
    decision.trust_age = facts.data.state;
    decision.data_as_of = facts.data.as_of;
    decision.normalise_version = watchlists::kNormaliseVersion;
    decision.scoring_version = watchlists::kScoringVersion;
    watchlists::Subject subject = watchlists::Subject::of(facts.traveller);
    subject.on = facts.on;
    decision.hits = lists.match(subject, 2 * kMaxHits);
    keep_best(decision.hits, kMaxHits);
    if (facts.pairs != nullptr) {
        facts.pairs->suppress(facts.subjects, facts.traveller, facts.now, decision.hits);
    }
    add_hits(decision);
    decision.score = group_score(add_rules(facts, has_lists, rules, decision), decision.hits);
    if (is_drawn(facts.crossing, facts.policy)) {
        add_cause(decision,
                  {CauseKind::kRandomShare,
                   facts.policy.random_channel,
                   core::cat(facts.policy.random_share.value(), " per mille")});
    }
    if (is_looked_at_twice(facts)) {
        add_cause(decision,
                  {CauseKind::kSecondCheck,
                   Channel::kYellow,
                   core::cat(facts.data.second_checks.value(), " per mille")});
    }
    add_floor(facts, decision);
    if (!has_lists) {
        add_missing_lists(facts, decision);
    }
    return decision;
}

}  // namespace sarhad::screening
