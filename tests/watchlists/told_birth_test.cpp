#include "watchlists/told_birth.h"

#include "watchlists/entry.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace sarhad::watchlists {
namespace {

std::string read(std::string_view told) {
    std::string text;
    for (const ListedBirth& birth : told_births(told)) {
        const std::string from = to_text(birth.from.reveal());
        const std::string to = to_text(birth.to.reveal());
        text += (text.empty() ? "" : ", ") + std::string{facts::name_of(birth.precision)} + " " +
                from + (from == to ? "" : "/" + to);
    }
    return text.empty() ? "nothing" : text;
}

void expect_all(const std::map<std::string, std::string>& told) {
    for (const auto& [text, wanted] : told) {
        EXPECT_EQ(read(text), wanted) << text;
    }
}

TEST(ToldBirth, ReadsWhatPeopleWrite) {
    const std::map<std::string, std::string> told{{"1965", "exact 1965"},
                                                  {"1965-07-01", "exact 1965-07-01"},
                                                  {"1965-07-01T00:00:00", "exact 1965-07-01"},
                                                  {"1965-7", "exact 1965-07"},
                                                  {"1965-00-00", "exact 1965"},
                                                  {"01/07/1965", "exact 1965-07-01"},
                                                  {"1.7.1965", "exact 1965-07-01"},
                                                  {"00/00/1965", "exact 1965"},
                                                  {"00/07/1965", "exact 1965-07"},
                                                  {"dd/mm/1965", "exact 1965"},
                                                  {"dd/07/1965", "exact 1965-07"},
                                                  {"1 Jul 1965", "exact 1965-07-01"},
                                                  {"1 July 1965", "exact 1965-07-01"},
                                                  {"July 1, 1965", "exact 1965-07-01"},
                                                  {"Jul. 1965", "exact 1965-07"},
                                                  {"circa 1962", "approximate 1962"},
                                                  {"Circa 1962", "approximate 1962"},
                                                  {"c.1962", "approximate 1962"},
                                                  {"ca 1962", "approximate 1962"},
                                                  {"Approximately 1970", "approximate 1970"},
                                                  {"1970 (approximately)", "approximate 1970"},
                                                  {"approx. Jan 1970", "approximate 1970-01"},
                                                  {"~1970", "approximate 1970"},
                                                  {"about 1970", "approximate 1970"},
                                                  {"born 1970", "exact 1970"},
                                                  {"1958-1963", "range 1958/1963"},
                                                  {"1958 - 1963", "range 1958/1963"},
                                                  {"1958 to 1963", "range 1958/1963"},
                                                  {"between 1958 and 1963", "range 1958/1963"},
                                                  {"Approximately 1958-1963", "range 1958/1963"},
                                                  {"1958/1963", "range 1958/1963"},
                                                  {"1958-03-01/1963", "range 1958-03-01/1963"},
                                                  {"1960s", "range 1960/1969"},
                                                  {"1963-1958", "nothing"},
                                                  {"31/02/1965", "nothing"},
                                                  {"Zorvan", "nothing"},
                                                  {"", "nothing"},
                                                  {"circa", "nothing"},
                                                  {"12", "nothing"}};
    expect_all(told);
}

TEST(ToldBirth, ARangeOrAnAlternativeIsNoExactDay) {
    // All of these were 1970-01-01 and nothing else, without a trace of the rest.
    expect_all(
        {{"1970-01-01 / 1975-12-31", "range 1970-01-01/1975-12-31"},
         {"1970-01-01/1975-12-31", "range 1970-01-01/1975-12-31"},
         {"1970-01-01 to 1975-12-31", "range 1970-01-01/1975-12-31"},
         {"01/01/1970 - 31/12/1975", "range 1970-01-01/1975-12-31"},
         {"1970-01-01 - 1975", "range 1970-01-01/1975"},
         {"1970-01-01 or 1972", "exact 1970-01-01, exact 1972"},
         {"01.01.1970 (or 02.02.1971)", "exact 1970-01-01, exact 1971-02-02"},
         {"1965 or circa 1968 or 1970-1975", "exact 1965, approximate 1968, range 1970/1975"},
         {"1965, 1966", "exact 1965, exact 1966"},
         {"1970-01-01 garbage here", "nothing"},
         {"1970-01-01 or garbage", "nothing"},
         {"1970-01-01Tgarbage", "nothing"},
         {"1970 or earlier", "nothing"},
         {"1970-06 to 1970-02", "nothing"},
         {"1970-01-01 00:00:00", "exact 1970-01-01"},
         {"1970-01-01T00:00:00+05:00", "exact 1970-01-01"},
         {"1970-01-01-04:00", "exact 1970-01-01"},
         {"1970-01-01+04:00", "exact 1970-01-01"},
         {"1/1/1970 0:00", "exact 1970-01-01"}});
}

TEST(ToldBirth, ReadsTheFormsThatWereLeftUnread) {
    expect_all({{"12/1970", "exact 1970-12"},
                {"1970/05", "exact 1970-05"},
                {"1970/05/06", "exact 1970-05-06"},
                {"1970.05.06", "exact 1970-05-06"},
                {"19700105", "exact 1970-01-05"},
                {"19701305", "nothing"},
                {"05-JAN-1970", "exact 1970-01-05"},
                {"1970-Jan-05", "exact 1970-01-05"},
                {"May-1970", "exact 1970-05"},
                {"5th May 1970", "exact 1970-05-05"},
                {"1970\u20131975", "range 1970/1975"},
                {"1965 or 1966", "exact 1965, exact 1966"},
                {"c1970", "approximate 1970"},
                {"1970?", "approximate 1970"},
                {"Between 1958-1963", "range 1958/1963"},
                {"between 1958 & 1963", "range 1958/1963"},
                {"early 1960s", "range 1960/1964"},
                {"mid-1960s", "range 1963/1967"},
                {"late 1950s", "range 1955/1959"},
                {"1960's", "range 1960/1969"},
                {"late 1970", "exact 1970"},
                {"1958-63", "range 1958/1963"},
                {"1958/63", "range 1958/1963"},
                {"1970-XX-XX", "exact 1970"},
                {"1970-05-??", "exact 1970-05"},
                {"12-25-1970", "exact 1970-12-25"},
                {"13-25-1970", "nothing"},
                {"۱۹۷۰", "exact 1970"},
                {"١٩٧٠", "exact 1970"},
                {"१९७०", "exact 1970"},
                {"১৯৭০", "exact 1970"},
                {"06/05/1970 or 07/05/1970", "exact 1970-05-06, exact 1970-05-07"},
                {"Feb 1970/Mar 1970", "range 1970-02/1970-03"},
                {"circa 1970-1970", "approximate 1970"}});
}

TEST(ToldBirth, WhatTwoDatesShareMayStandOnce) {
    // Left unread.
    expect_all({{"Between Aug. and Sep. 1977", "range 1977-08/1977-09"},
                {"between August and September 1977", "range 1977-08/1977-09"},
                {"Aug. to Sep. 1977", "range 1977-08/1977-09"},
                {"between 3 and 5 May 1971", "range 1971-05-03/1971-05-05"},
                {"3 May - 5 June 1971", "range 1971-05-03/1971-06-05"},
                {"circa Aug. to Sep. 1977", "range 1977-08/1977-09"},
                {"Sep. and Aug. 1977", "nothing"},
                {"Zorvan and Sep. 1977", "nothing"},
                {"1970 and Sep. 1977", "range 1970/1977-09"}});
}

TEST(ToldBirth, ATextTooLongForADateIsNone) {
    EXPECT_EQ(read("1970" + std::string(kMaxToldBirth, ' ')), "nothing");
    EXPECT_EQ(read(std::string(1U << 20U, '-')), "nothing");
}

}  // namespace
}  // namespace sarhad::watchlists
