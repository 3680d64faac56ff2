#include "watchlists/told_birth.h"

#include "watchlists/entry.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace sarhad::watchlists {
namespace {

std::string read(std::string_view told) {
    const auto birth = told_birth(told);
    if (!birth) {
        return "nothing";
    }
    const std::string from = to_text(birth->from.reveal());
    const std::string to = to_text(birth->to.reveal());
    return std::string{facts::name_of(birth->precision)} + " " + from +
           (from == to ? "" : "/" + to);
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
    for (const auto& [text, wanted] : told) {
        EXPECT_EQ(read(text), wanted) << text;
    }
}

}  // namespace
}  // namespace sarhad::watchlists
