// What a timestamp or a duration is made of.
#include "core/text.h"
#include "rules/cel/functions.h"
#include "rules/cel/times.h"

#include <array>
#include <chrono>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

constexpr std::int64_t kDaySeconds = 86'400;

/// "+05:00", "-02:30", "02:00" in seconds.
std::optional<std::int64_t> fixed_offset(std::string_view text) {
    const std::int64_t sign = text.starts_with('-') ? -1 : 1;
    if (text.starts_with('-') || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const auto hours = core::parse_uint(text.substr(0, 2));
    const auto minutes = core::parse_uint(text.substr(3, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return sign * static_cast<std::int64_t>(*hours * 3600 + *minutes * 60);
}

bool is_utc(std::string_view zone) {
    return zone.empty() || zone == "UTC";
}

/// A moment as the clock on a wall shows it.
struct WallClock {
    std::int64_t day;   ///< Since 1970.
    std::int64_t rest;  ///< Seconds of it.
};

/// Fills `wall`; an error where the zone is none.
Value read_wall(Context& context, Args args, WallClock& wall) {
    std::int64_t seconds = args[0].seconds();
    if (args.size() == 2) {
        if (!args[1].is(K::kString)) {
            return Context::no_overload();
        }
        const std::string_view zone = args[1].text();
        if (const auto fixed = fixed_offset(zone)) {
            seconds += *fixed;
        } else if (!is_utc(zone)) {
            const auto found = zone_offset(zone, seconds);
            if (!found) {
                return context.error(Fault::kInvalid,
                                     {"no time zone '", zone, "': wanted an IANA name or +05:00"});
            }
            seconds += *found;
        }
    }
    wall.day = seconds >= 0 ? seconds / kDaySeconds : -((-seconds + kDaySeconds - 1) / kDaySeconds);
    wall.rest = seconds - wall.day * kDaySeconds;
    return {};
}

using Part = std::int64_t (*)(const WallClock&);

std::chrono::year_month_day date_of(const WallClock& wall) {
    return std::chrono::sys_days{std::chrono::days{static_cast<int>(wall.day)}};
}
std::int64_t year(const WallClock& wall) {
    return int{date_of(wall).year()};
}
std::int64_t month(const WallClock& wall) {
    return std::int64_t{unsigned{date_of(wall).month()}} - 1;
}
std::int64_t date(const WallClock& wall) {
    return unsigned{date_of(wall).day()};
}
std::int64_t day_of_month(const WallClock& wall) {
    return date(wall) - 1;
}
std::int64_t day_of_week(const WallClock& wall) {
    return ((wall.day + 4) % 7 + 7) % 7;  // Day 0 was a Thursday.
}
std::int64_t day_of_year(const WallClock& wall) {
    const std::chrono::sys_days first{date_of(wall).year() / std::chrono::January / 1};
    return wall.day - first.time_since_epoch().count();
}
std::int64_t hours(const WallClock& wall) {
    return wall.rest / 3600;
}
std::int64_t minutes(const WallClock& wall) {
    return wall.rest / 60 % 60;
}
std::int64_t seconds(const WallClock& wall) {
    return wall.rest % 60;
}

template <Part Get>
Value of_timestamp(Context& context, Args args) {
    if (!args[0].is(K::kTimestamp)) {
        return Context::no_overload();
    }
    WallClock wall{};
    const Value failed = read_wall(context, args, wall);
    return failed.is_stopped() ? failed : Value::of(Get(wall));
}

/// Of a duration: all of it in that unit.
template <Part Get, std::int64_t UnitNanos>
Value of_either(Context& context, Args args) {
    if (args[0].is(K::kDuration) && args.size() == 1) {
        return Value::of(args[0].as_int() / UnitNanos);
    }
    return of_timestamp<Get>(context, args);
}

Value milliseconds(Context& context, Args args) {
    constexpr std::int64_t kUnit = 1'000'000;
    if (args[0].is(K::kDuration) && args.size() == 1) {
        return Value::of(args[0].as_int() % kNanosPerSecond / kUnit);
    }
    const Value failed = of_timestamp<seconds>(context, args);
    return failed.is_stopped() ? failed : Value::of(std::int64_t{args[0].nanos()} / kUnit);
}

constexpr std::array<FunctionRow, 10> kRows{{
    {"getFullYear", CallStyle::kMember, 1, 2, of_timestamp<year>},
    {"getMonth", CallStyle::kMember, 1, 2, of_timestamp<month>},
    {"getDate", CallStyle::kMember, 1, 2, of_timestamp<date>},
    {"getDayOfMonth", CallStyle::kMember, 1, 2, of_timestamp<day_of_month>},
    {"getDayOfWeek", CallStyle::kMember, 1, 2, of_timestamp<day_of_week>},
    {"getDayOfYear", CallStyle::kMember, 1, 2, of_timestamp<day_of_year>},
    {"getHours", CallStyle::kMember, 1, 2, of_either<hours, 3600 * kNanosPerSecond>},
    {"getMinutes", CallStyle::kMember, 1, 2, of_either<minutes, 60 * kNanosPerSecond>},
    {"getSeconds", CallStyle::kMember, 1, 2, of_either<seconds, kNanosPerSecond>},
    {"getMilliseconds", CallStyle::kMember, 1, 2, milliseconds},
}};

}  // namespace

bool is_zone(std::string_view zone) {
    return is_utc(zone) || fixed_offset(zone).has_value() || zone_offset(zone, 0).has_value();
}

std::span<const FunctionRow> time_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
