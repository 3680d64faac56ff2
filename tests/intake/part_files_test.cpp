#include "intake/part_files.h"

#include "pnr_messages.h"

#include "core/text.h"
#include "intake/journeys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {
namespace {

std::vector<FileRead> read_all(const std::vector<std::string>& files) {
    std::vector<core::ByteView> views;
    for (const std::string& file : files)
        views.push_back(core::as_bytes(file));
    return read_together(views);
}

std::string bookings(std::string_view part,
                     std::string_view segments,
                     std::string_view reference = "R1") {
    return core::cat("UNB+IATA:1+QX++260114:0630+1'UNH+1+PNRGOV:13:1:IA+",
                     reference,
                     "+",
                     part,
                     "'MSG+:22'",
                     segments,
                     "UNT+1+1'UNZ+1+1'");
}
const std::string kHead = "TVL+150126:1015:150126:1325+DXB+KHI+QX+612'EQN+2'";

std::string list(std::string_view part, std::string_view name, std::string_view flight = "QX15") {
    return core::cat("UNB+UNOA:4+QXAIR+PKNTC+260507:0100+P1'UNH+1+PAXLST:D:05B:UN:IATA+L1+",
                     part,
                     "'BGM+745'TDT+20+",
                     flight,
                     "'LOC+125+DOH'DTM+189:2605070200:201'LOC+87+ISB'NAD+FL+++",
                     name,
                     ":JO'UNT+8+1'UNZ+1+P1'");
}

std::string missing_of(const facts::Message& message) {
    for (const facts::Problem& problem : message.problems) {
        if (problem.code == "waiting-for-parts") return problem.text;
    }
    return {};
}

TEST(PartFiles, PartsOfOneMessageInSeveralFilesAreOneInAnyOrder) {
    const std::vector<std::string> files{
        bookings("02", "SRC'RCI+QX:A1B2C3'TIF+A+BOBMR:A:1'"),
        bookings("03:F", "SRC'RCI+QX:D1E2F3'TIF+C+DANMR:A:1'TKT+0061234567890'"),
        bookings("01:C", kHead)};
    const auto read = read_all(files);
    ASSERT_EQ(read.size(), 3U);
    EXPECT_TRUE(read[0].messages.empty());
    EXPECT_TRUE(read[1].messages.empty());
    ASSERT_EQ(read[2].messages.size(), 1U) << "where the first part stood";
    const facts::Message& whole = read[2].messages[0].message;
    EXPECT_EQ(people_of(whole), "A/BOB (MR);C/DAN (MR);");
    EXPECT_EQ(whole.bookings.at(1).tickets.at(0).traveller, 2U);
    EXPECT_EQ(missing_of(whole), "");
    EXPECT_EQ(to_text(read[2].messages[0].prepared), "2026-01-14T06:30");
    for (const FileRead& file : read)
        EXPECT_TRUE(file.waiting.empty());
}

TEST(PartFiles, AMissingPartIsNamedInEachOfTheOthers) {
    const auto read = read_all(
        {bookings("02:C", "SRC'TIF+A+BOBMR:A:1'"), bookings("04:C", "SRC'TIF+C+DANMR:A:1'")});
    const facts::Message& message = read[0].messages.at(0).message;
    EXPECT_EQ(message.status, facts::MessageStatus::kPartial);
    EXPECT_NE(missing_of(message).find("missing are 1, 3 and what follows 4;"), std::string::npos)
        << missing_of(message);
    ASSERT_EQ(read[1].waiting.size(), 1U);
    EXPECT_EQ(read[1].waiting[0].number, 4U);
    EXPECT_FALSE(read[1].waiting[0].is_final);
    EXPECT_EQ(read[0].waiting.at(0).whole, read[1].waiting[0].whole);
}

TEST(PartFiles, ManyMissingPartsAreNotAllNamed) {
    const auto read = read_all({bookings("999999:F", "SRC'TIF+A+BOBMR:A:1'")});
    const std::string text = missing_of(read[0].messages.at(0).message);
    EXPECT_NE(text.find("1, 2, 3"), std::string::npos);
    EXPECT_NE(text.find("20 and more;"), std::string::npos) << text;
}

TEST(PartFiles, PartsOfOtherMessagesStayApart) {
    const auto read =
        read_all({bookings("01:C", kHead, "R1"), bookings("02:F", "SRC'TIF+A+BOBMR:A:1'", "R2")});
    EXPECT_EQ(read[0].messages.size(), 1U);
    EXPECT_EQ(read[1].messages.size(), 1U);
    EXPECT_FALSE(missing_of(read[0].messages[0].message).empty());
    EXPECT_FALSE(missing_of(read[1].messages[0].message).empty());
}

TEST(PartFiles, AListInPartsIsOneListAndMayBeExpected) {
    const auto read = read_all({list("01:C", "ABERLIN"), list("02:F", "BERLINGO")});
    ASSERT_EQ(read[0].messages.size(), 1U);
    EXPECT_EQ(read[0].messages[0].message.travellers.size(), 2U);
    EXPECT_TRUE(announces(read[0].messages[0].message));
    EXPECT_TRUE(read[1].messages.empty());
}

TEST(PartFiles, APartOfAListIsNotAllWhoAreExpected) {
    const auto read = read_all({list("01:C", "ABERLIN")});
    EXPECT_FALSE(announces(read[0].messages.at(0).message));
}

TEST(PartFiles, PartsThatNameOtherFlightsStayMessages) {
    const auto read = read_all({list("01:C", "ABERLIN"), list("02:F", "BERLINGO", "QX16")});
    EXPECT_EQ(read[0].messages.size(), 1U);
    EXPECT_EQ(read[1].messages.size(), 1U);
    EXPECT_TRUE(missing_of(read[1].messages[0].message).empty());
}

TEST(PartFiles, AWholeFileBesideThemIsReadAsEver) {
    const auto read = read_all({list("01:C", "ABERLIN"), list("01:F", "BERLINGO"), "hello"});
    EXPECT_EQ(read[0].messages.size(), 1U);
    EXPECT_TRUE(missing_of(read[1].messages.at(0).message).empty());
    EXPECT_TRUE(read[1].waiting.empty());
    EXPECT_EQ(read[2].messages.at(0).message.status, facts::MessageStatus::kRefused);
}

TEST(PartFiles, APartThatCameTwiceIsOnePart) {
    const auto read = read_all({bookings("01:C", kHead),
                                bookings("01:C", kHead),
                                bookings("02:F", "SRC'TIF+A+BOBMR:A:1'"),
                                bookings("02:F", "SRC'TIF+A+BOBMR:A:1'")});
    ASSERT_EQ(read[0].messages.size(), 1U);
    EXPECT_EQ(missing_of(read[0].messages[0].message), "");
    EXPECT_FALSE(has_problem(read[0].messages[0].message, "part-differs"));
    EXPECT_EQ(people_of(read[0].messages[0].message), "A/BOB (MR);");
    for (const FileRead& file : read)
        EXPECT_TRUE(file.waiting.empty());
    for (const std::size_t again : {1U, 2U, 3U})
        EXPECT_TRUE(read[again].messages.empty()) << again;
}

TEST(PartFiles, APartThatCameTwiceAndNotTheSameLosesNobody) {
    const auto read = read_all({bookings("01:C", kHead + "SRC'TIF+A+BOBMR:A:1'"),
                                bookings("01:C", kHead + "SRC'TIF+C+DANMR:A:1'"),
                                bookings("02:F", "SRC'TIF+E+EVAMRS:A:1'")});
    std::string people;
    bool is_told = false;
    for (const FileRead& file : read) {
        for (const SentMessage& sent : file.messages) {
            people += people_of(sent.message) + "/";
            is_told = is_told || has_problem(sent.message, "part-differs");
            EXPECT_EQ(sent.message.status, facts::MessageStatus::kPartial);
        }
    }
    EXPECT_EQ(people, "A/BOB (MR);/C/DAN (MR);E/EVA (MRS);/");
    EXPECT_TRUE(is_told);
}

TEST(PartFiles, ANextMessageWithTheSameReferenceIsNoDifference) {
    const auto read = read_all({bookings("01:C", kHead + "SRC'TIF+A+BOBMR:A:1'"),
                                bookings("02:F", "SRC'TIF+C+DANMR:A:1'"),
                                bookings("01:C", kHead + "SRC'TIF+E+EVAMRS:A:1'"),
                                bookings("02:F", "SRC'TIF+G+GULMR:A:1'")});
    EXPECT_EQ(people_of(read[0].messages.at(0).message), "A/BOB (MR);C/DAN (MR);");
    EXPECT_EQ(people_of(read[2].messages.at(0).message), "E/EVA (MRS);G/GUL (MR);");
    EXPECT_EQ(missing_of(read[2].messages[0].message), "");
    EXPECT_FALSE(has_problem(read[2].messages[0].message, "part-differs"));
}

}  // namespace
}  // namespace sarhad::intake
