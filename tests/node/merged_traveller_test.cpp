// What several feeds tell of one traveller on one journey.
#include "node/merged_traveller.h"

#include "node/screener.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::node {
namespace {

using core::Redacted;

facts::Traveller person(const std::string& surname, const std::string& given) {
    facts::Traveller traveller;
    traveller.surname = Redacted<std::string>{surname};
    traveller.first_name = Redacted<std::string>{given};
    return traveller;
}

facts::Message message_of(const std::string& format, const facts::Traveller& who) {
    facts::Message message;
    message.format = format;
    message.travellers.push_back(who);
    return message;
}

facts::Message booking_message(const facts::Traveller& who) {
    facts::Message message = message_of("PNRGOV", who);
    facts::Booking booking;
    booking.locator = Redacted<std::string>{"LOC1"};
    booking.agency = "AGENCY1";
    booking.travellers = {1};
    message.bookings.push_back(booking);
    return message;
}

std::vector<MergedTraveller> merge_all(const facts::Message& message,
                                       const std::vector<facts::Crossing>& told) {
    std::vector<const facts::Crossing*> all;
    for (const facts::Crossing& one : told) {
        all.push_back(&one);
    }
    return merge(message, all);
}

/// A record as the screener makes it of that message.
facts::Crossing recorded(const facts::Message& message,
                         std::uint8_t passage,
                         const std::vector<facts::Crossing>& told = {}) {
    const MergedTraveller merged = merge_all(message, told).front();
    facts::Crossing crossing;
    crossing.traveller = message.travellers.front();
    if (merged.traveller != crossing.traveller) crossing.merged = merged.traveller;
    crossing.booking = merged.booking;
    crossing.cash = merged.cash;
    crossing.differences = merged.differences;
    crossing.feeds = merged.feeds;
    crossing.passage.fill(passage);
    return crossing;
}

TEST(MergedTraveller, AloneItsOwnFeedHasTold) {
    const auto list = merge_all(message_of("PAXLST", person("KHAN", "BILAL")), {}).front();
    EXPECT_EQ(list.feeds, std::vector<std::string>{"api"});
    EXPECT_EQ(list.arrived, std::vector<facts::Feed>{facts::Feed::kApi});
    EXPECT_FALSE(list.passage);
    const auto booked = merge_all(booking_message(person("KHAN", "BILAL")), {}).front();
    EXPECT_EQ(booked.arrived, std::vector<facts::Feed>{facts::Feed::kPnr});
    ASSERT_TRUE(booked.booking);
    EXPECT_EQ(booked.booking->agency, "AGENCY1");
}

TEST(MergedTraveller, TheListAfterTheBookingHasBoth) {
    const auto booking = recorded(booking_message(person("KAHN", "BILAL")), 7);
    facts::Traveller listed = person("KHAN", "BILAL");
    listed.nationality = "PAK";
    listed.booking = Redacted<std::string>{"LOC1"};
    const auto apart = merge_all(message_of("PAXLST", listed), {booking}).front();
    EXPECT_EQ(apart.feeds.size(), 1U) << "nothing ties two who are written otherwise";

    facts::Traveller told = person("KAHN", "BILAL");
    told.carrier_id = Redacted<std::string>{"QX001"};
    told.place_of_birth = Redacted<std::string>{"LAHORE"};
    listed.carrier_id = told.carrier_id;
    const auto both =
        merge_all(message_of("PAXLST", listed), {recorded(booking_message(told), 7)}).front();
    EXPECT_EQ(both.feeds, (std::vector<std::string>{"api", "pnr"}));
    EXPECT_EQ(both.arrived, (std::vector<facts::Feed>{facts::Feed::kApi, facts::Feed::kPnr}));
    EXPECT_EQ(both.traveller.surname.reveal(), "KHAN") << "its own message's name";
    EXPECT_EQ(both.traveller.place_of_birth.reveal(), "LAHORE");
    ASSERT_TRUE(both.booking);
    EXPECT_EQ(both.booking->agency, "AGENCY1");
    ASSERT_EQ(both.differences.size(), 1U);
    EXPECT_EQ(both.differences[0].field, "name");
    EXPECT_EQ(both.differences[0].feed, "pnr");
    EXPECT_EQ(both.differences[0].value.reveal(), "KAHN, BILAL");
    ASSERT_TRUE(both.passage);
    EXPECT_EQ(both.passage->front(), 7);
}

TEST(MergedTraveller, TheSameFeedAgainIsNotAnother) {
    const auto first = recorded(message_of("PAXLST", person("KHAN", "BILAL")), 7);
    const auto again = merge_all(message_of("PAXLST", person("KHAN", "BILAL")), {first}).front();
    EXPECT_EQ(again.feeds, std::vector<std::string>{"api"});
    EXPECT_EQ(again.passage, first.passage) << "what comes after belongs to the same passage";
}

TEST(MergedTraveller, ARecordOfSoftwareThatNamedNoFeedIsACarriersList) {
    facts::Crossing old = recorded(message_of("PAXLST", person("KHAN", "BILAL")), 7);
    old.feeds.clear();
    const auto booked = merge_all(booking_message(person("KHAN", "BILAL")), {old}).front();
    EXPECT_EQ(booked.feeds, (std::vector<std::string>{"pnr", "api"}));
}

TEST(MergedTraveller, WhatAFormDeclaresIsTheOfficersWordAndStays) {
    facts::Message form = message_of("FORM", person("KHAN", "BILAL"));
    form.cash_declarations.resize(2);
    form.cash_declarations[0].traveller = 2;  // Nobody here.
    form.cash_declarations[1].traveller = 1;
    form.cash_declarations[1].reference = "KHI-26-0001";
    form.cash_declarations[1].sponsor = Redacted<std::string>{"Noor Trading"};
    form.cash_declarations[1].address = Redacted<std::string>{"Street 9"};
    const auto declared = recorded(form, 7);
    EXPECT_EQ(declared.feeds, std::vector<std::string>{"desk"});
    ASSERT_TRUE(declared.cash);
    EXPECT_EQ(declared.cash->reference, "KHI-26-0001");
    EXPECT_TRUE(declared.cash->sponsor.reveal().empty()) << "of the message alone";
    EXPECT_TRUE(declared.cash->address.reveal().empty());
    const auto listed =
        merge_all(message_of("PAXLST", person("KHAN", "BILAL")), {declared}).front();
    EXPECT_EQ(listed.feeds, (std::vector<std::string>{"api", "desk"}));
    ASSERT_TRUE(listed.cash);
    EXPECT_EQ(listed.cash->reference, "KHI-26-0001");
}

TEST(MergedTraveller, AtTheDeskAllThatWasMergedBeforeIsThere) {
    const auto list = recorded(message_of("PAXLST", person("KHAN", "BILAL")), 7);
    const auto booking = recorded(booking_message(person("KHAN", "BILAL")), 7, {list});
    const auto desk =
        merge_all(message_of(std::string{kDeskFormat}, person("KHAN", "BILAL")), {booking}).front();
    EXPECT_EQ(desk.feeds, (std::vector<std::string>{"desk", "pnr", "api"}));
    EXPECT_EQ(desk.arrived, (std::vector<facts::Feed>{facts::Feed::kApi, facts::Feed::kPnr}));
    EXPECT_TRUE(desk.booking);
}

}  // namespace
}  // namespace sarhad::node
