#include "screening/decision_check.h"

#include "core/text.h"
#include "screening/rule_facts.h"

#include <algorithm>

namespace sarhad::screening {
namespace {

using facts::Cause;
using facts::CauseKind;
using facts::Channel;
using facts::Decision;
using facts::Hit;
using facts::Tier;

constexpr std::size_t kMaxReference = 256;

/// Whether all of `some` are among `all`, in their order.
bool is_among(const std::vector<Cause>& some, const std::vector<Cause>& all) {
    auto at = all.begin();
    return std::all_of(some.begin(), some.end(), [&](const Cause& one) {
        at = std::find(at, all.end(), one);
        if (at == all.end()) {
            return false;
        }
        ++at;
        return true;
    });
}

/// Each hit that asks for a channel is a cause, and each cause of that kind a hit, or one that the
/// record had no room for.
bool has_its_causes(const Decision& decision) {
    std::vector<Cause> wanted;
    for (const Hit& hit : decision.hits) {
        if (counts(hit) && channel_of(hit.tier) != Channel::kGreen) {
            wanted.push_back(cause_of(hit));
        }
    }
    std::vector<Cause> recorded;
    std::copy_if(decision.causes.begin(),
                 decision.causes.end(),
                 std::back_inserter(recorded),
                 [](const Cause& cause) { return cause.kind == CauseKind::kListTier; });
    const std::size_t gone = std::size_t{decision.hits_left_out} + decision.discreet_left_out;
    return recorded.size() >= wanted.size() && recorded.size() - wanted.size() <= gone &&
           is_among(wanted, recorded);
}

Channel strictest(const Decision& decision) {
    Channel channel = Channel::kGreen;
    for (const Cause& cause : decision.causes) {
        channel = std::max(channel, cause.channel);
    }
    return channel;
}

/// What all rules that hit give together, at most.
core::Permille most_by_rules(const Decision& decision) {
    int remaining = 1000;
    for (const facts::RuleHit& hit : decision.rule_hits) {
        remaining = remaining * (1000 - std::clamp(hit.score * 10, 0, 1000)) / 1000;
    }
    return core::Permille{decision.rules_left_out == 0 ? 1000 - remaining : 1000};
}

/// Those that had no room are no better than the last that had; one of them may be the best that
/// counts where a pair suppresses all that are there.
std::vector<Hit> most_by_hits(const Decision& decision) {
    std::vector<Hit> hits = decision.hits;
    if (decision.hits_left_out + decision.discreet_left_out > 0 && !hits.empty()) {
        hits.push_back(hits.back());
        hits.back().suppressed_by.clear();
    }
    return hits;
}

}  // namespace

Channel channel_of(Tier tier) {
    switch (tier) {
        case Tier::kHold:
            return Channel::kRed;
        case Tier::kReview:
        case Tier::kAsk:
            return Channel::kYellow;
        case Tier::kSilent:
            break;
    }
    return Channel::kGreen;
}

Cause cause_of(const Hit& hit) {
    return {CauseKind::kListTier,
            channel_of(hit.tier),
            core::cat(hit.list, " ", hit.entry, " ", facts::name_of(hit.tier))
                .substr(0, kMaxReference)};
}

core::Permille group_score(core::Permille by_rules, const std::vector<Hit>& hits) {
    int remaining = 1000 - by_rules.value();
    const auto best = std::find_if(hits.begin(), hits.end(), counts);
    if (best != hits.end()) {
        remaining = remaining * (1000 - best->score.value()) / 1000;
    }
    return core::Permille{1000 - remaining};
}

std::string contradiction_of(const Decision& decision) {
    if (!has_its_causes(decision)) {
        return "its causes are not those of its hits";
    }
    if (const Channel channel = strictest(decision); channel != decision.channel) {
        return core::cat("its channel is ",
                         facts::name_of(decision.channel),
                         ", its causes ask for ",
                         facts::name_of(channel));
    }
    const core::Permille least = group_score(core::Permille{0}, decision.hits);
    const core::Permille most = group_score(most_by_rules(decision), most_by_hits(decision));
    if (decision.score < least || most < decision.score) {
        return core::cat("its score is ",
                         decision.score.value(),
                         ", its hits give ",
                         least.value(),
                         least == most ? std::string{} : core::cat(" to ", most.value()));
    }
    return {};
}

}  // namespace sarhad::screening
