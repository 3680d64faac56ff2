#include "decision_parts.h"

#include "core/text.h"
#include "screening/decision_check.h"
#include "screening/rule_facts.h"
#include "screening/screen.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <utility>

namespace sarhad::screening {
namespace {

using facts::Cause;
using facts::CauseKind;
using facts::Channel;
using facts::Decision;

void add_cause(Decision& decision, Cause cause) {
    if (cause.channel != Channel::kGreen) {
        decision.channel = std::max(decision.channel, cause.channel);
        decision.causes.push_back(std::move(cause));
    }
}

void add_floor(const Circumstances& circumstances, Decision& decision) {
    const SitePolicy& policy = circumstances.policy;
    switch (circumstances.data.state) {
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
void add_missing_lists(const Circumstances& circumstances, Decision& decision) {
    add_cause(decision,
              {CauseKind::kFreshness,
               std::max(Channel::kYellow, circumstances.policy.floor_expired),
               "no lists"});
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

bool is_drawn(const std::array<std::uint8_t, 16>& crossing, const SitePolicy& policy) {
    return is_within(policy.random_share, crossing, policy.random_key);
}

bool is_looked_at_twice(const Circumstances& circumstances) {
    return circumstances.data.state >= TrustAge::kDegraded &&
           is_within(circumstances.data.second_checks,
                     circumstances.id,
                     mixed(circumstances.policy.random_key ^ kSecondDraw));
}

Decision begin_decision(const Circumstances& circumstances,
                        const watchlists::ListSnapshot& lists,
                        std::vector<std::string> unknown_feeds) {
    Decision decision;
    decision.schema_version = kSchemaVersion;
    decision.list_hash = lists.hash();
    decision.unknown_feeds = std::move(unknown_feeds);
    if (lists.manifests().empty()) {
        decision.unknown_feeds.emplace_back("lists");
    }
    std::sort(decision.unknown_feeds.begin(), decision.unknown_feeds.end());
    decision.on = circumstances.on;
    decision.trust_age = circumstances.data.state;
    decision.data_as_of = circumstances.data.as_of;
    decision.normalise_version = watchlists::kNormaliseVersion;
    decision.scoring_version = watchlists::kScoringVersion;
    return decision;
}

/// A silent hit stays in the list of hits; it is no cause of a channel.
void add_hit_causes(Decision& decision) {
    for (const facts::Hit& hit : decision.hits) {
        if (counts(hit)) {
            add_cause(decision, cause_of(hit));
        }
    }
}

void add_site_causes(const Circumstances& circumstances, bool has_lists, Decision& decision) {
    const SitePolicy& policy = circumstances.policy;
    if (is_drawn(circumstances.id, policy)) {
        add_cause(decision,
                  {CauseKind::kRandomShare,
                   policy.random_channel,
                   core::cat(policy.random_share.value(), " per mille")});
    }
    if (is_looked_at_twice(circumstances)) {
        add_cause(decision,
                  {CauseKind::kSecondCheck,
                   Channel::kYellow,
                   core::cat(circumstances.data.second_checks.value(), " per mille")});
    }
    add_floor(circumstances, decision);
    if (!has_lists) {
        add_missing_lists(circumstances, decision);
    }
}

}  // namespace sarhad::screening
