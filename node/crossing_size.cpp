#include "node/crossing_size.h"

#include "screening/screen.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sarhad::node {
namespace {

/// Of a crossing too large to travel, the best of each is kept.
constexpr std::size_t kHitsKept = 3;
constexpr std::size_t kReasonsKept = 8;
constexpr std::size_t kRuleHitsKept = 4;

using screening::is_discreet;

void cut_reasons(facts::Hit& hit, std::size_t kept) {
    if (hit.reasons.size() > kept) {
        hit.reasons_left_out += static_cast<std::uint32_t>(hit.reasons.size() - kept);
        hit.reasons.resize(kept);
    }
}

/// Bytes of what the counter may see; of rules also what a trained officer may.
std::size_t open_bytes_of(const facts::Crossing& crossing) {
    facts::Crossing open = crossing;
    open.decision = screening::at_counter(std::move(open.decision));
    open.decision.rule_hits = crossing.decision.rule_hits;
    return wire::encode(open).size();
}

void cut_open_part(facts::Crossing& crossing) {
    facts::Decision& decision = crossing.decision;
    std::size_t open = 0;
    decision.hits_left_out +=
        static_cast<std::uint32_t>(std::erase_if(decision.hits, [&](const facts::Hit& hit) {
            return !is_discreet(hit) && ++open > kHitsKept;
        }));
    for (facts::Hit& hit : decision.hits) {
        if (!is_discreet(hit)) {
            cut_reasons(hit, kReasonsKept);
        }
    }
    std::vector<facts::RuleHit>& rule_hits = decision.rule_hits;
    if (rule_hits.size() > kRuleHitsKept) {
        decision.rules_left_out += static_cast<std::uint32_t>(rule_hits.size() - kRuleHitsKept);
        rule_hits.resize(kRuleHitsKept);
    }
    crossing.traveller.bag_tags.clear();
    if (crossing.merged) crossing.merged->bag_tags.clear();
    crossing.booking.reset();
    crossing.cash.reset();
}

/// Gives the crossing's bytes. An owner who learns only that his order was met, and where, has
/// what it is for: so evidence goes before hits.
core::Bytes cut_discreet_part(facts::Crossing& crossing) {
    std::vector<facts::Hit>& hits = crossing.decision.hits;
    for (facts::Hit& hit : hits) {
        if (is_discreet(hit)) {
            cut_reasons(hit, kReasonsKept);
        }
    }
    core::Bytes body = wire::encode(crossing);
    const auto is_too_large = [&body] { return body.size() > kCrossingBytesMax; };
    for (std::size_t i = hits.size(); i > 0 && is_too_large(); --i) {
        if (facts::Hit& hit = hits[i - 1]; is_discreet(hit)) {
            cut_reasons(hit, 0);
            hit.words.clear();
            body = wire::encode(crossing);
        }
    }
    const auto best = std::find_if(hits.begin(), hits.end(), is_discreet) - hits.begin();
    for (auto i = std::ssize(hits) - 1; i > best && is_too_large(); --i) {
        if (is_discreet(hits[static_cast<std::size_t>(i)])) {
            hits.erase(hits.begin() + i);
            ++crossing.decision.discreet_left_out;
            body = wire::encode(crossing);
        }
    }
    return body;
}

}  // namespace

FittedCrossing fit_crossing(facts::Crossing& crossing) {
    FittedCrossing fitted{wire::encode(crossing)};
    if (fitted.body.size() <= kOpenPartMax) {
        return fitted;
    }
    if (const std::size_t open = open_bytes_of(crossing); open > kOpenPartMax) {
        fitted.open_bytes = open;
        cut_open_part(crossing);
        fitted.body = wire::encode(crossing);
    }
    if (fitted.body.size() > kCrossingBytesMax) {
        crossing.decision.frame.clear();
        fitted.body = wire::encode(crossing);
    }
    if (fitted.body.size() > kCrossingBytesMax) {
        fitted.body = cut_discreet_part(crossing);
    }
    return fitted;
}

}  // namespace sarhad::node
