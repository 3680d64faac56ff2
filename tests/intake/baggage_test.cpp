#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::Message;

std::vector<Message> read(const std::string& text) {
    return read_messages(core::as_bytes(text));
}

/// A message of one bag, and `more` elements.
Message bsm(const std::string& more) {
    const auto all = read(core::cat(
        "BSM\r\n.V/1LDXB\r\n.F/QX612/14JAN/KHI/Y\r\n.N/0999000111001\r\n", more, "ENDBSM\r\n"));
    EXPECT_EQ(all.size(), 1U);
    return all.front();
}

std::vector<std::string> tags_in(const std::vector<Message>& messages) {
    std::vector<std::string> tags;
    for (const Message& message : messages) {
        for (const facts::Bag& bag : message.bags)
            tags.push_back(bag.tag);
    }
    return tags;
}

class BaggageGolden : public testing::TestWithParam<std::string> {};

/// SARHAD_WRITE_GOLDEN=1 writes the files anew: read the difference before committing it.
TEST_P(BaggageGolden, GivesTheFactsWrittenBesideTheMessage) {
    const std::string facts = dump(read_messages(sample(GetParam() + ".txt")));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data(core::cat("intake/", GetParam(), ".json"))} << facts;
    }
    const core::Bytes expected = sample(GetParam() + ".json");
    EXPECT_EQ(facts, core::as_text(expected));
}

INSTANTIATE_TEST_SUITE_P(Samples,
                         BaggageGolden,
                         testing::Values("bags_of_a_flight", "bags_damaged"),
                         [](const auto& named) { return named.param; });

TEST(Baggage, EachOfTheEightMessagesIsKnown) {
    for (const char* name : {"BSM", "BTM", "BPM", "BUM", "BNS", "BCM", "BMM", "BRQ"}) {
        const auto all = read(
            core::cat(name, "\n.V/1LDXB\n.F/QX612/14JAN/KHI\n.N/0999000111001\nEND", name, "\n"));
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(all[0].format, name);
        EXPECT_EQ(all[0].status, facts::MessageStatus::kOk);
        EXPECT_TRUE(all[0].function.starts_with("bag")) << all[0].function;
    }
}

TEST(Baggage, ATagIsCountedOnInItsLastSixDigits) {
    const auto message = bsm(".N/0999999999003\r\n");
    EXPECT_EQ(tags_in({message}),
              (std::vector<std::string>{"0999000111", "0999999999", "0999000000", "0999000001"}));
    EXPECT_TRUE(has_problem(message, "tag-rolls-over"));
}

TEST(Baggage, ATagOfTwoLettersIsExpandedToo) {
    EXPECT_EQ(tags_in({bsm(".N/QY123456002\r\n")}),
              (std::vector<std::string>{"0999000111", "QY123456", "QY123457"}));
}

TEST(Baggage, ATagThatIsNoneIsKeptAsOneBag) {
    const auto message = bsm(".N/12AB\r\n");
    EXPECT_EQ(tags_in({message}), (std::vector<std::string>{"0999000111", "12AB"}));
    EXPECT_TRUE(has_problem(message, "bad-tag"));
    EXPECT_TRUE(has_problem(bsm(".N/0000000111001\r\n"), "tag-airline"));
}

TEST(Baggage, TagsUnderADamagedLetterAreNotLost) {
    const auto message = bsm(".M/0999000112002\r\n");
    EXPECT_EQ(tags_in({message}),
              (std::vector<std::string>{"0999000111", "0999000112", "0999000113"}));
    EXPECT_TRUE(has_problem(message, "damaged-element"));
}

TEST(Baggage, AMessageWithoutATagSaysSo) {
    const auto all = read("BSM\n.V/1LDXB\n.F/QX612/14JAN/KHI\n.P/TESTKHAN/ALI\nENDBSM\n");
    EXPECT_TRUE(has_problem(all.at(0), "no-tags"));
    const auto control = read("BCM\nFCM\n.V/1LDXB\n.F/QX612/14JAN/KHI\nENDBCM\n");
    EXPECT_EQ(control.at(0).status, facts::MessageStatus::kOk);
    EXPECT_EQ(control[0].function, "bag-control-fcm");
}

TEST(Baggage, TheDayIsKeptWhereNoYearIsTold) {
    const auto message = bsm("");
    ASSERT_EQ(message.flights.size(), 1U);
    const facts::FlightLeg& leg = message.flights[0];
    EXPECT_EQ(leg.day, "--01-14");
    EXPECT_FALSE(leg.departs.is_known());
    EXPECT_EQ(core::cat(leg.carrier, leg.number, leg.origin, leg.destination), "QX0612DXBKHI");
}

TEST(Baggage, TheYearIsTakenWhereOneIsTold) {
    const auto all = read("BSM\n.V/1LDXB\n.F/QX612/14JAN26/KHI\n.N/0999000111001\nENDBSM\n");
    EXPECT_EQ(facts::to_text(all[0].flights.at(0).departs), "2026-01-14T00:00");
    EXPECT_EQ(all[0].flights[0].day, "");
}

TEST(Baggage, LegsStandInTheOrderOfTravel) {
    const auto all = read(
        "BTM\n.V/1TDXB\n.F/QX612/14JAN/KHI\n.I/QY1/13JAN/LHR\n"
        ".O/QX300/14JAN/ISB\n.N/0999000111001\nENDBTM\n");
    EXPECT_EQ(legs_of(all.at(0)), "LHR  DXB ;DXB  KHI ;KHI  ISB ;");
    EXPECT_EQ(all[0].bags.at(0).destination, "ISB");
    EXPECT_EQ(all[0].bags[0].carrier, "QX");
}

TEST(Baggage, EveryNameIsATraveller) {
    const auto message = bsm(".P/2TESTKHAN/ALIMR/SANAMRS\r\n.P/TESTBAIG/NOOR MS\r\n.P/ONLY\r\n");
    std::string names;
    for (const facts::Traveller& one : message.travellers) {
        names += core::cat(one.surname.reveal(), "/", one.first_name.reveal(), " ", one.title, ";");
    }
    EXPECT_EQ(names, "TESTKHAN/ALI MR;TESTKHAN/SANA MRS;TESTBAIG/NOOR MS;ONLY/ ;");
    EXPECT_TRUE(message.bags.at(0).is_pooled);
    EXPECT_TRUE(message.bags[0].is_pool_head);
    EXPECT_EQ(message.bags[0].traveller, 1);
}

TEST(Baggage, ANumberOfOneMakesFurtherNamesHisOwn) {
    const auto message = bsm(".P/1TESTKHAN/ALI/REZA/MR\r\n");
    ASSERT_EQ(message.travellers.size(), 1U);
    EXPECT_EQ(message.travellers[0].first_name.reveal(), "ALI");
    EXPECT_EQ(message.travellers[0].middle_name.reveal(), "REZA");
    EXPECT_EQ(message.travellers[0].title, "MR");
}

TEST(Baggage, ANameThatEndsLikeATitleIsLeftWhole) {
    const auto message = bsm(".P/TESTKHAN/WILLIAMS\r\n.P/TESTKHAN/KADIR\r\n");
    EXPECT_EQ(message.travellers.at(0).first_name.reveal(), "WILLIAMS");
    EXPECT_EQ(message.travellers.at(1).first_name.reveal(), "KADIR");
}

TEST(Baggage, StatedAndNotNamedIsAProblem) {
    const auto message = bsm(".P/3TESTKHAN/ALI\r\n");
    EXPECT_EQ(message.travellers.size(), 1U);
    EXPECT_TRUE(has_problem(message, "name-count"));
}

TEST(Baggage, ReconciliationIsOfTheOwnersBags) {
    const auto message = bsm(".S/N/05A/C/051/051//Y/I\r\n.P/TESTKHAN/ALI\r\n");
    const facts::Bag& bag = message.bags.at(0);
    EXPECT_EQ(bag.authority_to_load, "N");
    EXPECT_EQ(bag.seat, "5A");
    EXPECT_EQ(bag.passenger_status, "C");
    EXPECT_EQ(bag.sequence, 51);
    EXPECT_EQ(bag.authority_to_transport, "Y");
    EXPECT_EQ(bag.handling, std::vector<std::string>{"TAG/I"});
    EXPECT_EQ(message.travellers.at(0).seat, "5A");
}

TEST(Baggage, WeightIsOfOneBagOrOfTheirPool) {
    EXPECT_EQ(bsm(".W/K/1/20.5\r\n").bags.at(0).weight_grams, 20'500U);
    EXPECT_EQ(bsm(".W/L/1/44\r\n").bags.at(0).weight_grams, 19'958U);
    const auto several = bsm(".N/0999000112001\r\n.W/K/2/40\r\n.P/TESTKHAN/ALI\r\n");
    EXPECT_EQ(several.bags.at(0).weight_grams, 0U);
    EXPECT_TRUE(several.bags[0].is_pooled);
    EXPECT_FALSE(several.bags[0].is_pool_head);
    EXPECT_EQ(several.travellers.at(0).bag_weight_kg, 40U);
    EXPECT_EQ(several.travellers[0].bag_count, 2);
}

TEST(Baggage, HealthAndFreeTextAreLeftOutAndCounted) {
    const auto message = bsm(".E/WCHR\r\n.E/RUSH\r\n.R/TEXT\r\n.G/TEXT\r\n");
    EXPECT_EQ(message.bags.at(0).handling, std::vector<std::string>{"RUSH"});
    ASSERT_EQ(message.left_out.size(), 2U);
    EXPECT_EQ(message.left_out[0].sort, "health");
    EXPECT_EQ(message.left_out[1].sort, "free-text");
    EXPECT_EQ(message.left_out[1].count, 2U);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
}

TEST(Baggage, AManifestGivesEachOwnerHisBags) {
    const auto all = read(
        "BMM\n.V/1LDXB\n.F/QX612/14JAN/KHI\n.N/0999000111001\n.P/TESTKHAN/ALI\n"
        ".N/0999000300002\n.P/TESTOMAR/ZED\nENDBMM\n");
    const Message& message = all.at(0);
    ASSERT_EQ(message.bags.size(), 3U);
    EXPECT_EQ(message.bags[0].traveller, 1);
    EXPECT_EQ(message.bags[2].traveller, 2);
    EXPECT_EQ(message.bags[2].carrier, "QX");
    EXPECT_EQ(message.flights.size(), 1U);
}

TEST(Baggage, AnEdifactListBehindTypeBLinesIsStillOne) {
    const std::string list = core::cat("QU KHIKMQX\r\n.DXBKMQX 140611\r\n",
                                       "UNB+UNOA:4+QXAIR+PKNTC+260114:0630+1'",
                                       "UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'",
                                       kFlight,
                                       "NAD+FL+++BSM:GIVEN'CNT+42:1'UNT+9+1'UNZ+1+1'");
    EXPECT_EQ(read(list).at(0).format, "PAXLST");
}

TEST(Baggage, TheSenderOfTheEnvelopeIsKept) {
    const auto all = read(
        "QU KHIKMQX\r\n.DXBKMQX 140611\r\nBSM\r\n.V/1LDXB\r\n"
        ".N/0999000111001\r\nENDBSM\r\n");
    EXPECT_EQ(all.at(0).sender, "DXBKMQX");
    EXPECT_EQ(all[0].status, facts::MessageStatus::kOk);
}

TEST(Baggage, ALostEndCostsNoMessage) {
    const auto all = read("BSM\n.V/1LDXB\n.N/0999000111001\nBSM\n.V/1LDXB\n.N/0999000112001\n");
    EXPECT_EQ(tags_in(all), (std::vector<std::string>{"0999000111", "0999000112"}));
    EXPECT_TRUE(has_problem(all.at(0), "no-end"));
    EXPECT_TRUE(has_problem(all.at(1), "no-end"));
}

TEST(Baggage, BagsOfATooLargeFileAreCountedInAProblem) {
    std::string text = "BMM\n.V/1LDXB\n.F/QX612/14JAN/KHI\n";
    for (int i = 0; i < 12; ++i)
        text += ".N/0999000111999\n";
    const auto all = read(text + "ENDBMM\n");
    EXPECT_EQ(all.at(0).bags.size(), 10'000U);
    EXPECT_TRUE(has_problem(all[0], "too-many-bags"));
}

/// A status, a reason where it is not ok, and every problem inside the file.
void expect_sound(const std::vector<Message>& messages, std::size_t size) {
    ASSERT_FALSE(messages.empty());
    for (const Message& message : messages) {
        ASSERT_TRUE(message.status == facts::MessageStatus::kOk || !message.problems.empty());
        for (const facts::Problem& found : message.problems) {
            ASSERT_FALSE(found.text.empty());
            ASSERT_LE(found.offset, size);
        }
    }
}

TEST(Baggage, CutAnywhereItKeepsWhatStandsBeforeTheCut) {
    const std::string whole{core::as_text(sample("bags_of_a_flight.txt"))};
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        const auto messages = read(whole.substr(0, cut));
        expect_sound(messages, cut);
        const std::size_t lines = cut == 0 ? 0 : whole.rfind('\n', cut - 1) + 1;
        std::size_t tag_lines = 0;
        for (std::size_t at = whole.find("\n.N/"); at < lines && at + 1 < lines;
             at = whole.find("\n.N/", at + 1))
            ++tag_lines;
        ASSERT_GE(tags_in(messages).size(), tag_lines) << cut;
    }
}

/// One damaged byte touches one line, or glues two: no more than the bags of one .N are lost.
TEST(Baggage, OneDamagedByteCostsAtMostTheBagsOfOneLine) {
    const std::string whole{core::as_text(sample("bags_of_a_flight.txt"))};
    const auto before = tags_in(read(whole));
    constexpr std::size_t kMostInALine = 3;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char c : std::string{"X/.0 \n\xC3"}) {
            std::string damaged = whole;
            damaged[at] = c;
            const auto messages = read(damaged);
            expect_sound(messages, whole.size());
            ASSERT_GE(tags_in(messages).size() + kMostInALine, before.size()) << at << " " << c;
        }
    }
}

TEST(Baggage, EveryFlippedByteEndsSoundly) {
    const std::string whole{core::as_text(sample("bags_of_a_flight.txt"))};
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(~static_cast<unsigned char>(damaged[at]));
        expect_sound(read(damaged), whole.size());
    }
}

TEST(Baggage, AControlMessageWithoutAFlightSaysWhatItsNameSays) {
    const auto all = read("BCM\nFCM\n.V/1LDXB\nENDBCM\nBCM\nENDBCM\n");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].status, facts::MessageStatus::kOk);
    EXPECT_EQ(all[0].function, "bag-control-fcm");
    EXPECT_EQ(all[0].version, "1LDXB");
    EXPECT_EQ(all[1].status, facts::MessageStatus::kRefused) << "it says nothing";
}

TEST(Baggage, WhatIsToldOfABagWithoutItsTagIsKept) {
    const auto all = read(
        "BCM\nFCM\n.V/1LDXB\n.J/S/DXB01\nENDBCM\n"
        "BSM\n.V/1LDXB\n.F/QX612/14JAN/KHI\n.P/TESTKHAN/ALI\n.S/Y/12A/C/014\n.X/A/CLR\nENDBSM\n");
    EXPECT_EQ(all.at(0).bags.at(0).handling, std::vector<std::string>{"J/S/DXB01"});
    EXPECT_EQ(all[0].bags[0].tag, "");
    const facts::Bag& bag = all.at(1).bags.at(0);
    EXPECT_EQ(bag.sequence, 14U);
    EXPECT_EQ(bag.screening, std::vector<std::string>{"CLR A"});
    EXPECT_EQ(bag.traveller, 1U);
    EXPECT_TRUE(has_problem(all[1], "no-tags"));
}

TEST(Baggage, AFrequentFlyerAsReservationsWriteItIsOne) {
    for (const char* sent :
         {".Y/UA/12345678/GOLD", ".Y/SSRFQTVUAHK/UA12345678", ".Y/FQTVUA12345678"}) {
        const auto message = bsm(core::cat(sent, "\r\n"));
        const facts::FrequentFlyer& flyer = message.bookings.at(0).frequent_flyers.at(0);
        EXPECT_EQ(flyer.carrier, "UA") << sent;
        EXPECT_EQ(flyer.number.reveal(), "12345678") << sent;
        EXPECT_EQ(message.status, facts::MessageStatus::kOk) << sent;
    }
}

}  // namespace
}  // namespace sarhad::intake
