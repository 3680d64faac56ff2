#include "facts/date.h"

#include <gtest/gtest.h>

namespace sarhad::facts {
namespace {

TEST(PartialDate, ReadsEachPrecision) {
    EXPECT_EQ(*PartialDate::parse("1971"), (PartialDate{1971, 0, 0}));
    EXPECT_EQ(*PartialDate::parse("1971-03"), (PartialDate{1971, 3, 0}));
    EXPECT_EQ(*PartialDate::parse("1971-03-09"), (PartialDate{1971, 3, 9}));
    EXPECT_FALSE(PartialDate::parse("")->is_known());
}

TEST(PartialDate, RefusesWhatIsNotInTheCalendar) {
    for (const char* text : {"1971-02-29",
                             "1971-13",
                             "1971-00",
                             "1971-01-00",
                             "0000",
                             "71",
                             "1971/03/09",
                             "1971-3-9",
                             "19 71",
                             "1971-03-091",
                             "-971",
                             "1971-04-31"}) {
        EXPECT_FALSE(PartialDate::parse(text)) << text;
    }
    EXPECT_TRUE(PartialDate::parse("1972-02-29"));
}

TEST(PartialDate, RefusesADayWithoutAMonth) {
    EXPECT_FALSE(PartialDate::make(1971, 0, 9));
    EXPECT_FALSE(PartialDate::make(0, 3, 9));
}

TEST(PartialDate, WritesWhatItReads) {
    for (const char* text : {"", "1971", "1971-03", "1971-03-09", "0001-01-01", "9999-12-31"}) {
        EXPECT_EQ(to_text(*PartialDate::parse(text)), text);
    }
}

TEST(LocalTime, WritesWhatItReads) {
    EXPECT_EQ(to_text(*LocalTime::parse("2026-11-23T00:59")), "2026-11-23T00:59");
    EXPECT_EQ(to_text(*LocalTime::parse("")), "");
}

TEST(LocalTime, RefusesWhatIsNoTime) {
    for (const char* text :
         {"2026-11-23T24:00", "2026-11-23T23:60", "2026-11T10:00", "2026-11-23 10:00", "T10:00"}) {
        EXPECT_FALSE(LocalTime::parse(text)) << text;
    }
}

}  // namespace
}  // namespace sarhad::facts
