#pragma once

#include "rules/backtest/interval.h"
#include "rules/frames/frame_store.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules::backtest {

/// Frames that a rule was asked about, and those of them that it hit.
struct HitCount {
    std::uint64_t frames{0};
    std::uint64_t hits{0};
    friend bool operator==(const HitCount&, const HitCount&) = default;
};
/// Inspections.
struct LookCount {
    std::uint64_t looks{0};
    std::uint64_t positive{0};
    std::uint64_t minutes{0};
    void add(const frames::Inspection& inspection);
    void add(const LookCount& other);
    friend bool operator==(const LookCount&, const LookCount&) = default;
};

/// By what persons are told apart to see whom a rule selects.
enum class Trait : std::uint8_t { kNationality, kSex, kAgeGroup };
inline constexpr std::size_t kTraits = 3;
/// "nationality", "sex", "age".
[[nodiscard]] std::string_view name_of(Trait trait);
/// "0-17", "18-29", "30-44", "45-59", "60+"; "not told" for year 0 and years after `now`.
[[nodiscard]] std::string_view age_group(std::int64_t birth_year, std::int64_t now);
/// In place of a value that is absent, unknown or empty, and of those past kTallyGroupsMax.
inline constexpr std::string_view kNotTold = "not told";
inline constexpr std::string_view kOthers = "others";

/// A frame that a rule hit.
struct SampleHit {
    std::size_t file{0};
    frames::FramePlace place;
    frames::Opaque entity{};
    friend auto operator<=>(const SampleHit&, const SampleHit&) = default;
};

/// What a back-test counts of one rule. Sums alone: blocks may come in any order.
struct RuleTally {
    std::uint64_t frames{0};  ///< That it was asked about.
    std::uint64_t hits{0};
    std::uint64_t unknown{0};
    std::uint64_t errors{0};
    std::uint64_t waiting_hits{0};  ///< Of hits, those that wait where on_unknown is match.
    /// Unknown ones and waiting hits, by the bit of a source.
    std::array<std::uint64_t, 64> waits_for{};
    std::vector<std::uint64_t> stopped;  ///< By RuleTrial::conditions().
    std::uint64_t answered{0};           ///< Match or no match.
    std::uint64_t excluded{0};           ///< Of these, no match whatever the protected facts are.
    std::map<std::pair<std::string, std::int64_t>, HitCount> places;  ///< By port and day.
    std::array<std::map<std::string, HitCount>, kTraits> groups;      ///< By Trait.
    LookCount hit_looks;                                              ///< Of hits.
    LookCount hit_random;                                             ///< Of these, those drawn.
    LookCount all_looks;   ///< Of all frames that it was asked about.
    LookCount all_random;  ///< Of these, those drawn.
    std::uint64_t repeats{
        0};                  ///< Hits on persons that an inspection had cleared on an earlier day.
    std::uint64_t green{0};  ///< Frames decided green.
    std::uint64_t green_hits{0};      ///< Of these, hits.
    std::vector<std::uint64_t> both;  ///< Frames that another rule of the back-test hit too.
    std::map<std::string, HitCount> recorded;  ///< Hits then, by rule; of these, hits now.
    std::vector<SampleHit> samples;            ///< The first kTallySamplesMax.

    void add(const RuleTally& other);
    friend bool operator==(const RuleTally&, const RuleTally&) = default;
};

/// Hits named in a report.
inline constexpr std::size_t kTallySamplesMax = 10;
/// Different ports and days, nationalities, or rules that hit then; further ones are "others",
/// and which ones hangs on the order of the blocks.
inline constexpr std::size_t kTallyGroupsMax = 20'000;

/// The place of `key` in `groups`, or of `others` where there are too many.
template <class Key>
[[nodiscard]] HitCount& group_of(std::map<Key, HitCount>& groups,
                                 const Key& key,
                                 const Key& others) {
    const auto found = groups.find(key);
    return found != groups.end()             ? found->second
           : groups.size() < kTallyGroupsMax ? groups[key]
                                             : groups[others];
}

/// Of the entities with an answer, those that the rule leaves out whatever the protected facts are.
[[nodiscard]] Rate excluded_rate(const RuleTally& tally);
/// At least this share of them, so that who a person is only narrows what other facts select.
inline constexpr std::uint64_t kExcludedLeastPpm = 800'000;
/// Fewer answers than these prove no share.
inline constexpr std::uint64_t kExcludedAnswersMin = 100;
/// Whether it is; false where fewer than kExcludedAnswersMin entities had an answer.
[[nodiscard]] bool is_excluding_enough(const RuleTally& tally);
/// Inspections of hits that say how good the rule is: the drawn ones, where there are any, since
/// officers choose whom they look at.
[[nodiscard]] const LookCount& judging_looks(const RuleTally& tally);
/// How often judging_looks() find something, over how often inspections of drawn entities do, in
/// thousandths; 0 where that cannot be said.
[[nodiscard]] std::uint64_t lift_permille(const RuleTally& tally);
/// That looking at every hit takes, at the mean of the hits inspected, or of all inspected where no
/// hit was; 0 where none was.
[[nodiscard]] std::uint64_t expected_minutes(const RuleTally& tally);
/// How often the rule hits the group, over how often it hits all, in thousandths; 0 without hits.
[[nodiscard]] std::uint64_t ratio_permille(const HitCount& group, const RuleTally& tally);
/// Frames that both hit, over those that one of them did.
[[nodiscard]] Rate jaccard(std::uint64_t left, std::uint64_t right, std::uint64_t both);

}  // namespace sarhad::rules::backtest
