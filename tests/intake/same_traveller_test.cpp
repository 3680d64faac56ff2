#include "intake/same_traveller.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::Traveller;

facts::PartialDate date(const std::string& text) {
    return *facts::PartialDate::parse(text);
}

Traveller person(const std::string& surname, const std::string& given) {
    Traveller traveller;
    traveller.surname = Redacted<std::string>{surname};
    traveller.first_name = Redacted<std::string>{given};
    return traveller;
}

Traveller born(Traveller traveller, const std::string& on) {
    traveller.date_of_birth = Redacted<facts::PartialDate>{date(on)};
    return traveller;
}

Traveller with_document(Traveller traveller, const std::string& number) {
    traveller.documents.push_back({"P", Redacted<std::string>{number}, "PAK", {}, {}});
    return traveller;
}

Traveller booked(Traveller traveller, const std::string& locator) {
    traveller.booking = Redacted<std::string>{locator};
    return traveller;
}

std::optional<std::size_t> found(const Traveller& who, const std::vector<Traveller>& told) {
    std::vector<const Traveller*> all;
    for (const Traveller& one : told) {
        all.push_back(&one);
    }
    return ToldTravellers{all}.find(who);
}

TEST(ToldTravellers, ADocumentFindsHimUnderAnotherName) {
    const std::vector<Traveller> told{with_document(person("KHAN", "BILAL"), "AB1"),
                                      with_document(person("ZAMAN", "NOOR"), "CD2")};
    EXPECT_EQ(found(with_document(person("KAHN", "BILAAL"), "AB1"), told), 0U);
    EXPECT_EQ(found(with_document(person("KAHN", "BILAAL"), "XX9"), told), std::nullopt);
}

TEST(ToldTravellers, ANumberOfAnotherCountryIsAnotherDocument) {
    Traveller other = with_document(person("OTHER", "NAME"), "AB1");
    other.documents.front().issuer = "AFG";
    EXPECT_EQ(found(other, {with_document(person("KHAN", "BILAL"), "AB1")}), std::nullopt);
}

TEST(ToldTravellers, GivenNamesInOneWordOrCutShortAreTheSame) {
    Traveller listed = person("WILLIAMS", "JOHN");
    listed.middle_name = Redacted<std::string>{"DONALD"};
    EXPECT_EQ(found(person("WILLIAMS", "JOHNDONALD"), {listed}), 0U);
    EXPECT_EQ(found(person("WILLIAMS", "JOHNDON"), {listed}), 0U);
    EXPECT_EQ(found(person("Williams", "john donald"), {listed}), 0U);
    EXPECT_EQ(found(person("WILLIAMS", "J"), {listed}), std::nullopt);
    EXPECT_EQ(found(person("WILLIAMSON", "JOHN"), {listed}), std::nullopt);
}

TEST(ToldTravellers, TwoDatesOfBirthSpeakAgainstAName) {
    const std::vector<Traveller> told{born(booked(person("KHAN", "BILAL"), "LOC1"), "1980-01-01")};
    EXPECT_EQ(found(born(person("KHAN", "BILAL"), "1980-01-01"), told), 0U);
    EXPECT_EQ(found(person("KHAN", "BILAL"), told), 0U);
    EXPECT_EQ(found(born(booked(person("KHAN", "BILAL"), "LOC1"), "2010-05-05"), told),
              std::nullopt);
}

TEST(ToldTravellers, OfTwoWhoAreAlikeByNameNeitherIsTaken) {
    const std::vector<Traveller> told{person("KHAN", "BILAL"), person("KHAN", "BILAL")};
    EXPECT_EQ(found(person("KHAN", "BILAL"), told), std::nullopt);
    EXPECT_EQ(
        found(booked(person("KHAN", "BILAL"), "LOC2"),
              {booked(person("KHAN", "BILAL"), "LOC1"), booked(person("KHAN", "BILAL"), "LOC2")}),
        1U);
}

TEST(ToldTravellers, OfOneWhoWasToldTwiceTheNewestIsTaken) {
    EXPECT_EQ(
        found(booked(person("KHAN", "BILAL"), "LOC1"),
              {booked(person("KHAN", "BILAL"), "LOC1"), booked(person("KHAN", "BILAL"), "LOC1")}),
        1U);
}

TEST(ToldTravellers, TheCarriersReferenceIsEnough) {
    Traveller listed = person("KHAN", "BILAL");
    listed.carrier_id = Redacted<std::string>{"QX001"};
    Traveller told = person("SOMEBODY", "ELSE");
    told.carrier_id = Redacted<std::string>{"QX001"};
    EXPECT_EQ(found(told, {listed}), 0U);
}

TEST(Filled, TakesOnlyWhatIsLeftOut) {
    const Traveller own = born(person("KHAN", "BILAL"), "1980-01-01");
    Traveller other = with_document(born(person("KAHN", "B"), "1979-01-01"), "AB1");
    other.nationality = "PAK";
    const Traveller merged = filled(own, other);
    EXPECT_EQ(merged.surname, own.surname);
    EXPECT_EQ(merged.date_of_birth, own.date_of_birth);
    EXPECT_EQ(merged.nationality, "PAK");
    EXPECT_EQ(merged.documents, other.documents);
}

TEST(Differences, NameBirthAndDocumentAreToldWithTheirFeed) {
    const Traveller own = with_document(born(person("KHAN", "BILAL"), "1980-01-01"), "AB1");
    const Traveller other = with_document(born(person("KAHN", "BILAL"), "1979-01-01"), "AB2");
    const auto told = differences(own, other, "pnr");
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0].field, "name");
    EXPECT_EQ(told[0].feed, "pnr");
    EXPECT_EQ(told[0].value.reveal(), "KAHN, BILAL");
    EXPECT_EQ(told[1].field, "date_of_birth");
    EXPECT_EQ(told[1].value.reveal(), "1979-01-01");
    EXPECT_EQ(told[2].field, "document");
    EXPECT_EQ(told[2].value.reveal(), "AB2");
    EXPECT_TRUE(differences(own, own, "pnr").empty());
    EXPECT_TRUE(differences(own, person("KHAN", "BILAL"), "pnr").empty());
}

TEST(BookingOf, HoldsWhatIsHisOrTheWholePartys) {
    facts::Message message;
    message.travellers = {person("KHAN", "BILAL"), person("KHAN", "NOOR"), person("X", "Y")};
    facts::Booking booking;
    booking.travellers = {1, 2};
    booking.tickets.resize(3);
    booking.tickets[0].traveller = 1;
    booking.tickets[1].traveller = 2;
    booking.remarks.emplace_back("for the file");
    message.bookings.push_back(booking);
    const auto own = booking_of(message, 1);
    ASSERT_TRUE(own);
    EXPECT_EQ(own->tickets.size(), 2U);
    EXPECT_EQ(own->party_size, 2U);
    EXPECT_TRUE(own->remarks.empty());
    EXPECT_EQ(own->travellers, std::vector<std::uint16_t>{2});
    EXPECT_FALSE(booking_of(message, 2));
}

}  // namespace
}  // namespace sarhad::intake
