#include "screening/screen_cargo.h"

#include "decision_parts.h"

#include "core/text.h"
#include "screening/cargo_frames.h"
#include "screening/cargo_queries.h"
#include "screening/decision_check.h"
#include "screening/rule_advice.h"
#include "screening/screen.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace sarhad::screening {
namespace {

using facts::CargoFinding;
using facts::Decision;
using facts::Hit;

/// Best first, then by list and reference: the order in which a snapshot gives hits.
bool is_before(const Hit& left, const Hit& right) {
    return std::tuple{
               -left.score.value(), std::string_view{left.list}, std::string_view{left.entry}} <
           std::tuple{
               -right.score.value(), std::string_view{right.list}, std::string_view{right.entry}};
}

void say_about(Hit& hit, const std::string& about) {
    facts::Reason reason;
    reason.kind = std::string{kCargoAbout};
    reason.text = core::Redacted<std::string>{about};
    if (hit.reasons.size() >= facts::max_of(&Hit::reasons)) {
        hit.reasons.pop_back();
        ++hit.reasons_left_out;
    }
    hit.reasons.insert(hit.reasons.begin(), std::move(reason));
}

std::vector<Hit> hits_of(const CargoFacts& facts, const watchlists::ListSnapshot& lists) {
    std::map<std::pair<std::string, std::string>, Hit> best;
    watchlists::MatchScratch scratch;
    for (const CargoQuery& query : cargo_queries(facts)) {
        for (Hit& hit : lists.match(query.subject, 2 * kMaxHits, scratch)) {
            const auto held = best.find({hit.list, hit.entry});
            if (held != best.end() && held->second.score >= hit.score) {
                continue;
            }
            say_about(hit, query.about);
            const std::pair place{hit.list, hit.entry};
            best.insert_or_assign(place, std::move(hit));
        }
    }
    std::vector<Hit> hits;
    hits.reserve(best.size());
    for (auto& [place, hit] : best) {
        hits.push_back(std::move(hit));
    }
    std::sort(hits.begin(), hits.end(), is_before);
    keep_best(hits, kMaxHits);
    return hits;
}

std::vector<std::string> unknown_feeds(const CargoFeeds& told) {
    std::vector<std::string> unknown;
    if (!told.declaration) {
        unknown.emplace_back("declaration");
    }
    if (!told.gate) {
        unknown.emplace_back("gate");
    }
    if (!told.manifest) {
        unknown.emplace_back("manifest");
    }
    return unknown;
}

/// Adds findings up to their limit.
class Findings final {
public:
    explicit Findings(std::uint32_t& left_out) : left_out_{left_out} {}

    void add(std::string_view kind, std::string_view about, std::string text) {
        if (found_.size() == facts::kCargoFindingsMax) {
            ++left_out_;
            return;
        }
        found_.push_back({std::string{kind},
                          core::cut_utf8(about, facts::max_of(&CargoFinding::about)),
                          core::cut_utf8(text, facts::max_of(&CargoFinding::text))});
    }
    [[nodiscard]] std::vector<CargoFinding> finish() { return std::move(found_); }

private:
    std::uint32_t& left_out_;
    std::vector<CargoFinding> found_;
};

bool has_seal(const std::vector<std::string>& seals, const std::string& wanted) {
    return std::any_of(seals.begin(), seals.end(), [&](const std::string& seal) {
        return core::ascii_upper(seal) == core::ascii_upper(wanted);
    });
}

void check_container(const CargoContainer& container, Findings& findings) {
    namespace kind = facts::cargo_finding;
    const facts::Container& told = container.told;
    const bool is_unit = told.kind.empty() || told.kind == "CN";
    if (is_unit && !told.number.empty() && !told.is_number_valid) {
        findings.add(kind::kBadContainerNumber, told.number, "no number of ISO 6346");
    }
    if (container.is_stowed && !*container.is_stowed) {
        findings.add(kind::kNotStowed, told.number, "on a manifest, and not on the stow plan");
    }
    for (const std::string& seal : told.seals) {
        if (!container.seals_observed.empty() && !has_seal(container.seals_observed, seal)) {
            findings.add(kind::kSealDiffers,
                         told.number,
                         core::cat("seal ",
                                   seal,
                                   " was declared, ",
                                   container.seals_observed.front(),
                                   " was seen"));
        }
    }
    if (container.verified_gross_grams == 0 || told.gross_grams == 0 || told.tare_grams == 0) {
        return;
    }
    const std::uint64_t declared = told.gross_grams + told.tare_grams;
    const std::uint64_t weighed = container.verified_gross_grams;
    const std::uint64_t apart = declared > weighed ? declared - weighed : weighed - declared;
    if (apart > told.gross_grams / kWeightShareLimit + kWeightSlackGrams) {
        constexpr std::uint64_t kGramsInKilogram = 1000;
        findings.add(kind::kWeightDiffers,
                     told.number,
                     core::cat(declared / kGramsInKilogram,
                               " kg with its tare declared, ",
                               weighed / kGramsInKilogram,
                               " kg weighed"));
    }
}

}  // namespace

std::vector<CargoFinding> findings_of(const CargoFacts& facts, std::uint32_t& left_out) {
    Findings findings{left_out};
    if (facts.bill && facts.bill->is_house_level_missing) {
        findings.add(facts::cargo_finding::kHouseLevelMissing,
                     facts.bill->number,
                     "a forwarder's bill, and nobody told of those under it");
    }
    for (const CargoContainer& container : facts.containers) {
        check_container(container, findings);
    }
    return findings.finish();
}

Decision screen_cargo(const CargoFacts& facts,
                      const watchlists::ListSnapshot& lists,
                      const rules::LiveRules& rules) {
    const Circumstances circumstances{facts.id, facts.data, facts.policy, facts.on};
    const bool has_lists = !lists.manifests().empty();
    Decision decision = begin_decision(circumstances, lists, unknown_feeds(facts.told));
    decision.hits = hits_of(facts, lists);
    add_hit_causes(decision);
    core::Permille by_rules{0};
    if (const auto kind = rule_kind_of(facts.kind)) {
        const rules::engine::Frame frame =
            cargo_frame(facts, *kind, decision.hits, has_lists, rules.layouts());
        by_rules = ask_rules({*kind, frame, facts.held.get(), facts.told.gate}, rules, decision);
    } else {
        decision.rules_hash = rules.versions().pack;
    }
    decision.score = group_score(by_rules, decision.hits);
    add_site_causes(circumstances, has_lists, decision);
    return decision;
}

facts::CargoScreening at_counter(facts::CargoScreening screening) {
    screening.decision = at_counter(std::move(screening.decision));
    return screening;
}

}  // namespace sarhad::screening
