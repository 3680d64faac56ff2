#include "rules/cel/times.h"

#include "core/text.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace sarhad::rules::cel {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

/// `count` decimal digits at `at`, which moves behind them; none where there are not as many.
std::optional<std::int64_t> digits(std::string_view text, std::size_t& at, std::size_t count) {
    if (at + count > text.size() || !core::is_ascii_digits(text.substr(at, count))) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (std::size_t end = at + count; at < end; ++at) {
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

bool skip(std::string_view text, std::size_t& at, std::string_view one_of) {
    if (at >= text.size() || one_of.find(text[at]) == std::string_view::npos) {
        return false;
    }
    ++at;
    return true;
}

/// ".123" at `at` as nanoseconds, what is less than one cut off; 0 where there is no point.
std::optional<std::int64_t> fraction(std::string_view text, std::size_t& at) {
    if (!skip(text, at, ".")) {
        return 0;
    }
    std::int64_t nanos = 0;
    std::int64_t unit = kNanosPerSecond;
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        unit /= 10;
        nanos += (text[at++] - '0') * unit;
    }
    return at == begin ? std::nullopt : std::optional{nanos};
}

std::optional<std::int64_t> offset(std::string_view text, std::size_t& at) {
    if (skip(text, at, "Zz")) {
        return 0;
    }
    if (!skip(text, at, "+-")) {
        return std::nullopt;
    }
    const std::int64_t sign = text[at - 1] == '-' ? -1 : 1;
    const auto hours = digits(text, at, 2);
    if (!hours || !skip(text, at, ":")) {
        return std::nullopt;
    }
    const auto minutes = digits(text, at, 2);
    if (!minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return sign * (*hours * 3600 + *minutes * 60);
}

struct Moment {
    std::int64_t seconds;
    std::int64_t nanos;
};

std::optional<std::int64_t> day_seconds(std::string_view text, std::size_t& at) {
    const auto hour = digits(text, at, 2);
    if (!hour || !skip(text, at, ":")) {
        return std::nullopt;
    }
    const auto minute = digits(text, at, 2);
    if (!minute || !skip(text, at, ":")) {
        return std::nullopt;
    }
    const auto second = digits(text, at, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    return *hour * 3600 + *minute * 60 + *second;
}

std::optional<std::int64_t> days(std::string_view text, std::size_t& at) {
    const auto year = digits(text, at, 4);
    if (!year || !skip(text, at, "-")) {
        return std::nullopt;
    }
    const auto month = digits(text, at, 2);
    if (!month || !skip(text, at, "-")) {
        return std::nullopt;
    }
    const auto day = digits(text, at, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok()
               ? std::optional{std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()}}
               : std::nullopt;
}

std::optional<Moment> rfc3339(std::string_view text) {
    std::size_t at = 0;
    const auto date = days(text, at);
    if (!date || !skip(text, at, "Tt")) {
        return std::nullopt;
    }
    const auto time = day_seconds(text, at);
    if (!time) {
        return std::nullopt;
    }
    const auto nanos = fraction(text, at);
    if (!nanos) {
        return std::nullopt;
    }
    const auto ahead = offset(text, at);
    if (!ahead || at != text.size()) {
        return std::nullopt;
    }
    return Moment{*date * kDaySeconds + *time - *ahead, *nanos};
}

/// Nanoseconds of a unit at `at`, which moves behind it; 0 for none.
std::int64_t unit_nanos(std::string_view text, std::size_t& at) {
    struct Unit {
        std::string_view name;
        std::int64_t nanos;
    };
    constexpr Unit kUnits[] = {
        // NOLINT: longer names before their beginnings.
        {"ns", 1},
        {"us", 1000},
        {"\xc2\xb5s", 1000},
        {"\xce\xbcs", 1000},
        {"ms", 1'000'000},
        {"s", kNanosPerSecond},
        {"m", 60 * kNanosPerSecond},
        {"h", 3600 * kNanosPerSecond},
    };
    for (const Unit& unit : kUnits) {
        if (text.substr(at).starts_with(unit.name)) {
            at += unit.name.size();
            return unit.nanos;
        }
    }
    return 0;
}

enum class Read : std::uint8_t { kOk, kWrong, kOver };

/// Adds one number with its unit at `at` to `total`. The fraction is in whole nanoseconds.
Read add_part(std::string_view text, std::size_t& at, std::uint64_t& total) {
    std::uint64_t whole = 0;
    bool over = false;
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        const auto digit = static_cast<unsigned>(text[at] - '0');
        over = over || __builtin_mul_overflow(whole, 10U, &whole) ||
               __builtin_add_overflow(whole, digit, &whole);
        ++at;
    }
    std::size_t places = at - begin;
    std::string_view decimals;
    if (skip(text, at, ".")) {
        const std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            ++at;
        }
        decimals = text.substr(from, at - from);
        places += decimals.size();
    }
    const std::int64_t unit = unit_nanos(text, at);
    if (places == 0 || unit == 0) {
        return Read::kWrong;
    }
    over = over || __builtin_mul_overflow(whole, static_cast<std::uint64_t>(unit), &whole);
    std::int64_t part = 0;
    for (std::size_t i = std::min<std::size_t>(decimals.size(), 15); i > 0; --i) {
        part = ((decimals[i - 1] - '0') * unit + part) / 10;
    }
    over = over || __builtin_add_overflow(whole, static_cast<std::uint64_t>(part), &whole) ||
           __builtin_add_overflow(total, whole, &total);
    return over ? Read::kOver : Read::kOk;
}

Value out_of_range(Context& context, std::string_view what) {
    return context.error(Fault::kOutOfRange, {what, " out of range"});
}

std::string padded(std::int64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

/// ".5" for half a second's nanoseconds, nothing for none.
std::string fraction_text(std::int64_t nanos) {
    if (nanos == 0) {
        return "";
    }
    std::string text = padded(nanos, 9);
    text.erase(text.find_last_not_of('0') + 1);
    return "." + text;
}

}  // namespace

Value make_timestamp(Context& context, std::int64_t seconds, std::int64_t nanos) {
    return seconds < kTimestampFirst || seconds > kTimestampLast
               ? out_of_range(context, "timestamp")
               : Value::timestamp(seconds, static_cast<std::uint32_t>(nanos));
}

Value make_duration(Context& context, std::int64_t seconds, std::int64_t nanos) {
    std::int64_t total = 0;
    return __builtin_mul_overflow(seconds, kNanosPerSecond, &total) ||
                   __builtin_add_overflow(total, nanos, &total)
               ? out_of_range(context, "duration")
               : Value::duration(total);
}

Value timestamp_plus(Context& context, const Value& timestamp, std::int64_t nanos) {
    std::int64_t seconds = timestamp.seconds() + nanos / kNanosPerSecond;
    std::int64_t rest = std::int64_t{timestamp.nanos()} + nanos % kNanosPerSecond;
    if (rest < 0) {
        rest += kNanosPerSecond;
        --seconds;
    } else if (rest >= kNanosPerSecond) {
        rest -= kNanosPerSecond;
        ++seconds;
    }
    return make_timestamp(context, seconds, rest);
}

Value timestamp_difference(Context& context, const Value& left, const Value& right) {
    std::int64_t nanos = 0;
    const std::int64_t rest = std::int64_t{left.nanos()} - right.nanos();
    return __builtin_mul_overflow(left.seconds() - right.seconds(), kNanosPerSecond, &nanos) ||
                   __builtin_add_overflow(nanos, rest, &nanos)
               ? out_of_range(context, "duration")
               : Value::duration(nanos);
}

Value parse_timestamp(Context& context, std::string_view text) {
    const auto moment = rfc3339(text);
    if (!moment) {
        return context.error(Fault::kInvalid,
                             {"timestamp: wanted RFC 3339 such as 2026-11-23T09:14:02Z"});
    }
    return make_timestamp(context, moment->seconds, moment->nanos);
}

Value parse_duration(Context& context, std::string_view text) {
    std::size_t at = 0;
    const bool is_negative = skip(text, at, "+-") && text[0] == '-';
    if (text.substr(at) == "0") {
        return Value::duration(0);
    }
    std::uint64_t total = 0;
    Read read = at < text.size() ? Read::kOk : Read::kWrong;
    while (read == Read::kOk && at < text.size()) {
        read = add_part(text, at, total);
    }
    if (read == Read::kWrong) {
        return context.error(Fault::kInvalid,
                             {"duration: wanted numbers with h, m, s, ms, us or ns: 1h30m"});
    }
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    return read == Read::kOver || total > kMost + (is_negative ? 1 : 0)
               ? out_of_range(context, "duration")
               : Value::duration(static_cast<std::int64_t>(is_negative ? 0 - total : total));
}

std::string timestamp_text(const Value& timestamp) {
    const std::int64_t seconds = timestamp.seconds();
    const std::int64_t day =
        seconds >= 0 ? seconds / kDaySeconds : -((-seconds + kDaySeconds - 1) / kDaySeconds);
    const std::int64_t rest = seconds - day * kDaySeconds;
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
    return core::cat(padded(int{date.year()}, 4),
                     "-",
                     padded(unsigned{date.month()}, 2),
                     "-",
                     padded(unsigned{date.day()}, 2),
                     "T",
                     padded(rest / 3600, 2),
                     ":",
                     padded(rest / 60 % 60, 2),
                     ":",
                     padded(rest % 60, 2),
                     fraction_text(timestamp.nanos()),
                     "Z");
}

std::string duration_text(std::int64_t nanos) {
    const std::int64_t rest = nanos % kNanosPerSecond;
    return core::cat(
        nanos < 0 ? "-" : "",
        std::to_string(nanos / kNanosPerSecond).substr(nanos / kNanosPerSecond < 0 ? 1 : 0),
        fraction_text(rest < 0 ? -rest : rest),
        "s");
}

}  // namespace sarhad::rules::cel
