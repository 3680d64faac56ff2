#include "values.h"

#include "charset.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr std::uint32_t kLargestQuantity = 1'000'000;

int to_number(std::string_view digits) {
    int number = 0;
    for (const char c : digits) {
        number = number * 10 + (c - '0');
    }
    return number;
}

int with_century(int two_digits, facts::PartialDate rest, facts::PartialDate ref, Century century) {
    if (!ref.is_known()) {
        const int turn = century == Century::kPast ? 30 : 70;
        return two_digits >= turn ? 1900 + two_digits : 2000 + two_digits;
    }
    const int base = ref.year - ref.year % 100;
    if (century == Century::kPast) {
        const facts::PartialDate same{
            static_cast<std::int16_t>(base + two_digits), rest.month, rest.day};
        return same > ref ? base - 100 + two_digits : base + two_digits;
    }
    int year = base + two_digits;
    if (year > ref.year + 49) year -= 100;
    if (year <= ref.year - 50) year += 100;
    return year;
}

/// How many digits a format of UN/EDIFACT 2379 has, and how many of them are its year.
struct DateFormat {
    std::string_view code;
    std::size_t digits;
    std::size_t year_digits;
};
constexpr std::array<DateFormat, 9> kDateFormats{{{"101", 6, 2},
                                                  {"102", 8, 4},
                                                  {"201", 10, 2},
                                                  {"202", 12, 2},
                                                  {"203", 12, 4},
                                                  {"204", 14, 4},
                                                  {"205", 12, 4},
                                                  {"602", 4, 4},
                                                  {"610", 6, 4}}};

/// Nobody born longer ago travels; the oldest life on record has 122 years.
constexpr int kOldestYears = 130;
constexpr int kCenturyYears = 100;
constexpr int kYearAssumed = 2020;

bool is_plausible(int year, facts::PartialDate reference, Century century) {
    const int base = reference.is_known() ? reference.year : kYearAssumed;
    const int before = century == Century::kPast ? kOldestYears : kCenturyYears;
    return year >= base - before && year <= base + kCenturyYears;
}

/// The date at the start of `text`, whose year has so many digits.
core::Result<DateRead> read_digits(std::string_view text,
                                   std::size_t year_digits,
                                   facts::PartialDate reference,
                                   Century century) {
    const auto number = [&](std::size_t at, std::size_t count) {
        return at + count <= text.size() ? to_number(text.substr(at, count)) : 0;
    };
    facts::PartialDate rest;
    rest.month = static_cast<std::uint8_t>(number(year_digits, 2));
    rest.day = static_cast<std::uint8_t>(number(year_digits + 2, 2));
    if (rest.month == 0) rest.day = 0;
    int year = number(0, year_digits);
    if (year_digits == 2) year = with_century(year, rest, reference, century);
    if (year == 0 || !is_plausible(year, reference, century)) {
        return core::Error{core::Errc::kInvalid, "not a year of this message's time"};
    }
    SARHAD_TRY(const auto date, facts::PartialDate::make(year, rest.month, rest.day));
    return DateRead{date, year_digits + 4, true};
}

core::Result<facts::PartialDate> day_after(facts::PartialDate date) {
    auto next = facts::PartialDate::make(date.year, date.month, date.day + 1);
    if (!next) next = facts::PartialDate::make(date.year, date.month + 1, 1);
    if (!next) next = facts::PartialDate::make(date.year + 1, 1, 1);
    return next;
}

/// Two letters or digits, not two digits (IATA); three letters (ICAO).
bool is_designator(std::string_view text) {
    const auto count = [&](char first, char last) {
        return static_cast<std::size_t>(std::count_if(
            text.begin(), text.end(), [&](char c) { return c >= first && c <= last; }));
    };
    const std::size_t letters = count('A', 'Z');
    return text.size() == 3 ? letters == 3 : letters > 0 && letters + count('0', '9') == 2;
}

/// "0988", "988A", "00301": one to four digits after any zeros, and perhaps one letter.
bool is_flight_number(std::string_view text) {
    if (!text.empty() && text.back() >= 'A' && text.back() <= 'Z') {
        text.remove_suffix(1);
    }
    const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
    return core::is_ascii_digits(text) && text.size() - zeros <= 4;
}

/// With four digits, whatever zeros were sent.
std::string zero_filled(std::string_view number) {
    const bool has_suffix = !number.empty() && (number.back() < '0' || number.back() > '9');
    const std::size_t wanted = has_suffix ? 5 : 4;
    while (number.size() > wanted && number.front() == '0')
        number.remove_prefix(1);
    std::string filled(number.size() < wanted ? wanted - number.size() : 0, '0');
    return filled.append(number);
}

std::string without_blanks_upper(std::string_view text) {
    std::string upper = core::ascii_upper(to_utf8(text));
    upper.erase(std::remove(upper.begin(), upper.end(), ' '), upper.end());
    return upper;
}

/// BGM: what the message announces, in words.
std::string_view function_word(std::string_view code) {
    if (code == "745") return "passengers";
    if (code == "250") return "crew";
    if (code == "266") return "flight-status";
    if (code == "336") return "master-crew-list";
    if (code == "655") return "gate-pass";
    if (code == "10") return "land-crew";
    return "";
}

std::string_view detail_word(std::string_view code) {
    if (code == "CL") return "flight-close";
    if (code == "CLNB") return "flight-close-not-on-board";
    if (code == "CLOB") return "flight-close-on-board";
    if (code == "XF") return "flight-cancelled";
    if (code == "CF") return "flight-changed";
    if (code == "CP") return "passengers-changed";
    if (code == "XR") return "reservation-cancelled";
    if (code == "RP") return "party-reduced";
    return "";
}

}  // namespace

std::string_view announced(std::string_view code, std::string_view detail) {
    const std::string_view word = detail_word(detail);
    return word.empty() ? function_word(code) : word;
}

core::Result<DateRead> read_date(std::string_view text,
                                 std::string_view format,
                                 facts::PartialDate reference,
                                 Century century) {
    const core::Error wrong{core::Errc::kInvalid, "not a date"};
    if (!core::is_ascii_digits(text)) return wrong;
    const auto read = [&](std::size_t year_digits) {
        return read_digits(text, year_digits, reference, century);
    };
    const auto* named = std::find_if(kDateFormats.begin(),
                                     kDateFormats.end(),
                                     [&](const DateFormat& known) { return known.code == format; });
    const bool is_named = named != kDateFormats.end();
    if (is_named && named->digits == text.size()) {
        return read(named->year_digits);
    }
    core::Result<DateRead> date = wrong;
    if (text.size() == 4 || text.size() == 8 || text.size() == 14) {
        date = read(4);
    } else if (text.size() == 6 || text.size() == 10) {
        date = read(2);
    } else if (text.size() == 12) {
        date = read(4);
        const core::Result<DateRead> other = read(2);
        if (date && other && is_named) return wrong;
        if (!date) date = other;
    }
    if (date) date->fits_format = !is_named;
    return date;
}

core::Result<TimeRead> read_local_time(std::string_view text,
                                       std::string_view format,
                                       facts::PartialDate reference) {
    // Format 205 ends in an offset from UTC; the schedule's local time stands before it.
    const std::string_view digits = text.substr(0, text.find_first_of("+-Z"));
    SARHAD_TRY(const DateRead sent, read_date(digits, format, reference, Century::kNearest));
    if (!sent.date.is_full()) {
        return core::Error{core::Errc::kInvalid, "not a full date"};
    }
    TimeRead read{{sent.date, 0, 0}, sent.fits_format};
    if (digits.size() < sent.digits + 4) {
        return read;
    }
    const int hour = to_number(digits.substr(sent.digits, 2));
    const int minute = to_number(digits.substr(sent.digits + 2, 2));
    if (hour == 24 && minute == 0) {
        SARHAD_TRY(read.time.date, day_after(sent.date));
        return read;
    }
    if (hour > 23 || minute > 59) {
        return core::Error{core::Errc::kInvalid, "not a time of day"};
    }
    read.time.hour = static_cast<std::uint8_t>(hour);
    read.time.minute = static_cast<std::uint8_t>(minute);
    return read;
}

std::optional<std::uint32_t> read_quantity(std::string_view text) {
    const std::size_t mark = text.find_first_of(".,");
    const std::string_view whole = text.substr(0, mark);
    if (!core::is_ascii_digits(whole) || whole.size() > 9) {
        return std::nullopt;
    }
    auto quantity = static_cast<std::uint32_t>(to_number(whole));
    if (mark != std::string_view::npos) {
        const std::string_view decimals = text.substr(mark + 1);
        if (!decimals.empty() && !core::is_ascii_digits(decimals)) return std::nullopt;
        if (!decimals.empty() && decimals.front() >= '5') ++quantity;
    }
    if (quantity > kLargestQuantity) return std::nullopt;
    return quantity;
}

std::uint32_t pounds_to_kilograms(std::uint32_t pounds) {
    constexpr std::uint64_t kMilligramsInPound = 453'592;
    return static_cast<std::uint32_t>((pounds * kMilligramsInPound + 500'000) / 1'000'000);
}

FlightName read_flight_name(std::string_view reference, std::string_view carrier) {
    FlightName name;
    name.carrier = without_blanks_upper(carrier);
    const std::string sent = without_blanks_upper(reference);
    const std::string_view text = sent;
    if (!name.carrier.empty() && text.starts_with(name.carrier) &&
        is_flight_number(text.substr(name.carrier.size()))) {
        name.number = zero_filled(text.substr(name.carrier.size()));
        return name;
    }
    if (is_flight_number(text)) {
        name.number = zero_filled(text);
        return name;
    }
    for (const std::size_t length : {std::size_t{2}, std::size_t{3}}) {
        if (text.size() <= length || !is_designator(text.substr(0, length)) ||
            !is_flight_number(text.substr(length))) {
            continue;
        }
        const std::string_view own = text.substr(0, length);
        name.carriers_differ = name.carrier.size() == length && name.carrier != own;
        if (!name.carriers_differ) name.carrier = std::string{own};
        name.number = zero_filled(text.substr(length));
        return name;
    }
    name.number = sent;
    name.is_readable = false;
    return name;
}

std::vector<std::string> expand_bag_tags(std::string_view first, std::uint32_t count) {
    std::vector<std::string> tags{std::string{first}};
    std::string tag{first};
    for (std::uint32_t i = 1; i < count; ++i) {
        std::size_t at = tag.size();
        while (at > 0 && tag[at - 1] == '9')
            tag[--at] = '0';
        if (at == 0 || tag[at - 1] < '0' || tag[at - 1] > '8') {
            return tags;
        }
        ++tag[at - 1];
        tags.push_back(tag);
    }
    return tags;
}

}  // namespace sarhad::intake
