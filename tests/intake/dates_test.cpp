#include "paxlst_bodies.h"

#include "core/text.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::intake {
namespace {

/// Messages of these tests are of 2026-01-14.
struct Birth {
    std::string date;
    bool has_format_problem;
    bool is_bad;
};

Birth birth(const std::string& sent) {
    const auto message = read_body(core::cat(kFlight, "NAD+FL+++A:B'DTM+329:", sent, "'"));
    return {facts::to_text(message.travellers.at(0).date_of_birth.reveal()),
            has_problem(message, "date-format"),
            has_problem(message, "bad-date")};
}

std::string expiry(const std::string& sent) {
    const auto traveller = read_traveller(core::cat("DOC+P+N1'DTM+36:", sent, "'"));
    return facts::to_text(traveller.documents.at(0).expires);
}

std::string arrival(const std::string& sent) {
    return legs_of(read_body(core::cat("TDT+20+QX1'LOC+125+DXB'LOC+87+KHI'DTM+232:", sent, "'")));
}

TEST(Dates, SixDigitsUnderAFormatOfEightAreNotAYearAndAMonth) {
    const Birth read = birth("190405:102");
    EXPECT_EQ(read.date, "2019-04-05");
    EXPECT_TRUE(read.has_format_problem);
    EXPECT_EQ(expiry("300909:102"), "2030-09-09");
}

TEST(Dates, EightDigitsUnderAFormatOfSixKeepTheirCentury) {
    const Birth read = birth("19190405:101");
    EXPECT_EQ(read.date, "1919-04-05");
    EXPECT_TRUE(read.has_format_problem);
}

TEST(Dates, AFormatThatFitsIsNoProblem) {
    for (const char* sent : {"190405:101", "20190405:102", "190405", "20190405"}) {
        const Birth read = birth(sent);
        EXPECT_EQ(read.date, "2019-04-05") << sent;
        EXPECT_FALSE(read.has_format_problem) << sent;
    }
}

TEST(Dates, AYearFarFromTheMessageIsABadDate) {
    for (const char* sent : {"18900101", "21270101", "30090909"}) {
        const Birth read = birth(sent);
        EXPECT_EQ(read.date, "") << sent;
        EXPECT_TRUE(read.is_bad) << sent;
    }
    EXPECT_EQ(birth("19130101").date, "1913-01-01") << "the very old travel";
    EXPECT_EQ(expiry("30090909"), "");
}

TEST(Dates, TwelveDigitsAreReadAsTheirFormatSays) {
    EXPECT_EQ(arrival("240503130000:202"), "DXB  KHI 2024-05-03T13:00;");
    EXPECT_EQ(arrival("202405031300:203"), "DXB  KHI 2024-05-03T13:00;");
    EXPECT_EQ(arrival("20240503130059:204"), "DXB  KHI 2024-05-03T13:00;");
    EXPECT_EQ(arrival("202405031300+0500:205"), "DXB  KHI 2024-05-03T13:00;");
}

TEST(Dates, TwelveDigitsUnderAWrongFormatAreReadOnlyWhereOneReadingIsPossible) {
    EXPECT_EQ(arrival("240503130000:201"), "DXB  KHI 2024-05-03T13:00;");
    EXPECT_EQ(arrival("202503010200:201"), "DXB  KHI 2025-03-01T02:00;");
    EXPECT_EQ(arrival("201003110200:201"), "DXB  KHI ;") << "2010-03-11 or 2020-10-03";
}

TEST(Dates, TwentyFourHundredIsMidnightOfTheNextDay) {
    EXPECT_EQ(arrival("2402292400:201"), "DXB  KHI 2024-03-01T00:00;");
    EXPECT_EQ(arrival("202512312400:203"), "DXB  KHI 2026-01-01T00:00;");
    EXPECT_EQ(arrival("2402292401:201"), "DXB  KHI ;");
}

}  // namespace
}  // namespace sarhad::intake
