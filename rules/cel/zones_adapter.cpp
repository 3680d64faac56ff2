// IANA time zones, by the date library; it throws where it does not know a name.
#include "rules/cel/times.h"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace sarhad::rules::cel {
namespace {

/// Zone files list each change of the clock up to the end of 2037, and the library does not read
/// the rule that stands behind the list.
constexpr date::sys_days kListedUntil{date::year{2038} / date::January / 1};
constexpr date::sys_days kEndOfTimestamps{date::year{10000} / date::January / 1};
/// Late enough to be under the rules of today, with a common year for each weekday of New Year.
constexpr int kLikeFirst = 2027;
constexpr int kLikeLast = 2037;

/// A moment of 2027 to 2037 with this one's month, day, weekday and time: rules of summer time,
/// such as "the last Sunday of March", know no more of a year. 29 February goes as the day before
/// it.
date::sys_seconds listed_moment_like(date::sys_seconds moment) {
    const date::sys_days day = date::floor<date::days>(moment);
    const date::year_month_day given{day};
    const bool is_leap_day = given.month() == date::February && given.day() == date::day{29};
    const date::sys_days wanted = is_leap_day ? day - date::days{1} : day;
    const date::year_month_day month_day{wanted};
    for (int year = kLikeFirst; year <= kLikeLast; ++year) {
        const date::sys_days like{date::year{year} / month_day.month() / month_day.day()};
        if (!date::year{year}.is_leap() && date::weekday{like} == date::weekday{wanted}) {
            return like + (moment - day);
        }
    }
    return moment;  // Not reached: 2027 to 2037 have a common year of each kind.
}

}  // namespace

std::optional<std::int32_t> zone_offset(std::string_view zone, std::int64_t seconds) {
    try {
        const date::time_zone* found = date::locate_zone(std::string{zone});
        const date::sys_seconds moment{std::chrono::seconds{seconds}};
        date::sys_info info = found->get_info(moment);
        if (moment >= kListedUntil && info.end > kEndOfTimestamps) {
            info = found->get_info(listed_moment_like(moment));
        }
        return static_cast<std::int32_t>(info.offset.count());
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

}  // namespace sarhad::rules::cel
