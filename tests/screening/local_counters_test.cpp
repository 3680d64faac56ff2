// Counters of crossings against what really happened: invented people cross, messages and desks
// tell of it late, twice and corrected, and the counters must give the crossings that there were.
#include "screening/local_counters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace sarhad::screening {
namespace {

constexpr std::int64_t kDay = 1440;
constexpr std::int32_t kToday = 20'500;

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}
    std::int64_t below(std::int64_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::int64_t>((state_ >> 33U) % static_cast<std::uint64_t>(limit));
    }

private:
    std::uint64_t state_;
};

Passage passage(std::uint8_t id, std::int64_t at, std::uint8_t trip = 0) {
    Passage made;
    made.crossing = {id};
    made.crossing[15] = 1;
    if (trip != 0) {
        made.trip = {trip};
    }
    made.at = at;
    made.day = static_cast<std::int32_t>(at / kDay);
    return made;
}

Passage now(std::uint8_t trip = 0) {
    return passage(250, kToday * kDay + 600, trip);
}

Passage flight(std::uint8_t id, std::int64_t at, std::uint8_t trip, Direction direction) {
    Passage made = passage(id, at, trip);
    made.direction = direction;
    made.touches = at;
    return made;
}

TEST(LocalCounters, OneWhoWasNeverSeenHasNone) {
    EXPECT_EQ(count_before({}, now()), LocalCounts{});
    EXPECT_EQ(count_before({now()}, now()), LocalCounts{});
}

TEST(LocalCounters, WindowsAreWholeDaysAndTodayIsOne) {
    const auto of = [](std::int32_t days_ago) {
        return count_before({passage(1, (kToday - days_ago) * kDay, 1)}, now(9));
    };
    EXPECT_EQ(of(0).crossings_30d, 1);
    EXPECT_EQ(of(29).crossings_30d, 1);
    EXPECT_EQ(of(30).crossings_30d, 0);
    EXPECT_EQ(of(30).crossings_90d, 1);
    EXPECT_EQ(of(89).crossings_90d, 1);
    EXPECT_EQ(of(90).crossings_90d, 0);
    EXPECT_EQ(of(-1).crossings_90d, 0);  // Who is expected tomorrow has not crossed.
}

TEST(LocalCounters, AJourneyToldTwiceOrCorrectedIsOne) {
    const std::int64_t at = (kToday - 3) * kDay;
    EXPECT_EQ(count_before({passage(1, at, 5), passage(2, at + 300, 5)}, now(9)).crossings_30d, 1);
    // Told again now: the crossing in question is the one that is on record.
    EXPECT_EQ(count_before({passage(1, kToday * kDay, 5)}, now(5)).crossings_30d, 0);
}

TEST(LocalCounters, ACrossingWithTwoDocumentsIsOne) {
    const std::int64_t at = (kToday - 3) * kDay;
    EXPECT_EQ(count_before({passage(1, at, 5), passage(1, at, 5)}, now(9)).crossings_30d, 1);
    EXPECT_EQ(count_before({passage(1, at), passage(1, at)}, now(9)).crossings_30d, 1);
}

TEST(LocalCounters, ADeskIsTheEndOfTheJourneyThatWasToldOfBefore) {
    const std::int64_t at = kToday * kDay;
    const auto told = [](std::vector<Passage> earlier, const Passage& desk) {
        const auto found = told_before(std::move(earlier), desk);
        return found ? int{found->crossing[0]} : 0;
    };
    EXPECT_EQ(told({passage(1, at, 5), passage(2, at + 30, 5)}, now()), 2);
    EXPECT_EQ(told({passage(1, at - kDay, 5), passage(2, at - 9 * kDay, 6)}, now()), 1);
    EXPECT_EQ(told({passage(1, at - 2 * kDay, 5)}, now()), 0);
    EXPECT_EQ(told({passage(1, at, 5), passage(3, at + 500)}, now()), 0) << "he has left that desk";
    EXPECT_EQ(told({passage(1, at, 5), passage(3, at + 590)}, now()), 1) << "he stands there still";
    EXPECT_EQ(told({passage(1, at, 5)}, now(6)), 0) << "no desk";
}

TEST(LocalCounters, WhoWasToldOfAndStandsAtADeskIsOne) {
    const std::int64_t at = (kToday - 3) * kDay + 1400;
    EXPECT_EQ(count_before({passage(1, at, 5), passage(2, at + 300)}, now(9)).crossings_30d, 1);
    EXPECT_EQ(count_before({passage(1, kToday * kDay, 5)}, now()).crossings_30d, 0);
    // Two days later he has come by another way.
    EXPECT_EQ(count_before({passage(1, at, 5), passage(2, at + 2 * kDay)}, now(9)).crossings_30d,
              2);
}

TEST(LocalCounters, TwiceAtTheDeskWithinHalfAnHourIsOne) {
    const std::int64_t at = (kToday - 3) * kDay;
    const auto of = [&](std::int64_t later) {
        return count_before({passage(1, at), passage(2, at + later)}, now(9)).crossings_30d;
    };
    EXPECT_EQ(of(kSameDeskMinutes), 1);
    EXPECT_EQ(of(kSameDeskMinutes + 1), 2);
}

TEST(LocalCounters, StaysAreFromTheFlightInToTheFlightOut) {
    const std::int64_t in = (kToday - 20) * kDay;
    const std::vector<Passage> both{flight(1, in, 1, Direction::kIn),
                                    flight(2, in + 36 * 60, 2, Direction::kOut),
                                    flight(3, in + 5 * kDay, 3, Direction::kIn),
                                    flight(4, in + 5 * kDay + 12 * 60, 4, Direction::kOut)};
    EXPECT_EQ(count_before(both, now(9)).avg_stay_hours_90d, 24.0);
    // Out by another port: the second way in belongs to no way out.
    EXPECT_EQ(count_before({both[0], both[2], both[3]}, now(9)).avg_stay_hours_90d, 12.0);
    EXPECT_EQ(count_before({both[0]}, now(9)).avg_stay_hours_90d, std::nullopt);
    EXPECT_EQ(count_before({both[1], both[2]}, now(9)).avg_stay_hours_90d, std::nullopt);
    // The stay that ends with the crossing in question is not one of before.
    Passage leaves = now(4);
    EXPECT_EQ(count_before(both, leaves).avg_stay_hours_90d, 36.0);
}

/// A crossing that happened, and which way.
struct Truth {
    std::int64_t at;
    Direction direction;
};

/// As tellings of it come: by lists, some again with other bytes, and at desks.
void tell(const Truth& truth, std::uint8_t number, Dice& dice, std::vector<Passage>& told) {
    const auto id = static_cast<std::uint8_t>(told.size() + 1);
    const std::int64_t how = dice.below(3);
    if (how != 0) {  // By a list, and perhaps again.
        told.push_back(flight(id, truth.at, number, truth.direction));
        for (std::int64_t again = dice.below(3); again > 0; --again) {
            Passage corrected = told.back();
            corrected.crossing = {static_cast<std::uint8_t>(told.size() + 1)};
            corrected.crossing[15] = 1;
            corrected.at += dice.below(20);
            told.push_back(corrected);
        }
    }
    if (how != 1) {  // At a desk, and perhaps entered twice.
        for (std::int64_t again = dice.below(2); again >= 0; --again) {
            told.push_back(passage(static_cast<std::uint8_t>(told.size() + 1),
                                   truth.at + 60 + dice.below(kSameDeskMinutes)));
        }
    }
}

TEST(LocalCounters, GiveTheCrossingsThatThereWere) {
    Dice dice{5};
    std::int64_t with_stays = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::vector<Truth> truths;
        std::vector<Passage> told;
        // From one to the next more than two days: nearer ones no record could tell apart.
        std::int64_t at = (kToday - 200) * kDay;
        for (std::uint8_t number = 1; number < 40; ++number) {
            at += 3 * kDay + dice.below(20 * kDay);
            at = at / kDay * kDay + dice.below(1300);  // All of it is told on its own day.
            if (at >= kToday * kDay) {
                break;
            }
            truths.push_back({at, dice.below(2) == 0 ? Direction::kIn : Direction::kOut});
        }
        std::uint8_t number = 0;
        for (const Truth& truth : truths) {
            tell(truth, ++number, dice, told);
        }
        for (std::size_t i = told.size(); i > 1; --i) {
            std::swap(told[i - 1],
                      told[static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(i)))]);
        }
        LocalCounts wanted;
        for (const Truth& truth : truths) {
            const std::int64_t day = truth.at / kDay;
            wanted.crossings_30d += day > kToday - 30 && day <= kToday ? 1 : 0;
            wanted.crossings_90d += day > kToday - 90 && day <= kToday ? 1 : 0;
        }
        const LocalCounts counted = count_before(told, passage(255, kToday * kDay + 1439, 200));
        ASSERT_EQ(counted.crossings_30d, wanted.crossings_30d) << round;
        ASSERT_EQ(counted.crossings_90d, wanted.crossings_90d) << round;
        with_stays += counted.avg_stay_hours_90d ? 1 : 0;
    }
    EXPECT_GT(with_stays, 100);
}

facts::LocalTime local(std::string_view text) {
    return *facts::LocalTime::parse(text);
}

class PassageOf : public testing::Test {
protected:
    Passage of(std::vector<facts::FlightLeg> flights) const {
        return passage_of({1}, {2}, {flights, traveller_, port_}, screened_);
    }
    facts::Traveller traveller_;
    core::PortId port_{"PKXXA-1"};
    core::WallTime screened_{std::int64_t{kToday} * kDay * 60'000'000};  // 2026-02-16
};

TEST_F(PassageOf, AFlightToThisPortIsAWayIn) {
    const facts::FlightLeg in{
        "XQ", "0811", "XXD", "XXA", local("2026-02-16T02:00"), local("2026-02-16T05:30")};
    EXPECT_EQ(of({in}).direction, Direction::kIn);
    EXPECT_EQ(of({in}).touches, std::int64_t{kToday} * kDay + 330);
    EXPECT_EQ(of({in}).day, kToday);
    facts::FlightLeg code = in;
    code.destination = "PKXXA";
    EXPECT_EQ(of({code}).direction, Direction::kIn);
    facts::FlightLeg out = in;
    std::swap(out.origin, out.destination);
    EXPECT_EQ(of({out}).direction, Direction::kOut);
    EXPECT_EQ(of({out}).touches, std::int64_t{kToday} * kDay + 120);
}

TEST_F(PassageOf, AScheduleOfAnotherYearDoesNotSayTheDay) {
    const facts::FlightLeg in{
        "XQ", "0811", "XXD", "XXA", local("2062-02-16T02:00"), local("2062-02-16T05:30")};
    EXPECT_EQ(of({in}).day, kToday);
}

TEST_F(PassageOf, AFlightThatGoesOnIsTheWayThatTheTravellersOwnEndsTell) {
    const facts::FlightLeg in{"XQ", "1", "XXD", "XXA", {}, local("2026-02-16T05:30")};
    const facts::FlightLeg out{"XQ", "1", "XXA", "XXE", local("2026-02-16T06:30"), {}};
    EXPECT_EQ(of({in, out}).direction, Direction::kUnknown);
    traveller_.disembarks = "XXA";
    EXPECT_EQ(of({in, out}).direction, Direction::kIn);
    traveller_.disembarks = "XXE";
    traveller_.embarks = "XXA";
    EXPECT_EQ(of({in, out}).direction, Direction::kOut);
}

TEST_F(PassageOf, WhoComesNextWeekIsCountedThen) {
    const facts::FlightLeg later{"XQ", "1", "XXD", "XXA", {}, local("2026-02-23T05:30")};
    EXPECT_EQ(of({later}).day, kToday + 7);
    const facts::FlightLeg tomorrow{"XQ", "1", "XXD", "XXA", {}, local("2026-02-17T01:30")};
    EXPECT_EQ(of({tomorrow}).day, kToday);  // By the zone of the port it may be today.
}

TEST_F(PassageOf, WithoutAFlightItIsTheDayOfTheDesk) {
    EXPECT_EQ(of({}).direction, Direction::kUnknown);
    EXPECT_EQ(of({}).touches, 0);
    EXPECT_EQ(of({}).day, kToday);
}

}  // namespace
}  // namespace sarhad::screening
