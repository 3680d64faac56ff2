// Several feeds of one traveller meet at a port.
#include "node_fixture.h"

#include "core/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sarhad::node {
namespace {

using Feeds = NodeTest;

/// A booking of one who is named and nothing more, for the flight of paxlst().
std::string booking(const std::string& name) {
    return core::cat(
        "UNA:+.? 'UNB+IATA:1+QX+PKNTC+261123:0600+B1++PNRGOV'"
        "UNH+1+PNRGOV:13:1:IA'MSG+:22'ORG+QX:XXA'"
        "TVL+231126:1015:231126:1325+XXA+XXB+QX+612'EQN+1'SRC'RCI+QX:ABC123'"
        "DAT+710:201126:1200'ORG+1A:MUC+12345678:XXAQX0100+XXA+QX:XXA+T+XA'TIF+",
        name,
        "'FOP+CA:3:900.00'TVL+231126:1015:231126:1325+XXA+XXB+QX+612:Y'"
        "RPI+1+HK'UNT+14+1'UNZ+1+B1'");
}

TEST_F(Feeds, AListAfterItsBookingHasBoth) {
    rig_.start();
    rig_.drop_file("b.edi", booking("TESTERSON+ANNAMRS:A:1"));
    rig_.pass(kMoment);
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    const std::vector<CrossingItem> items = crossings_of(rig_);
    ASSERT_EQ(items.size(), 2U);
    const facts::Crossing& booked = items[0].crossing;
    EXPECT_EQ(booked.feeds, std::vector<std::string>{"pnr"});
    ASSERT_TRUE(booked.booking);
    EXPECT_EQ(booked.booking->payments.at(0).form, "CA");
    const facts::Crossing& listed = items[1].crossing;
    EXPECT_EQ(listed.feeds, (std::vector<std::string>{"api", "pnr"}));
    ASSERT_TRUE(listed.booking);
    EXPECT_EQ(listed.booking->locator.reveal(), "ABC123");
    EXPECT_EQ(listed.passage, booked.passage);
    EXPECT_EQ(listed.screened().booking.reveal(), "ABC123");
    EXPECT_EQ(listed.traveller.booking.reveal(), "") << "the list does not tell it";
    const auto& unknown = listed.decision.unknown_feeds;
    EXPECT_EQ(std::count(unknown.begin(), unknown.end(), "pnr"), 0);
}

TEST_F(Feeds, ABookingAfterItsListHasTheDocument) {
    rig_.start();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    rig_.drop_file("b.edi", booking("TESTERSON+ANNAMRS:A:1"));
    rig_.pass(kMoment);
    const std::vector<CrossingItem> items = crossings_of(rig_);
    ASSERT_EQ(items.size(), 2U);
    const facts::Crossing& booked = items[1].crossing;
    EXPECT_EQ(booked.feeds, (std::vector<std::string>{"pnr", "api"}));
    EXPECT_TRUE(booked.traveller.documents.empty());
    ASSERT_EQ(booked.screened().documents.size(), 1U);
    EXPECT_EQ(booked.subject_keys, items[0].crossing.subject_keys);
    EXPECT_EQ(booked.passage, items[0].crossing.passage);
}

}  // namespace
}  // namespace sarhad::node
