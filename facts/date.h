#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::facts {

/// A calendar date of which the day, or the month and the day, may be unknown (0).
/// `year` 0 means that nothing is known; then month and day are 0 too.
struct PartialDate {
    std::int16_t year{0};   ///< 1 to 9999, or 0.
    std::uint8_t month{0};  ///< 1 to 12, or 0.
    std::uint8_t day{0};    ///< 1 to 31 as the month has, or 0.

    friend constexpr auto operator<=>(const PartialDate&, const PartialDate&) = default;
    [[nodiscard]] constexpr bool is_known() const { return year != 0; }
    [[nodiscard]] constexpr bool is_full() const { return day != 0; }

    /// kInvalid unless it is a date of the Gregorian calendar as far as it is known.
    [[nodiscard]] static core::Result<PartialDate> make(int year, int month, int day);
    /// From "YYYY", "YYYY-MM" or "YYYY-MM-DD" (ISO 8601), or "" for nothing known.
    [[nodiscard]] static core::Result<PartialDate> parse(std::string_view text);
};

/// "YYYY", "YYYY-MM", "YYYY-MM-DD", or "" where nothing is known.
[[nodiscard]] std::string to_text(PartialDate date);

/// The day of that moment, in UTC; not known outside the years 1 to 9999.
[[nodiscard]] PartialDate day_of(core::WallTime time);

/// Time of day at a place, as a schedule states it; no zone is implied.
struct LocalTime {
    PartialDate date;        ///< Full.
    std::uint8_t hour{0};    ///< 0 to 23.
    std::uint8_t minute{0};  ///< 0 to 59.

    friend constexpr auto operator<=>(const LocalTime&, const LocalTime&) = default;
    [[nodiscard]] constexpr bool is_known() const { return date.is_known(); }

    /// From "YYYY-MM-DDTHH:MM", or "" for nothing known.
    [[nodiscard]] static core::Result<LocalTime> parse(std::string_view text);
};

/// "YYYY-MM-DDTHH:MM", or "" where nothing is known.
[[nodiscard]] std::string to_text(LocalTime time);

}  // namespace sarhad::facts
