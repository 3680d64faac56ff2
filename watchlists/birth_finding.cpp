#include "birth_order.h"
#include "birth_points.h"
#include "findings.h"

#include <string_view>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

using namespace birth_points;  // NOLINT(google-build-using-namespace): their own constants.

constexpr std::string_view kYearDiffers = "year of birth differs by ";

int years_outside(const ListedBirth& birth, int year) {
    const int from = birth.from.reveal().year;
    const int to = birth.to.reveal().year;
    return year < from ? from - year : (year > to ? year - to : 0);
}

bool is_swapped(PartialDate a, PartialDate b) {
    return a.year == b.year && a.month == b.day && a.day == b.month;
}

bool is_default_day(PartialDate date) {
    return date.month == 1 && date.day == 1;
}

/// One of the four digits of day and month differs.
bool is_one_digit_off(PartialDate a, PartialDate b) {
    const auto differing = [](int one, int other) {
        return (one / 10 != other / 10 ? 1 : 0) + (one % 10 != other % 10 ? 1 : 0);
    };
    return differing(a.month, b.month) + differing(a.day, b.day) == 1;
}

Finding same_year_full(PartialDate listed, PartialDate told) {
    if (listed == told) {
        return is_default_day(told)
                   ? Finding{kSameDefaultDay, "both born on 1 January of the same year"}
                   : Finding{kSameDay, "born on the same day"};
    }
    if (is_swapped(listed, told)) {
        return {kSwapped, "born the same year, day and month the other way round"};
    }
    if (is_default_day(listed) || is_default_day(told)) {
        return {kDefaultDayOfYear, "born the same year, one date being 1 January"};
    }
    if (is_one_digit_off(listed, told)) {
        return {kOneDigit, "born the same year, one digit of the day differs"};
    }
    return {kYearWithOtherDay, "born the same year, on another day"};
}

Finding same_year(PartialDate listed, PartialDate told) {
    if (listed.is_full() && told.is_full()) {
        return same_year_full(listed, told);
    }
    if (listed.month != 0 && told.month != 0) {
        return listed.month == told.month
                   ? Finding{kSameMonth, "born in the same month"}
                   : Finding{kYearWithOtherDay, "born the same year, in another month"};
    }
    return {kSameYear, "born the same year"};
}

Finding compare_birth(const ListedBirth& birth, PartialDate told) {
    const int off = years_outside(birth, told.year);
    const bool is_range = birth.precision == DatePrecision::kRange;
    const bool is_circa = birth.precision == DatePrecision::kApproximate;
    const PartialDate listed = birth.from.reveal();
    if (off == 0 && is_range) {
        const int years = birth.to.reveal().year - listed.year + 1;
        return {in_range(years), "born within the listed years"};
    }
    if (off == 0 && is_circa && listed.month == 0) {
        return {kAboutThatYear, "listed as about that year"};
    }
    if (off == 0) {
        return same_year(listed, told);
    }
    if (is_circa && off <= 2) {
        return {kNearThatYear, "listed as about that year, differs by ", off};
    }
    if (off == 100 && !is_range && listed.month == told.month && listed.day == told.day &&
        told.month != 0) {
        return {kCentury, "the same date in another century, as two digits of a year read"};
    }
    if (off == 100 && !is_range && (listed.month == 0 || told.month == 0)) {
        return {kCenturyOfYear, "the same year in another century, as its two digits read"};
    }
    if (off <= 2) {
        return {off == 1 ? kOneYearOff : kTwoYearsOff, kYearDiffers, off};
    }
    if (!is_year_of_birth(listed.year) || !is_year_of_birth(birth.to.reveal().year)) {
        return {};  // A Solar Hijri 1344 is no other year of birth.
    }
    const int slack = is_circa ? 3 : 0;
    const int points = off <= 2 + slack ? 0 : (off <= 10 + slack ? kYearsOff : kFarOff);
    return {points, kYearDiffers, off};
}

}  // namespace

Finding birth_finding(const Subject& subject, const ListEntry& entry) {
    const PartialDate told = subject.date_of_birth.reveal();
    if (!told.is_known() || entry.births.empty()) {
        return {};
    }
    Finding best{-1000, ""};
    for (const ListedBirth& birth : entry.births) {
        const Finding one = compare_birth(birth, told);
        if (one.points > best.points) {
            best = one;
        }
    }
    return best;
}

}  // namespace sarhad::watchlists
