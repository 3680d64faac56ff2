// Several feeds of one traveller meet at a port, and what is not screened is told.
#include "counting_log.h"
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

TEST_F(Feeds, CargoThatIsNotScreenedIsTold) {
    CountingLog log;
    rig_.log = &log;
    rig_.start();
    rig_.drop_file("c.edi",
                   "UNB+UNOA:1+QXSEA+PKNTC+261123:0600+C1'UNH+1+CUSCAR:D:95B:UN'BGM+85+M1+9'"
                   "TDT+20+V1+1++QXL:172:20+++9074729:146::INVENTED STAR'LOC+60+PKKHI'CNI+1+B1'"
                   "RFF+BM:B1'NAD+CN+++INVENTED TRADERS'GID+1+5:PK'FTX+AAA+++THINGS'UNT+10+1'"
                   "UNZ+1+C1'");
    rig_.pass(kMoment);
    EXPECT_TRUE(crossings_of(rig_).empty());
    EXPECT_EQ(log.counts["NODE-051"], 1) << "nobody screened it";
    rig_.stop();
}

}  // namespace
}  // namespace sarhad::node
