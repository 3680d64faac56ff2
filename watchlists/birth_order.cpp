#include "birth_order.h"

#include "birth_points.h"

#include <algorithm>
#include <cstdlib>

namespace sarhad::watchlists {
namespace {

constexpr std::uint16_t kDefaultDay = 33;  ///< month_day() of 1 January.

int same_year(const BirthPlace& place, facts::PartialDate told) {
    if (!told.is_full() || place.kind == BirthClass::kPartial) {
        return birth_points::kSameMonth;
    }
    if (place.kind != BirthClass::kDay || place.month_day == 0 ||
        place.month_day == month_day(told)) {
        return birth_points::kSameDay;
    }
    if (place.month_day == told.day * 32 + told.month) {
        return birth_points::kSwapped;
    }
    return place.month_day == kDefaultDay || month_day(told) == kDefaultDay
               ? birth_points::kDefaultDayOfYear
               : birth_points::kOneDigit;
}

}  // namespace

BirthPlace birth_place(const ListEntry& entry) {
    const bool has_father = !entry.fathers.empty();
    if (entry.births.empty()) {
        return {has_father, BirthClass::kNone, 0, 0};
    }
    const ListedBirth& birth = entry.births.front();
    const facts::PartialDate from = birth.from.reveal();
    const bool is_one = entry.births.size() == 1 && birth.precision != DatePrecision::kRange &&
                        from == birth.to.reveal() && from.is_known();
    if (!is_one) {
        return {has_father, BirthClass::kSeveral, 0, 0};
    }
    if (birth.precision == DatePrecision::kApproximate) {
        return {has_father, BirthClass::kAbout, from.year, 0};
    }
    return from.is_full() ? BirthPlace{has_father, BirthClass::kDay, from.year, month_day(from)}
                          : BirthPlace{has_father, BirthClass::kPartial, from.year, 0};
}

int most_birth_points(const BirthPlace& place, facts::PartialDate told) {
    if (!told.is_known() || place.kind == BirthClass::kNone) {
        return 0;
    }
    const int off = std::abs(place.year - told.year);
    if (place.kind == BirthClass::kSeveral) {
        return birth_points::kSameDay;
    }
    if (off == 0) {
        return same_year(place, told);
    }
    if (place.kind == BirthClass::kAbout && off <= 2) {
        return birth_points::kNearThatYear;
    }
    if (off == 100) {
        return birth_points::kCentury;
    }
    const int points = points_of_years_apart(off, place.kind == BirthClass::kAbout ? 3 : 0);
    // Which of the two is listed is not known here.
    const bool is_no_year = !is_year_of_birth(place.year) || !is_year_of_birth(told.year);
    return is_no_year ? std::max(points, 0) : points;
}

int points_of_years_apart(int years, int slack) {
    if (years <= 2) {
        return years == 1 ? birth_points::kOneYearOff : birth_points::kTwoYearsOff;
    }
    if (years <= 2 + slack) {
        return 0;
    }
    return years <= 10 + slack ? birth_points::kYearsOff : birth_points::kFarOff;
}

int most_birth_points(const std::vector<ListedBirth>& births, int year) {
    int most = births.empty() ? 0 : birth_points::kFarOff;
    for (const ListedBirth& birth : births) {
        const int from = birth.from.reveal().year;
        const int to = birth.to.reveal().year;
        const int off = year < from ? from - year : std::max(year - to, 0);
        const bool is_circa = birth.precision == DatePrecision::kApproximate;
        if (off == 0) {
            return birth_points::kSameDay;
        }
        if (is_circa && off <= 2) {
            most = std::max(most, birth_points::kNearThatYear);
        } else if (off == 100) {
            most = std::max(most, birth_points::kCentury);
        } else {
            const bool is_no_year = !is_year_of_birth(from) || !is_year_of_birth(to);
            most = std::max({most,
                             points_of_years_apart(off, is_circa ? 3 : 0),
                             is_no_year ? 0 : birth_points::kFarOff});
        }
    }
    return most;
}

}  // namespace sarhad::watchlists
