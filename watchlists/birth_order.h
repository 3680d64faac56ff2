#pragma once

#include "watchlists/entry.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace sarhad::watchlists {

/// How an entry's dates of birth stand in the index. Entries are numbered by BirthPlace, so that
/// those whom one date of a traveller speaks for, or against, are runs of numbers.
enum class BirthClass : std::uint8_t {
    kNone,     ///< None is listed.
    kDay,      ///< One exact date, full.
    kPartial,  ///< One exact date without its day.
    kAbout,    ///< One approximate date.
    kSeveral,  ///< A range, or more dates than one.
};
inline constexpr std::size_t kBirthClasses = 5;

/// Where an entry stands among the others.
struct BirthPlace {
    bool has_father{false};  ///< Its name is evidence of the same weight.
    BirthClass kind{BirthClass::kNone};
    std::int16_t year{0};        ///< Of kDay, kPartial and kAbout.
    std::uint16_t month_day{0};  ///< Of kDay: month x 32 + day.
    friend auto operator<=>(const BirthPlace&, const BirthPlace&) = default;
};

/// Whether somebody who travels or is listed may be born in it. Other years are of another
/// calendar, or slips: they say nothing against anybody.
[[nodiscard]] constexpr bool is_year_of_birth(int year) {
    return year >= 1850 && year <= 2049;
}

/// By what the entry lists.
[[nodiscard]] BirthPlace birth_place(const ListEntry& entry);
/// Month x 32 + day: rises through the year.
[[nodiscard]] constexpr std::uint16_t month_day(facts::PartialDate date) {
    return static_cast<std::uint16_t>(date.month * 32 + date.day);
}

/// A full date that people know: 1 January is written where nobody knows the day.
[[nodiscard]] constexpr bool tells_a_day(facts::PartialDate date) {
    return date.is_full() && (date.month != 1 || date.day != 1);
}

/// The most points that the births of an entry at `place` can give to who was born on `told`; for
/// kDay, kPartial and kAbout with `month_day` 0 over all of the year. Never less than
/// birth_finding(): tested.
[[nodiscard]] int most_birth_points(const BirthPlace& place, facts::PartialDate told);
/// The most points that these births can give to anybody born in `year`. Never less than
/// birth_finding(): tested.
[[nodiscard]] int most_birth_points(const std::vector<ListedBirth>& births, int year);
/// Whether most_birth_points() are kFarOff, told without asking for them: of entries with one date,
/// which most are, those that were born long before or after `told`.
[[nodiscard]] constexpr bool is_far_off(BirthClass kind, int year, facts::PartialDate told) {
    constexpr int kFar = 13;  // points_of_years_apart() with the slack of kAbout.
    const int off = year < told.year ? told.year - year : year - told.year;
    return kind != BirthClass::kNone && kind != BirthClass::kSeveral && off > kFar && off != 100 &&
           is_year_of_birth(year) && is_year_of_birth(told.year);
}
/// Points for so many years apart, where the year is not the same; `slack` is granted beside them.
[[nodiscard]] int points_of_years_apart(int years, int slack);

}  // namespace sarhad::watchlists
