#include "intake/bags_check.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::Message;

/// A list of the flight, each name "SURNAME/GIVEN".
Message list(const std::string& function, const std::vector<std::string>& names) {
    Message message;
    message.function = function;
    for (const std::string& name : names) {
        facts::Traveller& one = message.travellers.emplace_back();
        const std::size_t slash = name.find('/');
        one.surname = core::Redacted<std::string>{name.substr(0, slash)};
        one.first_name = core::Redacted<std::string>{name.substr(slash + 1)};
    }
    return message;
}

Message baggage(const std::string& tag, const std::string& more, const std::string& change = "") {
    return read_messages(core::as_bytes(core::cat("BSM\n",
                                                  change,
                                                  ".V/1LDXB\n.F/QX612/14JAN/KHI\n.N/",
                                                  tag,
                                                  "001\n",
                                                  more,
                                                  "ENDBSM\n")))
        .front();
}

constexpr const char* kTag = "0999000111";

std::vector<BagFinding> one(BagDoubt doubt) {
    return {{kTag, doubt}};
}

TEST(BagsCheck, ABagWhoseOwnerIsListedIsFine) {
    const std::vector<Message> all{list("passengers", {"TESTKHAN/ALI"}),
                                   baggage(kTag, ".P/TESTKHAN/ALIMR\n")};
    EXPECT_TRUE(check_bags(all).empty());
}

TEST(BagsCheck, ABagWithoutATravellerIsNobodys) {
    const std::vector<Message> all{list("passengers", {"TESTKHAN/ALI"}), baggage(kTag, "")};
    EXPECT_EQ(check_bags(all), one(BagDoubt::kNobodys));
}

TEST(BagsCheck, ATagThatATravellersListNamesIsHis) {
    std::vector<Message> all{list("passengers", {"TESTKHAN/ALI"}), baggage(kTag, "")};
    all[0].travellers[0].bag_tags = {kTag};
    EXPECT_TRUE(check_bags(all).empty());
}

TEST(BagsCheck, AnOwnerOnNoListIsFound) {
    const std::vector<Message> all{list("passengers", {"TESTKHAN/ALI"}),
                                   baggage(kTag, ".P/TESTOMAR/ZED\n")};
    EXPECT_EQ(check_bags(all), one(BagDoubt::kOwnerNotListed));
}

TEST(BagsCheck, WithoutAnyListANamedOwnerIsEnough) {
    EXPECT_TRUE(check_bags(std::vector<Message>{baggage(kTag, ".P/TESTOMAR/ZED\n")}).empty());
}

TEST(BagsCheck, AnInitialMeansWhoeverItFits) {
    const std::vector<Message> all{list("passengers", {"TESTKHAN/ALI"}),
                                   baggage(kTag, ".P/TESTKHAN/A\n")};
    EXPECT_TRUE(check_bags(all).empty());
}

TEST(BagsCheck, TheBagOfACancelledTravellerIsFound) {
    std::vector<Message> all{list("passengers", {"TESTKHAN/ALI", "TESTOMAR/ZED"}),
                             baggage(kTag, ".P/TESTKHAN/ALI\n")};
    all[0].travellers[0].is_cancelled = true;
    EXPECT_EQ(check_bags(all), one(BagDoubt::kOwnerCancelled));
}

TEST(BagsCheck, TheBagOfACancelledBookingIsFound) {
    std::vector<Message> all{list("", {"TESTKHAN/ALI"}), baggage(kTag, ".P/TESTKHAN/ALI\n")};
    facts::Booking& booking = all[0].bookings.emplace_back();
    booking.is_cancelled = true;
    booking.travellers = {1};
    EXPECT_EQ(check_bags(all), one(BagDoubt::kOwnerCancelled));
}

TEST(BagsCheck, OneWhoTravelsUnderTheSameNameIsEnough) {
    std::vector<Message> all{list("passengers", {"TESTKHAN/ALI", "TESTKHAN/ALI"}),
                             baggage(kTag, ".P/TESTKHAN/ALI\n")};
    all[0].travellers[0].is_cancelled = true;
    EXPECT_TRUE(check_bags(all).empty());
}

TEST(BagsCheck, TheCloseSaysWhoIsOnBoard) {
    const Message bag = baggage(kTag, ".P/TESTKHAN/ALI\n");
    const Message booked = list("passengers", {"TESTKHAN/ALI", "TESTOMAR/ZED"});
    const std::vector<Message> without{
        booked, list("flight-close-on-board", {"TESTOMAR/ZED"}), bag};
    EXPECT_EQ(check_bags(without), one(BagDoubt::kOwnerNotOnBoard));
    const std::vector<Message> with{booked, list("flight-close-on-board", {"TESTKHAN/ALI"}), bag};
    EXPECT_TRUE(check_bags(with).empty());
    const std::vector<Message> named{
        booked, list("flight-close-not-on-board", {"TESTKHAN/ALI"}), bag};
    EXPECT_EQ(check_bags(named), one(BagDoubt::kOwnerNotOnBoard));
}

TEST(BagsCheck, TheStatusOfTheDeskCountsUntilAnotherIsSent) {
    const Message booked = list("passengers", {"TESTKHAN/ALI"});
    const Message away = baggage(kTag, ".S/N/05A/N\n.P/TESTKHAN/ALI\n");
    EXPECT_EQ(check_bags(std::vector<Message>{booked, away}), one(BagDoubt::kOwnerNotBoarded));
    EXPECT_EQ(check_bags(std::vector<Message>{booked, away, baggage(kTag, "")}),
              one(BagDoubt::kOwnerNotBoarded));
    const Message boarded = baggage(kTag, ".S/Y/05A/B\n");
    EXPECT_TRUE(check_bags(std::vector<Message>{booked, away, boarded}).empty());
}

TEST(BagsCheck, ADeletedBagIsNone) {
    const std::vector<Message> all{
        list("passengers", {"TESTKHAN/ALI"}), baggage(kTag, ""), baggage(kTag, "", "DEL\n")};
    EXPECT_TRUE(check_bags(all).empty());
}

TEST(BagsCheck, TheLocatorFindsAnOwnerWhomTheBagDoesNotName) {
    std::vector<Message> all{list("passengers", {"TESTKHAN/ALI"}), baggage(kTag, ".L/AB12CD\n")};
    all[0].travellers[0].booking = core::Redacted<std::string>{"AB12CD"};
    EXPECT_TRUE(check_bags(all).empty());
}

TEST(BagsCheck, WhatIsToldOfNoTagIsNoFinding) {
    const std::vector<Message> all{
        list("passengers", {"TESTKHAN/ALI"}),
        read_messages(core::as_bytes("BCM\nFCM\n.V/1LDXB\n.J/S/DXB01\nENDBCM\n")).front()};
    ASSERT_EQ(all[1].bags.size(), 1U);
    EXPECT_TRUE(check_bags(all).empty());
}

}  // namespace
}  // namespace sarhad::intake
