#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/edifact.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sarhad::intake {
namespace {

std::string birth(const std::string& sent) {
    const auto traveller = read_traveller("DTM+329:" + sent + "'");
    return facts::to_text(traveller.date_of_birth.reveal());
}

TEST(Paxlst, ATwoDigitBirthYearIsNeverAfterTheMessage) {
    EXPECT_EQ(birth("260113"), "2026-01-13");
    EXPECT_EQ(birth("260115"), "1926-01-15");
    EXPECT_EQ(birth("720907"), "1972-09-07");
}

TEST(Paxlst, BirthsMayBePartlyUnknown) {
    EXPECT_EQ(birth("550000"), "1955");
    EXPECT_EQ(birth("19550300"), "1955-03");
    EXPECT_EQ(birth("1955:602"), "1955");
    EXPECT_EQ(birth("195503:610"), "1955-03");
}

TEST(Paxlst, ABadDateIsAProblemAndTheFieldStaysUnknown) {
    const auto message = read_body(core::cat(kFlight, "NAD+FL+++A:B'DTM+329:801399'"));
    EXPECT_TRUE(has_problem(message, "bad-date"));
    EXPECT_FALSE(message.travellers.at(0).date_of_birth.reveal().is_known());
}

TEST(Paxlst, CarrierAndNumberAreToldApart) {
    const auto flight = [](const std::string& tdt) {
        const auto message = read_body("TDT+20+" + tdt + "'LOC+125+DXB'LOC+87+KHI'");
        return message.flights.at(0).carrier + " " + message.flights.at(0).number;
    };
    EXPECT_EQ(flight("UA988"), "UA 0988");
    EXPECT_EQ(flight("3U12"), "3U 0012");
    EXPECT_EQ(flight("BAW123A"), "BAW 0123A");
    EXPECT_EQ(flight("877+++XZ"), "XZ 0877");
    EXPECT_EQ(flight("ZX877+++XZ"), "XZ 0877");
    EXPECT_EQ(flight("W61234"), "W6 1234");
    EXPECT_EQ(flight("PK00301+++PK"), "PK 0301");
    EXPECT_EQ(flight("PK00301"), "PK 0301");
    EXPECT_EQ(flight("PK00301A+++PK"), "PK 0301A");
    EXPECT_EQ(flight("PIA301+++PK"), "PIA 0301");
}

TEST(Paxlst, AnArrivalListedBeforeItsDepartureIsOneLeg) {
    const auto message = read_body(
        "TDT+20+QX1'LOC+87+KHI'DTM+232:2405031300:201'LOC+125+DXB'DTM+189:2405031000:201'");
    EXPECT_EQ(legs_of(message), "DXB 2024-05-03T10:00 KHI 2024-05-03T13:00;");
    EXPECT_FALSE(has_problem(message, "leg-without-origin"));
    EXPECT_EQ(legs_of(read_body("TDT+20+QX1'LOC+87+KHI'LOC+125+DXB'LOC+87+ISB'")),
              "  KHI ;DXB  ISB ;");
    EXPECT_EQ(legs_of(read_body("TDT+20+QX1'LOC+87+KHI'LOC+125+KHI'")), "  KHI ;KHI   ;");
}

TEST(Paxlst, AUsTravellerWhoseNameIsLostIsNotMergedIntoTheOneBefore) {
    const auto message = read_us_body(
        "PDT+P/AB123:300909:PAK+DOE:JOHN::800405:M+PAX+DXB:KHI'"
        "PDT+P/ZZ999:300909:USA+:::850101:F+PAX+DXB:KHI'");
    ASSERT_EQ(message.travellers.size(), 2U);
    EXPECT_EQ(message.travellers[0].documents.size(), 1U);
    EXPECT_EQ(message.travellers[1].documents.at(0).number.reveal(), "ZZ999");
    EXPECT_TRUE(has_problem(message, "name-missing"));
}

TEST(Paxlst, AUsDocumentAloneBelongsToTheTravellerBefore) {
    const std::string owner = "PDT+P/AB123:300909:PAK+DOE:JOHN::800405:M+PAX+DXB:KHI'";
    const auto documents = [&](const std::string& pdt) {
        return read_us_body(owner + pdt).travellers.at(0).documents.size();
    };
    EXPECT_EQ(documents("PDT+V/N2'"), 2U);
    EXPECT_EQ(documents("PDT+V/N2+++DXB:KHI'"), 2U);
    EXPECT_EQ(documents("PDT+V/N2++CRW'"), 1U);
    EXPECT_EQ(documents("PDT+V/N2++PAX+LHR:KHI'"), 1U);
}

TEST(Paxlst, AMessageWithoutAnyFlightButTravellersIsPartial) {
    const auto message = read_body("NAD+FL+++FAMILY:GIVEN'");
    EXPECT_EQ(message.status, facts::MessageStatus::kPartial);
    EXPECT_TRUE(has_problem(message, "no-flight"));
}

TEST(Paxlst, AMessageWithNothingUsableIsRefused) {
    const auto message = read_body("");
    EXPECT_EQ(message.status, facts::MessageStatus::kRefused);
    EXPECT_EQ(message.problems.at(0).code, "nothing-usable");
}

TEST(Paxlst, TransitLocationTwentyTwoBecomesADepartureWithAProblem) {
    const auto message =
        read_body("TDT+20+QX1'LOC+22+AUH'DTM+189:2605040200:201'LOC+87+KHI'NAD+FL+++A:B'");
    ASSERT_EQ(message.flights.size(), 1U);
    EXPECT_EQ(message.flights[0].origin, "AUH");
    EXPECT_TRUE(has_problem(message, "port-inferred"));
}

TEST(Paxlst, ALegWithoutDatesIsKeptAndNamed) {
    const auto message = read_body("TDT+20+QX1'LOC+125+DXB'LOC+87+KHI'");
    EXPECT_EQ(message.flights.size(), 1U);
    EXPECT_TRUE(has_problem(message, "leg-without-date"));
}

TEST(Paxlst, ATimeOfALocationThatIsNoPortDoesNotReplaceThatOfThePort) {
    const std::string ports =
        "TDT+20+QX1'LOC+125+DXB'DTM+189:2405031000:201'LOC+87+KHI'DTM+232:2405031300:201'";
    const std::string legs = "DXB 2024-05-03T10:00 KHI 2024-05-03T13:00;";
    for (const char* code : {"61", "188", "172"}) {
        const auto message =
            read_body(core::cat(ports, "LOC+", code, "+LHE'DTM+232:2405040500:201'"));
        EXPECT_EQ(legs_of(message), legs) << code;
    }
}

TEST(Paxlst, ARepeatedTimeOfAFlightIsNamedAndTheFirstStays) {
    const auto message = read_body(
        "TDT+20+QX1'LOC+125+DXB'DTM+189:2405031000:201'DTM+189:2405032200:201'LOC+87+KHI'");
    EXPECT_EQ(legs_of(message), "DXB 2024-05-03T10:00 KHI ;");
    EXPECT_TRUE(has_problem(message, "repeated-segment"));
}

TEST(Paxlst, TimesBeforeThePortsAreThoseOfTheFlight) {
    const auto message = read_body(
        "TDT+20+QX1'DTM+189:2405031000:201'DTM+232:2405031300:201'LOC+125+DXB'LOC+87+KHI'");
    EXPECT_EQ(legs_of(message), "DXB 2024-05-03T10:00 KHI 2024-05-03T13:00;");
    EXPECT_FALSE(has_problem(message, "bad-date"));
    EXPECT_EQ(legs_of(read_body("TDT+20+QX1'DTM+189:2405031000:201'")), " 2024-05-03T10:00  ;");
}

TEST(Paxlst, AnArrivalThatFliesOnKeepsItsDeparture) {
    const auto message = read_body(
        "TDT+20+QX1'LOC+125+DXB'DTM+189:2405031000:201'LOC+87+KHI'DTM+232:2405031300:201'"
        "DTM+189:2405031500:201'LOC+130+LHE'DTM+232:2405031700:201'");
    EXPECT_EQ(legs_of(message),
              "DXB 2024-05-03T10:00 KHI 2024-05-03T13:00;"
              "KHI 2024-05-03T15:00 LHE 2024-05-03T17:00;");
}

TEST(Paxlst, ADateOfAFlightThatIsNotKnownIsNamed) {
    EXPECT_TRUE(has_problem(read_body(core::cat(kFlight, "DTM+17:240503'")), "unknown-code"));
    EXPECT_FALSE(
        has_problem(read_body(core::cat(kFlight, "DTM+554:2405030930:201'")), "unknown-code"));
}

TEST(Paxlst, TheStatedCountIsCheckedAgainstTheTravellersRead) {
    const std::string two = core::cat(kFlight, "NAD+FL+++A:B'NAD+FL+++C:D'");
    EXPECT_FALSE(has_problem(read_body(two + "CNT+42:2'"), "count-mismatch"));
    EXPECT_TRUE(has_problem(read_body(two + "CNT+42:3'"), "count-mismatch"));
    EXPECT_TRUE(has_problem(read_body(two), "no-count"));
}

TEST(Paxlst, ATravellerWithoutANameIsCountedAndNamedAsAProblem) {
    const auto message = read_body(core::cat(kFlight, "NAD+FL'DOC+P+N1'CNT+42:1'"));
    EXPECT_EQ(message.travellers.size(), 1U);
    EXPECT_TRUE(has_problem(message, "name-missing"));
}

TEST(Paxlst, UnknownSegmentsAreNamedAndNotFatal) {
    const auto message = read_body(core::cat(kFlight, "NAD+FL+++A:B'ZZZ+1'DOC+P+N1'"));
    EXPECT_TRUE(has_problem(message, "unknown-segment"));
    EXPECT_EQ(message.travellers.at(0).documents.size(), 1U);
}

TEST(Paxlst, AnEmptyDocumentIsPassedOverWithItsDates) {
    const auto traveller = read_traveller("DOC+P+N1'LOC+91+PAK'DOC++'DTM+36:190919'LOC+91+'");
    ASSERT_EQ(traveller.documents.size(), 1U);
    EXPECT_FALSE(traveller.documents[0].expires.is_known());
}

TEST(Paxlst, DocumentsKeepTheirIssueDate) {
    const auto traveller = read_traveller("DOC+P+n 1'DTM+182:250102'DTM+36:350101'");
    EXPECT_EQ(facts::to_text(traveller.documents.at(0).issued), "2025-01-02");
    EXPECT_EQ(facts::to_text(traveller.documents.at(0).expires), "2035-01-01");
    EXPECT_EQ(traveller.documents.at(0).number.reveal(), "N1");
}

TEST(Paxlst, BaggageIsInWholeKilograms) {
    EXPECT_EQ(read_traveller("MEA+WT++KGM:51.5'").bag_weight_kg, 52U);
    EXPECT_EQ(read_traveller("MEA+WT++LBR:44'").bag_weight_kg, 20U);
    EXPECT_EQ(read_traveller("MEA+CT++:3'").bag_count, 3);
}

TEST(Paxlst, ConsecutiveBagTagsAreExpanded) {
    const auto traveller = read_traveller("FTX+BAG+++QX0998:3'");
    EXPECT_EQ(traveller.bag_tags, (std::vector<std::string>{"QX0998", "QX0999", "QX1000"}));
}

TEST(Paxlst, BagTagsStopAtTheirLimit) {
    EXPECT_EQ(read_traveller("FTX+BAG+++QX000001:900000'").bag_tags.size(), 999U);
}

TEST(Paxlst, FreeTextIsNotKeptAndLeavesTheMessageOk) {
    const std::string text =
        core::cat("UNB+UNOA:4+QXAIR+PKNTC+260114:0630+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'",
                  kFlight,
                  "NAD+FL+++A:B'FTX+AAI+++PRIVATE WORDS'CNT+42:1'UNT+11+1'UNZ+1+1'");
    const auto message = read_messages(core::as_bytes(text)).front();
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
    EXPECT_TRUE(has_problem(message, "not-kept"));
    EXPECT_EQ(dump(message).find("PRIVATE"), std::string::npos);
}

TEST(Paxlst, ProblemTextsHoldNothingOfTheTraveller) {
    const auto message = read_body(core::cat(
        kFlight, "NAD+FL+++O'SECRETNAME:LEE'DTM+329:SECRET'SECRET+1'DOC++SECRET'LOC+SECRET+1'"));
    for (const facts::Problem& found : message.problems) {
        EXPECT_EQ(found.text.find("SECRET"), std::string::npos) << found.code;
    }
}

TEST(Paxlst, AFileThatIsNotEdifactIsRefusedWithItsReason) {
    const auto messages = read_messages(core::as_bytes("hello"));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].status, facts::MessageStatus::kRefused);
    EXPECT_EQ(messages[0].problems.at(0).code, "not-edifact");
    EXPECT_EQ(read_messages({}).size(), 1U);
}

TEST(Paxlst, AFormatWithoutAReaderIsNamed) {
    const auto messages = read_messages(sample("not_read_here.edi"));
    EXPECT_EQ(messages.at(0).format, "PAORES");
    EXPECT_EQ(messages.at(0).problems.at(0).text, "format PAORES: no reader for it in this build");
}

TEST(Paxlst, EnvelopeMismatchesAreProblemsAndDropNothing) {
    const auto message = read_messages(sample("broken_travellers.edi")).at(0);
    for (const char* code : {"unt-count", "unt-reference", "unz-count", "unz-reference"}) {
        EXPECT_TRUE(has_problem(message, code)) << code;
    }
    EXPECT_EQ(message.travellers.size(), 3U);
}

TEST(Paxlst, TwoInterchangesInAFileAreBothRead) {
    core::Bytes twice = sample("un_02b_single_leg.edi");
    core::append(twice, sample("other_separators.edi"));
    const auto messages = read_messages(twice);
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].travellers.size(), 2U);
    EXPECT_EQ(messages[1].travellers.size(), 1U);
}

/// A message of one traveller, without an interchange around it.
std::string bare(const std::string& surname) {
    return core::cat("UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'",
                     kFlight,
                     "NAD+FL+++",
                     surname,
                     ":GIVEN'CNT+42:1'UNT+10+1'");
}

std::vector<std::string> surnames_of(const std::string& text) {
    std::vector<std::string> names;
    for (const auto& message : read_messages(core::as_bytes(text))) {
        for (const auto& traveller : message.travellers)
            names.push_back(traveller.surname.reveal());
    }
    return names;
}

TEST(Paxlst, MessagesBeforeTheFirstInterchangeAreRead) {
    const std::string text = core::cat(bare("FIRST"),
                                       bare("SECOND"),
                                       "UNA:+.? 'UNB+UNOA:4+A+B+260114:0630+1'",
                                       bare("THIRD"),
                                       "UNZ+1+1'");
    EXPECT_EQ(surnames_of(text), (std::vector<std::string>{"FIRST", "SECOND", "THIRD"}));
    const auto messages = read_messages(core::as_bytes(text));
    EXPECT_TRUE(has_problem(messages.at(1), "no-unb"));
    EXPECT_EQ(messages.at(2).status, facts::MessageStatus::kOk);
    EXPECT_EQ(messages.at(2).sender, "A");
}

TEST(Paxlst, AMessageAfterTheEndOfAnInterchangeIsRead) {
    const std::string text =
        core::cat("UNB+UNOA:4+A+B+260114:0630+1'", bare("FIRST"), "UNZ+1+1'\r\n", bare("SECOND"));
    EXPECT_EQ(surnames_of(text), (std::vector<std::string>{"FIRST", "SECOND"}));
    const auto messages = read_messages(core::as_bytes(text));
    EXPECT_TRUE(has_problem(messages.back(), "no-unb"));
    EXPECT_TRUE(messages.back().sender.empty());
}

TEST(Paxlst, SegmentsBetweenInterchangesAreNamed) {
    const std::string first = core::cat("UNB+UNOA:4+A+B+260114:0630+1'", bare("FIRST"), "UNZ+1+1'");
    const auto messages = read_messages(core::as_bytes(core::cat(first, "NAD+FL+++X:Y'", first)));
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_TRUE(has_problem(messages[1], "leading-text"));
    const auto lines = read_messages(core::as_bytes(core::cat(first, "QU KHIXX\r\n", first)));
    EXPECT_FALSE(has_problem(lines.at(1), "leading-text"));
}

TEST(Paxlst, AnInterchangeWithoutItsEndEndsAtTheNextOne) {
    std::string other = bare("SECOND");
    std::replace(other.begin(), other.end(), '\'', '~');
    const std::string text = core::cat("UNB+UNOA:4+A+B+260114:0630+1'",
                                       bare("FIRST"),
                                       "UNA:+.? ~UNB+UNOA:4+C+D+260114:0630+2~",
                                       other,
                                       "UNZ+1+2~");
    EXPECT_EQ(surnames_of(text), (std::vector<std::string>{"FIRST", "SECOND"}));
    const auto messages = read_messages(core::as_bytes(text));
    EXPECT_TRUE(has_problem(messages.at(0), "no-unz"));
    EXPECT_EQ(messages.at(1).sender, "C");
}

TEST(Paxlst, ASurnameLikeASegmentTagDoesNotEndAMessage) {
    EXPECT_EQ(surnames_of(bare("UNB")), std::vector<std::string>{"UNB"});
}

TEST(Paxlst, PartsOfOneListAreOneList) {
    const auto messages = read_messages(sample("two_parts.edi"));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].travellers.size(), 2U);
    EXPECT_EQ(messages[0].flights.size(), 1U);
    EXPECT_FALSE(has_problem(messages[0], "count-mismatch"));
}

TEST(Paxlst, CrewAndTransitAreToldApart) {
    const auto message = read_messages(sample("un_crew_nat_before_loc.edi")).at(0);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
    EXPECT_EQ(message.function, "crew");
    EXPECT_EQ(message.travellers.at(0).kind, facts::TravellerKind::kCrew);
    EXPECT_EQ(message.travellers.at(1).transit_to, "SKT");
}

TEST(Paxlst, MessagesPastTheLimitAreRefusedInOne) {
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += "UNB+'UNZ'";
    const auto messages = read_messages(core::as_bytes(text));
    ASSERT_EQ(messages.size(), 1'001U);
    EXPECT_EQ(messages.back().problems.at(0).code, "too-many-messages");
}

TEST(Paxlst, ManyHeadersInOneInterchangeStayBounded) {
    std::string text = "UNB+1'";
    for (int i = 0; i < 150'000; ++i)
        text += "UNH+1+PAXLST'";
    EXPECT_EQ(read_messages(core::as_bytes(text)).size(), 1'001U);
}

TEST(Paxlst, TravellersPastTheLimitAreCountedAndNamed) {
    std::string body = kFlight;
    for (int i = 0; i < 10'001; ++i)
        body += "NAD+FL+++A:B'ATT+2++M'";
    const auto message = read_body(body + "CNT+42:10001'");
    EXPECT_EQ(message.travellers.size(), 10'000U);
    EXPECT_TRUE(has_problem(message, "too-many-travellers"));
    EXPECT_FALSE(has_problem(message, "count-mismatch"));
}

std::size_t tags_in(const std::vector<facts::Message>& messages) {
    std::size_t tags = 0;
    for (const auto& message : messages) {
        for (const auto& traveller : message.travellers)
            tags += traveller.bag_tags.size();
    }
    return tags;
}

TEST(Paxlst, AFileThatAsksForMillionsOfBagTagsIsRefusedBeforeTheyAreMade) {
    std::string hostile = "UNB+UNOA:4+A+B+260114:0630+1'";
    const std::string head = "UNH+1+PAXLST:D:05B'BGM+745'";
    for (int message = 0; message < 10; ++message) {
        hostile += head;
        for (int i = 0; i < 6'000; ++i)
            hostile += "NAD+FL+++A:B'FTX+BAG+++LONGENOUGHFORTHEHEAP000:999'";
    }
    ASSERT_LT(hostile.size(), kMessageBytes.bytes);
    const auto messages = read_messages(core::as_bytes(hostile));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].status, facts::MessageStatus::kRefused);
    EXPECT_EQ(messages[0].problems.at(0).code, "too-large");
    EXPECT_TRUE(messages[0].travellers.empty());
}

TEST(Paxlst, MessagesBeforeTheOneThatIsTooLargeAreKept) {
    std::string text = "UNB+UNOA:4+A+B+260114:0630+1'";
    for (int message = 0; message < 4; ++message) {
        text += "UNH+1+PAXLST:D:05B'BGM+745'";
        for (int i = 0; i < 8'000; ++i)
            text += "NAD+FL+++A:B'FTX+BAG+++QX0001:2'";
    }
    const auto messages = read_messages(core::as_bytes(text));
    ASSERT_EQ(messages.size(), 3U);
    EXPECT_EQ(messages[1].travellers.size(), 8'000U);
    EXPECT_EQ(messages[2].status, facts::MessageStatus::kRefused);
    EXPECT_EQ(messages[2].problems.at(0).code, "too-large");
    EXPECT_EQ(tags_in(messages), 32'000U);
}

}  // namespace
}  // namespace sarhad::intake
