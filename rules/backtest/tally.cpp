#include "rules/backtest/tally.h"

#include <algorithm>

namespace sarhad::rules::backtest {
namespace {

template <class Key>
void merge(std::map<Key, HitCount>& to, const std::map<Key, HitCount>& from, const Key& others) {
    for (const auto& [key, count] : from) {
        HitCount& group = group_of(to, key, others);
        group.frames += count.frames;
        group.hits += count.hits;
    }
}

template <class Numbers>
void sum(Numbers& to, const Numbers& from) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        to[i] += from[i];
    }
}

}  // namespace

void LookCount::add(const frames::Inspection& inspection) {
    ++looks;
    positive += inspection.finding == frames::Finding::kPositive ? 1 : 0;
    minutes += inspection.minutes;
}

void LookCount::add(const LookCount& other) {
    looks += other.looks;
    positive += other.positive;
    minutes += other.minutes;
}

std::string_view name_of(Trait trait) {
    constexpr std::array<std::string_view, kTraits> kNames{"nationality", "sex", "age"};
    return kNames.at(static_cast<std::size_t>(trait));
}

std::string_view age_group(std::int64_t birth_year, std::int64_t now) {
    constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> kBelow{
        {{18, "0-17"}, {30, "18-29"}, {45, "30-44"}, {60, "45-59"}}};
    if (birth_year <= 0 || birth_year > now) {
        return kNotTold;
    }
    const std::int64_t age = now - birth_year;
    const auto* found = std::find_if(
        kBelow.begin(), kBelow.end(), [age](const auto& group) { return age < group.first; });
    return found == kBelow.end() ? "60+" : found->second;
}

void RuleTally::add(const RuleTally& other) {
    frames += other.frames;
    hits += other.hits;
    unknown += other.unknown;
    errors += other.errors;
    waiting_hits += other.waiting_hits;
    sum(waits_for, other.waits_for);
    stopped.resize(std::max(stopped.size(), other.stopped.size()));
    sum(stopped, other.stopped);
    answered += other.answered;
    excluded += other.excluded;
    merge(places, other.places, {std::string{kOthers}, 0});
    for (std::size_t trait = 0; trait < kTraits; ++trait) {
        merge(groups.at(trait), other.groups.at(trait), std::string{kOthers});
    }
    hit_looks.add(other.hit_looks);
    hit_random.add(other.hit_random);
    all_looks.add(other.all_looks);
    all_random.add(other.all_random);
    repeats += other.repeats;
    green += other.green;
    green_hits += other.green_hits;
    both.resize(std::max(both.size(), other.both.size()));
    sum(both, other.both);
    merge(recorded, other.recorded, std::string{kOthers});
    samples.insert(samples.end(), other.samples.begin(), other.samples.end());
    std::sort(samples.begin(), samples.end());
    samples.resize(std::min(samples.size(), kTallySamplesMax));
}

Rate excluded_rate(const RuleTally& tally) {
    return rate(tally.excluded, tally.answered);
}

bool is_excluding_enough(const RuleTally& tally) {
    return tally.answered >= kExcludedAnswersMin && excluded_rate(tally).ppm >= kExcludedLeastPpm;
}

const LookCount& judging_looks(const RuleTally& tally) {
    return tally.hit_random.looks != 0 ? tally.hit_random : tally.hit_looks;
}

std::uint64_t lift_permille(const RuleTally& tally) {
    const LookCount& hits = judging_looks(tally);
    const std::uint64_t by_chance = tally.all_random.positive * hits.looks;
    return by_chance == 0 ? 0 : hits.positive * tally.all_random.looks * 1'000 / by_chance;
}

std::uint64_t expected_minutes(const RuleTally& tally) {
    const LookCount& of = tally.hit_looks.looks != 0 ? tally.hit_looks : tally.all_looks;
    // By thousandths of a minute, so that the product has room.
    return of.looks == 0 ? 0 : tally.hits * (of.minutes * 1'000 / of.looks) / 1'000;
}

std::uint64_t ratio_permille(const HitCount& group, const RuleTally& tally) {
    if (group.frames == 0 || tally.hits == 0) {
        return 0;
    }
    const std::uint64_t product = group.hits * tally.frames;
    return (product / group.frames * 1'000 + product % group.frames * 1'000 / group.frames) /
           tally.hits;
}

Rate jaccard(std::uint64_t left, std::uint64_t right, std::uint64_t both) {
    return rate(both, left + right - both);
}

}  // namespace sarhad::rules::backtest
