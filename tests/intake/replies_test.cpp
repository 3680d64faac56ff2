#include "intake/replies.h"

#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/interchange.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <type_traits>
#include <vector>

namespace sarhad::intake {
namespace {

// An officer's answer is made by an officer and by nothing else; so is an officer by an account.
static_assert(!std::is_default_constructible_v<OfficersAnswer>);
static_assert(!std::is_constructible_v<OfficersAnswer, bool>);
static_assert(!std::is_constructible_v<OfficersAnswer, std::string, bool>);
static_assert(!std::is_default_constructible_v<Officer>);
static_assert(!std::is_constructible_v<Officer, std::string>);

constexpr ReplyMark kMark{{{2026, 3, 1}, 14, 30}, 77};

/// Invented; the second message is of a format that nobody reads.
const std::string kSent =
    "UNB+UNOA:4+QXAIR+PKNTC+260301:0630+IC9'"
    "UNH+M1+PAXLST:D:05B:UN:IATA'BGM+745'RFF+TN:T1'TDT+20+QX612'LOC+125+DXB'"
    "DTM+189:2603011015:201'LOC+87+KHI'DTM+232:2603011325:201'"
    "NAD+FL+++DEHLVI:GULNAR'RFF+AVF:AB12CD'RFF+ABO:Q?+7'"
    "NAD+FL+++ZARKHEL:QADIR'RFF+AVF:EF34GH'CNT+42:2'UNT+15+M1'"
    "UNH+M2+INVRPT:D:96A:UN'BGM+35'UNT+3+M2'UNZ+2+IC9'";

std::vector<facts::Message> messages() {
    return read_messages(core::as_bytes(kSent));
}

ReplyTo to() {
    return *reply_to(core::as_bytes(kSent));
}

/// SARHAD_WRITE_GOLDEN=1 writes the file anew.
void expect_golden(const std::string& name, const std::string& made) {
    const std::string path = places::test_data(core::cat("replies/", name, ".edi"));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{path} << made;
    }
    const core::Bytes expected = file_bytes(path);
    EXPECT_EQ(made, core::as_text(expected));
}

ReplyRead read_one(const std::string& text) {
    const auto replies = read_replies(core::as_bytes(text));
    SARHAD_CHECK(replies.size() == 1);
    return replies.front();
}

std::vector<PassengerReply> all_answers() {
    const auto officer = Officer::named("inspector7");
    auto replies = received_all(messages().front());
    replies.push_back({"IJ56KL", "", AutomaticAnswer::kContact});
    replies.push_back({"MN78OP", "R1", OfficersAnswer::may_board(*officer)});
    replies.push_back({"MN78OP", "R2", OfficersAnswer::do_not_board(*officer)});
    return replies;
}

TEST(Replies, ContrlSaysOfEachMessageWhetherItWasRead) {
    const std::string made = make_contrl(to(), kMark, messages());
    expect_golden("contrl", made);
    const ReplyRead read = read_one(made);
    EXPECT_EQ(read.format, "CONTRL");
    EXPECT_EQ(read.answers, "IC9");
    EXPECT_EQ(read.verdict, Verdict::kPartial);
    EXPECT_EQ(read.rejected, std::vector<std::string>{"M2"});
    EXPECT_TRUE(read.problems.empty());
}

TEST(Replies, EachInterchangeOfAFileIsAnsweredToItsSender) {
    const std::string file =
        "UNA|*.? "
        "~UNB*UNOA|4*QX*PKNTC*260114|0600*A1~UNH*1*PAXLST|D|05B|UN~BGM*745~UNT*3*1~UNZ*1*A1~"
        "\r\nUNB+UNOA:4+QY+PKNTC+260114:0600+A2'UNH+1+PAXLST:D:05B:UN'BGM+745'UNT+3+1'UNZ+1+A2'";
    const auto all = interchanges_in(core::as_bytes(file));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(reply_to(all[0])->interchange, "A1");
    EXPECT_EQ(reply_to(all[0])->sender, "QX");
    EXPECT_EQ(reply_to(all[1])->interchange, "A2");
    EXPECT_EQ(reply_to(all[1])->sender, "QY");
}

TEST(Replies, ContrlRejectsAnInterchangeOfWhichNothingWasRead) {
    const ReplyRead read = read_one(make_contrl(to(), kMark, {messages().back()}));
    EXPECT_EQ(read.verdict, Verdict::kRejected);
    const ReplyRead good = read_one(make_contrl(to(), kMark, {messages().front()}));
    EXPECT_EQ(good.verdict, Verdict::kReceived);
    EXPECT_TRUE(good.rejected.empty());
}

TEST(Replies, CusresAnswersEachPassengerByTheCarriersReferences) {
    const std::string made = make_cusres(to(), kMark, messages().front(), all_answers());
    expect_golden("cusres", made);
    const ReplyRead read = read_one(made);
    EXPECT_EQ(read.answers, "M1");
    EXPECT_TRUE(read.problems.empty());
    EXPECT_EQ(read.passengers, all_answers());
    EXPECT_EQ(read.passengers[0].carrier_id, "Q+7");
    for (const char* name : {"DEHLVI", "GULNAR", "ZARKHEL", "QADIR"})
        EXPECT_EQ(made.find(name), std::string::npos) << name;
}

TEST(Replies, ByItselfTheComputerAnswersThatDataHasCome) {
    for (const PassengerReply& one : received_all(messages().front())) {
        EXPECT_EQ(one.answer, PassengerAnswer{AutomaticAnswer::kReceived});
    }
    const std::string made =
        make_cusres(to(), kMark, messages().front(), received_all(messages().front()));
    EXPECT_EQ(made.find("DNB"), std::string::npos);
    EXPECT_EQ(made.find("OTB"), std::string::npos);
}

TEST(Replies, AnOfficerIsAnAccount) {
    EXPECT_TRUE(Officer::named("a.khan@pkkhi").has_value());
    EXPECT_FALSE(Officer::named("").has_value());
    EXPECT_FALSE(Officer::named("the computer").has_value());
}

TEST(Replies, ARefusalToBoardThatNamesNobodyIsReadAsContact) {
    std::string made = make_cusres(to(), kMark, messages().front(), all_answers());
    for (std::size_t at = made.find("FTX"); at != std::string::npos; at = made.find("FTX"))
        made.erase(at, made.find('\n', at) + 1 - at);
    const ReplyRead read = read_one(made);
    ASSERT_EQ(read.passengers.size(), 5U);
    EXPECT_EQ(read.passengers[3].answer, PassengerAnswer{AutomaticAnswer::kContact});
    EXPECT_EQ(read.passengers[4].answer, PassengerAnswer{AutomaticAnswer::kContact});
    std::size_t told = 0;
    for (const facts::Problem& problem : read.problems)
        told += problem.code == "no-officer" ? 1U : 0U;
    EXPECT_EQ(told, 2U);
}

TEST(Replies, AckresTellsHowAPnrgovWasRead) {
    facts::Message pnrgov;
    pnrgov.format = "PNRGOV";
    pnrgov.reference = "P1";
    EXPECT_EQ(read_one(make_ackres(to(), kMark, pnrgov)).verdict, Verdict::kReceived);
    pnrgov.status = facts::MessageStatus::kPartial;
    pnrgov.problems.push_back({"bad-date", 12, 345, "not a date"});
    const std::string made = make_ackres(to(), kMark, pnrgov);
    expect_golden("ackres", made);
    EXPECT_EQ(read_one(made).verdict, Verdict::kPartial);
    EXPECT_EQ(read_one(made).answers, "P1");
    pnrgov.status = facts::MessageStatus::kRefused;
    EXPECT_EQ(read_one(make_ackres(to(), kMark, pnrgov)).verdict, Verdict::kRejected);
}

TEST(Replies, GovreqAsksForAFlightOrOneBooking) {
    GovernmentRequest request;
    request.flight = messages().front().flights.front();
    request.flight.arrives = {};
    const std::string made = make_govreq(to(), kMark, request);
    expect_golden("govreq", made);
    EXPECT_EQ(read_one(made).requests, std::vector<GovernmentRequest>{request});
    request.locator = "AB12CD";
    EXPECT_EQ(read_one(make_govreq(to(), kMark, request)).requests,
              std::vector<GovernmentRequest>{request});
}

TEST(Replies, WithoutAnInterchangeThereIsNobodyToAnswer) {
    EXPECT_FALSE(reply_to(core::as_bytes(std::string{"UNH+1+PAXLST:D:05B:UN'UNT+2+1'"})));
    EXPECT_FALSE(reply_to({}));
    EXPECT_EQ(to().sender, "QXAIR");
    EXPECT_EQ(to().recipient, "PKNTC");
}

TEST(Replies, WhatIsNoReplySaysSo) {
    EXPECT_EQ(read_one("this is none").problems.at(0).code, "not-edifact");
    const auto replies = read_replies(core::as_bytes(kSent));
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(replies[0].problems.at(0).code, "no-reader");
}

TEST(Replies, NoCutAndNoFlippedByteLosesAPassengerInSilence) {
    const std::string whole = make_cusres(to(), kMark, messages().front(), all_answers());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::vector<std::string> damaged{whole.substr(0, at)};
        for (const char c : std::string{"X'+:?\n\xC3"}) {
            damaged.push_back(whole);
            damaged.back()[at] = c;
        }
        for (const std::string& text : damaged) {
            const auto replies = read_replies(core::as_bytes(text));
            ASSERT_FALSE(replies.empty());
            std::size_t people = 0;
            std::size_t problems = 0;
            for (const ReplyRead& reply : replies) {
                people += reply.passengers.size();
                problems += reply.problems.size();
                for (const auto& problem : reply.problems)
                    ASSERT_LE(problem.offset, text.size());
            }
            ASSERT_TRUE(people == 5 || problems > 0) << at;
        }
    }
}

}  // namespace
}  // namespace sarhad::intake
