#include "trial/rule_report.h"

#include "core/text.h"
#include "facts/date.h"
#include "rules/pack/rule_bytes.h"
#include "rules/schema/facts.h"
#include "wire/hash.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::trial {
namespace {

using api::Json;
using rules::backtest::LookCount;
using rules::backtest::Rate;
using rules::backtest::RuleTally;

std::string day_text(std::int64_t day) {
    constexpr std::int64_t kMicrosADay = 86'400'000'000;
    return facts::to_text(facts::day_of(core::WallTime{day * kMicrosADay}));
}

Json rate_json(const Rate& rate) {
    return Json::object({{"count", rate.count},
                         {"of", rate.of},
                         {"ppm", rate.ppm},
                         {"low_ppm", rate.low_ppm},
                         {"high_ppm", rate.high_ppm}});
}

Json looks_json(const LookCount& looks) {
    Json made = rate_json(rules::backtest::rate(looks.positive, looks.looks));
    made.set("minutes", looks.minutes);
    return made;
}

/// Of each source of unknown ones, how many wait for it.
std::vector<std::pair<std::string, std::uint64_t>> waits_of(const RuleTally& tally) {
    std::vector<std::pair<std::string, std::uint64_t>> made;
    for (std::size_t bit = 0; bit < tally.waits_for.size(); ++bit) {
        if (tally.waits_for.at(bit) != 0) {
            for (const std::string& name : rules::source_names(std::uint64_t{1} << bit)) {
                made.emplace_back(name, tally.waits_for.at(bit));
            }
        }
    }
    return made;
}

std::size_t days_of(const RuleTally& tally) {
    std::set<std::int64_t> days;
    for (const auto& [place, count] : tally.places) {
        days.insert(place.second);
    }
    return std::max<std::size_t>(days.size(), 1);
}

Json places_json(const RuleTally& tally) {
    Json made = Json::array();
    for (const auto& [place, count] : tally.places) {
        made.push(
            Json::object({{"port", place.first},
                          {"day", day_text(place.second)},
                          {"hits", rate_json(rules::backtest::rate(count.hits, count.frames))}}));
    }
    return made;
}

Json groups_json(const RuleTally& tally) {
    Json made = Json::array();
    for (std::size_t trait = 0; trait < rules::backtest::kTraits; ++trait) {
        for (const auto& [group, count] : tally.groups.at(trait)) {
            made.push(
                Json::object({{"trait", name_of(static_cast<rules::backtest::Trait>(trait))},
                              {"group", group},
                              {"hits", rate_json(rules::backtest::rate(count.hits, count.frames))},
                              {"ratio_permille", rules::backtest::ratio_permille(count, tally)}}));
        }
    }
    return made;
}

/// Each other rule: of those tried with it, and of those that hit then. What is counted together
/// as "others" is no rule.
template <class Each>
void each_overlap(const RuleReport& report, const Each& each) {
    for (std::size_t i = 0; i < report.others.size(); ++i) {
        if (report.others[i] != report.rule->id) {
            each(report.others[i], false, report.other_hits[i], report.tally->both[i]);
        }
    }
    for (const auto& [id, count] : report.tally->recorded) {
        if (id != rules::backtest::kOthers) {
            each(id, true, count.frames, count.hits);
        }
    }
}

Json overlap_json(const RuleReport& report) {
    Json made = Json::array();
    each_overlap(report,
                 [&](const std::string& id, bool is_then, std::uint64_t hits, std::uint64_t both) {
                     made.push(Json::object(
                         {{"rule", id},
                          {"then", is_then},
                          {"hits", hits},
                          {"jaccard",
                           rate_json(rules::backtest::jaccard(report.tally->hits, hits, both))}}));
                 });
    return made;
}

Json samples_json(const RuleTally& tally) {
    Json made = Json::array();
    for (const auto& sample : tally.samples) {
        made.push(core::to_hex(sample.entity));
    }
    return made;
}

}  // namespace

std::string tried_hash(const rules::Rule& rule) {
    return core::to_hex(wire::blake2b(rules::rule_substance(rule)));
}

Json report_json(const RuleReport& report) {
    const RuleTally& tally = *report.tally;
    Json waits = Json::array();
    for (const auto& [name, count] : waits_of(tally)) {
        waits.push(Json::object({{"source", name}, {"entities", count}}));
    }
    Json stopped = Json::array();
    for (std::size_t i = 0; i < tally.stopped.size(); ++i) {
        stopped.push(
            Json::object({{"condition", (*report.conditions)[i]}, {"entities", tally.stopped[i]}}));
    }
    Json excluded = rate_json(rules::backtest::excluded_rate(tally));
    excluded.set("answers_least", rules::backtest::kExcludedAnswersMin);
    excluded.set("passed", rules::backtest::is_excluding_enough(tally));
    return Json::object(
        {{"id", report.rule->id},
         {"rev", report.rule->rev},
         {"hash", tried_hash(*report.rule)},
         {"title", report.rule->title},
         {"kind", rules::name_of(report.rule->kind)},
         {"days", days_of(tally)},
         {"hits", rate_json(rules::backtest::rate(tally.hits, tally.frames))},
         {"waiting_hits", tally.waiting_hits},
         {"unknown", tally.unknown},
         {"waits_for", std::move(waits)},
         {"errors", tally.errors},
         {"excluded", std::move(excluded)},
         {"inspected_hits", looks_json(tally.hit_looks)},
         {"drawn_hits", looks_json(tally.hit_random)},
         {"inspected", looks_json(tally.all_looks)},
         {"drawn", looks_json(tally.all_random)},
         {"lift_permille", rules::backtest::lift_permille(tally)},
         {"officer_minutes", rules::backtest::expected_minutes(tally)},
         {"untouched_before", rate_json(rules::backtest::rate(tally.green, tally.frames))},
         {"untouched_after",
          rate_json(rules::backtest::rate(tally.green - tally.green_hits, tally.frames))},
         {"repeat_stops", tally.repeats},
         {"overlap", overlap_json(report)},
         {"stopped", std::move(stopped)},
         {"groups", groups_json(tally)},
         {"places", places_json(tally)},
         {"samples", samples_json(tally)}});
}

}  // namespace sarhad::trial
