#include "line_values.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr std::array<std::string_view, 12> kMonths{
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr int kLeapYear = 2000;  ///< In which each day and month that there is exists.

int two_digits(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

std::string padded(int number) {
    return core::cat(number < 10 ? "0" : "", number);
}

/// "1030" behind the day and the month.
bool read_clock(std::string_view digits, facts::LocalTime& time) {
    const int hour = two_digits(digits, 0);
    const int minute = two_digits(digits, 2);
    if (hour > 23 || minute > 59) return false;
    time.hour = static_cast<std::uint8_t>(hour);
    time.minute = static_cast<std::uint8_t>(minute);
    return true;
}

}  // namespace

std::optional<SentDay> read_sent_day(std::string_view text) {
    std::string sent = core::ascii_upper(text);
    sent.erase(std::remove(sent.begin(), sent.end(), ' '), sent.end());
    const bool is_short = sent.size() > 3 && core::is_ascii_digits(sent.substr(0, 1)) &&
                          !core::is_ascii_digits(sent.substr(1, 1));
    if (is_short) sent.insert(sent.begin(), '0');  // "8MAY".
    const std::string_view all = sent;
    if (all.size() < 2 || !core::is_ascii_digits(all.substr(0, 2))) return std::nullopt;
    const int day = two_digits(all, 0);
    if (all.size() == 2) {
        if (day < 1 || day > 31) return std::nullopt;
        return SentDay{{}, core::cat("---", padded(day))};
    }
    const auto* const found = std::find(kMonths.begin(), kMonths.end(), all.substr(2, 3));
    if (found == kMonths.end()) return std::nullopt;
    const auto month = static_cast<int>(found - kMonths.begin()) + 1;
    const std::string_view rest = all.substr(5);
    if (!rest.empty() && (!core::is_ascii_digits(rest) || (rest.size() != 2 && rest.size() != 4))) {
        return std::nullopt;
    }
    const bool has_year = rest.size() == 2;
    const auto date =
        facts::PartialDate::make(has_year ? 2000 + two_digits(rest, 0) : kLeapYear, month, day);
    if (!date || day == 0) return std::nullopt;
    SentDay read;
    if (has_year) {
        read.time.date = *date;
        return read;
    }
    read.day = core::cat("--", padded(month), "-", padded(day));
    if (rest.size() == 4) {
        facts::LocalTime clock;
        if (!read_clock(rest, clock)) return std::nullopt;
        read.day += core::cat("T", padded(clock.hour), ":", padded(clock.minute));
    }
    return read;
}

void set_departure(facts::FlightLeg& leg, const SentDay& sent) {
    leg.departs = sent.time;
    leg.day = sent.day;
}

std::optional<std::uint64_t> read_grams(std::string_view number, char unit) {
    if (unit != 'K' && unit != 'L') return std::nullopt;
    return read_grams(number, unit == 'K' ? std::string_view{"KGM"} : std::string_view{"LBR"});
}

bool is_port(std::string_view text) {
    return (text.size() == 3 || text.size() == 5) &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace sarhad::intake
