#pragma once

/// What dates of birth are worth. The bounds of the index stand on them too: birth_order.h.
namespace sarhad::watchlists::birth_points {

inline constexpr int kSameDay = 180;
inline constexpr int kSameDefaultDay = 140;  ///< 1 January: written where nobody knows the day.
inline constexpr int kSameMonth = 140;
inline constexpr int kSameYear = 110;
inline constexpr int kDefaultDayOfYear = 90;  ///< One side has 1 January, the other another day.
inline constexpr int kSwapped = 120;
inline constexpr int kOneDigit = 80;
inline constexpr int kYearWithOtherDay = 40;
inline constexpr int kCentury = 60;
inline constexpr int kInRange = 80;
inline constexpr int kOneYearOff = 40;
inline constexpr int kTwoYearsOff = 15;
inline constexpr int kYearsOff = -90;
inline constexpr int kFarOff = -150;

}  // namespace sarhad::watchlists::birth_points
