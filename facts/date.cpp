#include "facts/date.h"

#include "core/text.h"

#include <algorithm>
#include <chrono>

namespace sarhad::facts {
namespace {

using core::Errc;
using core::Error;
using core::Result;

Error not_a_date() {
    return Error{Errc::kInvalid, "not a date: wanted YYYY, YYYY-MM or YYYY-MM-DD"};
}

/// The number that `digits` spell, or -1 where they are not digits only.
int number_of(std::string_view digits) {
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') {
            return -1;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Adds `number` with zeros in front. Not by printf: every field of a record that is a date comes
/// here, which was a twentieth of what recording a traveller costs.
void add_number(std::string& text, int number, std::size_t width) {
    const std::string digits = std::to_string(number);
    text.append(width - std::min(width, digits.size()), '0').append(digits);
}

bool is_in_calendar(int year, int month, int day) {
    using std::chrono::year_month_day;
    return year_month_day{std::chrono::year{year},
                          std::chrono::month{static_cast<unsigned>(month)},
                          std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

}  // namespace

Result<PartialDate> PartialDate::make(int year, int month, int day) {
    const bool is_nested = (day == 0 || month != 0) && (month == 0 || year != 0);
    if (!is_nested || year < 0 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31) {
        return not_a_date();
    }
    if (day != 0 && !is_in_calendar(year, month, day)) {
        return not_a_date();
    }
    return PartialDate{static_cast<std::int16_t>(year),
                       static_cast<std::uint8_t>(month),
                       static_cast<std::uint8_t>(day)};
}

PartialDate day_of(core::WallTime time) {
    using std::chrono::floor;
    const std::chrono::sys_time<std::chrono::microseconds> at{
        std::chrono::microseconds{time.micros}};
    const std::chrono::year_month_day day{floor<std::chrono::days>(at)};
    const auto date = PartialDate::make(static_cast<int>(day.year()),
                                        static_cast<int>(static_cast<unsigned>(day.month())),
                                        static_cast<int>(static_cast<unsigned>(day.day())));
    return date ? *date : PartialDate{};
}

Result<PartialDate> PartialDate::parse(std::string_view text) {
    if (text.empty()) {
        return PartialDate{};
    }
    const bool has_month = text.size() >= 7 && text[4] == '-';
    const bool has_day = text.size() == 10 && has_month && text[7] == '-';
    if (text.size() != 4 && !(text.size() == 7 && has_month) && !has_day) {
        return not_a_date();
    }
    const int year = number_of(text.substr(0, 4));
    const int month = has_month ? number_of(text.substr(5, 2)) : 0;
    const int day = has_day ? number_of(text.substr(8, 2)) : 0;
    if (year == 0 || (has_month && month == 0) || (has_day && day == 0)) {
        return not_a_date();
    }
    return make(year, month, day);
}

std::string to_text(PartialDate date) {
    std::string text;
    if (date.year == 0 && date.month == 0 && date.day == 0) {
        return text;
    }
    text.reserve(16);  // Of a local time too.
    add_number(text, date.year, 4);
    if (date.month != 0 || date.day != 0) {
        text += '-';
        add_number(text, date.month, 2);
    }
    if (date.day != 0) {
        text += '-';
        add_number(text, date.day, 2);
    }
    return text;
}

Result<LocalTime> LocalTime::parse(std::string_view text) {
    if (text.empty()) {
        return LocalTime{};
    }
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':') {
        return Error{Errc::kInvalid, "not a local time: wanted YYYY-MM-DDTHH:MM"};
    }
    SARHAD_TRY(const PartialDate date, PartialDate::parse(text.substr(0, 10)));
    const int hour = number_of(text.substr(11, 2));
    const int minute = number_of(text.substr(14, 2));
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return Error{Errc::kInvalid, "not a local time: hour 00-23, minute 00-59"};
    }
    return LocalTime{date, static_cast<std::uint8_t>(hour), static_cast<std::uint8_t>(minute)};
}

std::string to_text(LocalTime time) {
    if (!time.is_known()) {
        return {};
    }
    std::string text = to_text(time.date);
    text += 'T';
    add_number(text, time.hour, 2);
    text += ':';
    add_number(text, time.minute, 2);
    return text;
}

}  // namespace sarhad::facts
