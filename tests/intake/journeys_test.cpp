#include "intake/journeys.h"

#include <gtest/gtest.h>

namespace sarhad::intake {
namespace {

facts::Message flight() {
    facts::Message message;
    message.format = "PAXLST";
    message.function = "passengers";
    facts::FlightLeg leg;
    leg.carrier = "QX";
    leg.number = "0612";
    leg.origin = "XXA";
    leg.destination = "XXB";
    leg.departs = *facts::LocalTime::parse("2026-11-23T10:15");
    leg.arrives = *facts::LocalTime::parse("2026-11-23T13:25");
    message.flights.push_back(leg);
    return message;
}

TEST(Journeys, TheSameFlightOfTheSameDayIsOneJourneyHoweverItIsWritten) {
    const facts::Message one = flight();
    facts::Message other = flight();
    other.format = "PAXLST-US";
    other.reference = "ANOTHER";
    other.sender = "SOMEBODY";
    other.flights[0].departs = *facts::LocalTime::parse("2026-11-23T11:50");
    other.travellers.resize(3);
    EXPECT_EQ(journey_of(one), journey_of(other));
    EXPECT_EQ(*journey_of(one), "passengers|QX|0612|XXA|2026-11-23|XXB");
}

TEST(Journeys, AnotherDayNumberPortOrKindOfListIsAnotherJourney) {
    const auto one = journey_of(flight());
    facts::Message other = flight();
    other.flights[0].departs = *facts::LocalTime::parse("2026-11-24T10:15");
    EXPECT_NE(journey_of(other), one);
    other = flight();
    other.flights[0].number = "0613";
    EXPECT_NE(journey_of(other), one);
    other = flight();
    other.flights[0].destination = "XXC";
    EXPECT_NE(journey_of(other), one);
    other = flight();
    other.function = "crew";
    EXPECT_NE(journey_of(other), one);
    EXPECT_EQ(journey_of(flight(), ListedKind::kCrew), journey_of(other));
}

TEST(Journeys, WhatNamesNoFlightOrDayIsNone) {
    EXPECT_FALSE(journey_of(facts::Message{}));
    facts::Message message = flight();
    message.flights[0].departs = {};
    EXPECT_TRUE(journey_of(message)) << "the day of arrival stands for it";
    message.flights[0].arrives = {};
    EXPECT_FALSE(journey_of(message));
    message = flight();
    message.flights[0].number.clear();
    EXPECT_FALSE(journey_of(message));
}

TEST(Journeys, OnlyAWholeListOrACancellationCounts) {
    facts::Message message = flight();
    EXPECT_EQ(*announces(message), Announces::kList);
    message.function = "crew";
    EXPECT_EQ(*announces(message), Announces::kList);
    message.function = "flight-cancelled";
    EXPECT_EQ(*announces(message), Announces::kCancelled);
    message.function = "bookings-full";
    EXPECT_EQ(*announces(message), Announces::kList);
    message.problems.push_back({"waiting-for-parts", 0, 0, ""});
    ASSERT_FALSE(announces(message));
    EXPECT_NE(announces(message).error().what.find("all parts"), std::string::npos);
    message.problems.clear();
    message.function = "bookings-update";
    ASSERT_FALSE(announces(message));
    EXPECT_NE(announces(message).error().what.find("MSG 22"), std::string::npos);
    for (const char* word : {"flight-close-not-on-board", "party-reduced", "gate-pass", ""}) {
        message.function = word;
        const auto announced = announces(message);
        ASSERT_FALSE(announced) << word;
        EXPECT_EQ(announced.error().code, core::Errc::kInvalid);
        EXPECT_NE(announced.error().what.find("whole list"), std::string::npos);
    }
}

TEST(Journeys, BookingsAreHeldAgainstTheListAndAreNoList) {
    facts::Message message = flight();
    message.format = "PNRGOV";
    EXPECT_EQ(journey_of(message), journey_of(flight()));
    EXPECT_EQ(*listed_journey_of(message), "bookings|QX|0612|XXA|2026-11-23|XXB");
    EXPECT_EQ(listed_journey_of(flight()), journey_of(flight()));
}

TEST(Journeys, EveryPortCountsOnce) {
    facts::Message message = flight();
    facts::FlightLeg on = message.flights[0];
    on.origin = "XXB";
    on.destination = "XXC";
    message.flights.push_back(on);
    EXPECT_EQ(ports_of(message), (std::vector<std::string>{"XXA", "XXB", "XXC"}));
    EXPECT_EQ(journey_title(message), "QX0612 XXA-XXB-XXC 2026-11-23");
    EXPECT_EQ(ports_of(facts::Message{}), std::vector<std::string>{});
    EXPECT_EQ(journey_title(facts::Message{}), "");
}

/// 2026-11-23 13:25 is 1795440300 where the clock is UTC, and twelve hours later at the latest.
TEST(Journeys, ItIsOverWhereverThePortIs) {
    EXPECT_EQ(over_by(flight())->micros, (1'795'440'300 + 12 * 3600) * 1'000'000LL);
    facts::Message message = flight();
    message.flights[0].arrives = {};
    EXPECT_EQ(over_by(message)->micros, (1'795'428'900 + 36 * 3600) * 1'000'000LL);
    message.flights[0].departs = {};
    EXPECT_FALSE(over_by(message));
    EXPECT_FALSE(over_by(facts::Message{}));
}

}  // namespace
}  // namespace sarhad::intake
