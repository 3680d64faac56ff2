// The centre's counters, and what this node has recorded since.
#include "screening/central_counters.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace sarhad::screening {
namespace {

using Repeats = OwnIncrement::Repeats;

constexpr std::int64_t kHour = 3'600'000'000;
constexpr core::WallTime kNow{1'800'000'000'000'000};

core::WallTime before(std::int64_t hours) {
    return {kNow.micros - hours * kHour};
}

std::optional<std::int64_t> of(const CounterValues& values, PersonCounter counter) {
    return values.at(static_cast<std::size_t>(counter));
}

CounterValues all_of(std::int64_t value) {
    CounterValues made;
    made.fill(value);
    return made;
}

TEST(CentralCounters, AllIsUnknownBeforeTheCentreHasToldAnything) {
    const CounterValues snapshot = all_of(5);
    EXPECT_EQ(central_counts({}, &snapshot, {}, kNow), CounterValues{});
}

TEST(CentralCounters, OfWhomTheCentreToldNothingItHasCountedNothing) {
    EXPECT_EQ(central_counts(CountedTo{before(1), 7}, nullptr, {}, kNow), all_of(0));
}

TEST(CentralCounters, WhatThisNodeRecordedSinceIsAddedOnce) {
    const CounterValues snapshot = all_of(3);
    const std::vector<OwnIncrement> own{{6, PersonCounter::kInspections, 1, Repeats::kNo},
                                        {7, PersonCounter::kInspections, 1, Repeats::kNo},
                                        {8, PersonCounter::kInspections, 1, Repeats::kNo},
                                        {9, PersonCounter::kCashTotal, 1'250'000, Repeats::kNo}};
    const CounterValues values = central_counts(CountedTo{before(1), 7}, &snapshot, own, kNow);
    EXPECT_EQ(of(values, PersonCounter::kInspections), 4) << "rows 6 and 7 are in the snapshot";
    EXPECT_EQ(of(values, PersonCounter::kCashTotal), 1'250'003);
    EXPECT_EQ(of(values, PersonCounter::kSeizures), 3);
}

TEST(CentralCounters, AThingThatMayBeCountedAlreadyMakesItsCounterUnknown) {
    const CounterValues snapshot = all_of(2);
    const std::vector<OwnIncrement> own{{8, PersonCounter::kDocumentsUsed, 1, Repeats::kUnknown},
                                        {9, PersonCounter::kDocumentsUsed, 1, Repeats::kNo},
                                        {9, PersonCounter::kDistinctPorts, 1, Repeats::kYes},
                                        {9, PersonCounter::kMinorsEscorted, 2, Repeats::kNo}};
    const CounterValues values = central_counts(CountedTo{before(1), 7}, &snapshot, own, kNow);
    EXPECT_EQ(of(values, PersonCounter::kDocumentsUsed), std::nullopt);
    EXPECT_EQ(of(values, PersonCounter::kDistinctPorts), 2);
    EXPECT_EQ(of(values, PersonCounter::kMinorsEscorted), 4);
}

TEST(CentralCounters, ACounterOlderThanItsLimitIsUnknown) {
    const CounterValues snapshot = all_of(1);
    const auto at = [&](std::int64_t hours) {
        return central_counts(CountedTo{before(hours), 0}, &snapshot, {}, kNow);
    };
    EXPECT_EQ(of(at(72), PersonCounter::kCashDeclarations), 1);
    EXPECT_EQ(of(at(73), PersonCounter::kCashDeclarations), std::nullopt);
    EXPECT_EQ(of(at(73), PersonCounter::kSeizures), 1);
    EXPECT_EQ(of(at(24 * 31), PersonCounter::kSeizures), std::nullopt);
    EXPECT_EQ(of(at(-1), PersonCounter::kSeizures), 1);
    EXPECT_EQ(of(at(-2), PersonCounter::kSeizures), std::nullopt) << "a clock that is ahead";
}

TEST(CentralCounters, WhatTheSnapshotDoesNotKnowStaysUnknown) {
    CounterValues snapshot = all_of(1);
    snapshot.at(static_cast<std::size_t>(PersonCounter::kGold)).reset();
    const std::vector<OwnIncrement> own{{9, PersonCounter::kGold, 5, Repeats::kNo}};
    EXPECT_EQ(
        of(central_counts(CountedTo{before(1), 0}, &snapshot, own, kNow), PersonCounter::kGold),
        std::nullopt);
}

TEST(CentralCounters, ASumStaysAtTheHighestAndNothingIsTakenAway) {
    const CounterValues snapshot = all_of(std::numeric_limits<std::int64_t>::max() - 1);
    const std::vector<OwnIncrement> own{{9, PersonCounter::kCashTotal, 5, Repeats::kNo},
                                        {9, PersonCounter::kGold, -5, Repeats::kNo}};
    const CounterValues values = central_counts(CountedTo{before(1), 0}, &snapshot, own, kNow);
    EXPECT_EQ(of(values, PersonCounter::kCashTotal), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(of(values, PersonCounter::kGold), std::numeric_limits<std::int64_t>::max() - 1);
}

// Whenever the centre tells, a value is known only where it is what a centre without delay tells.
TEST(CentralCounters, AnyDelayOfTheCentreGivesTheSameOrUnknown) {
    std::mt19937_64 random{20261127};
    for (int round = 0; round < 2'000; ++round) {
        std::vector<OwnIncrement> own;
        for (std::uint64_t row = 1; row <= 12; ++row) {
            own.push_back({row,
                           static_cast<PersonCounter>(random() % kPersonCounters),
                           static_cast<std::int64_t>(random() % 4),
                           random() % 8 == 0 ? Repeats::kUnknown : Repeats::kNo});
        }
        CounterValues whole = all_of(2);  // All of them counted; of the unknown ones half repeat.
        const std::uint64_t row = random() % 13;
        CounterValues told = all_of(2);
        for (const OwnIncrement& one : own) {
            const bool counts = one.repeats == Repeats::kNo || random() % 2 == 0;
            const auto place = static_cast<std::size_t>(one.counter);
            *whole.at(place) += counts ? one.amount : 0;
            *told.at(place) += counts && one.row <= row ? one.amount : 0;
        }
        const CounterValues values = central_counts(CountedTo{before(1), row}, &told, own, kNow);
        for (std::size_t i = 0; i < kPersonCounters; ++i) {
            EXPECT_TRUE(!values.at(i) || values.at(i) == whole.at(i)) << round << ' ' << i;
        }
    }
}

}  // namespace
}  // namespace sarhad::screening
