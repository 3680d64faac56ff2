#pragma once

#include <array>

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
inline constexpr int kCenturyOfYear = 30;  ///< Where one side has a year only.
inline constexpr int kOneYearOff = 40;
inline constexpr int kTwoYearsOff = 15;
inline constexpr int kYearsOff = -90;
inline constexpr int kFarOff = -150;

/// Of a year within `years` listed ones: 18 points a bit of log2(70 / years), so that one year is
/// worth kSameYear and a life nothing.
[[nodiscard]] constexpr int in_range(int years) {
    struct Width {
        int most;
        int points;
    };
    constexpr std::array<Width, 13> kWidths{{{1, kSameYear},
                                             {2, 92},
                                             {3, 81},
                                             {4, 74},
                                             {5, 68},
                                             {6, 63},
                                             {8, 56},
                                             {10, 50},
                                             {15, 40},
                                             {20, 32},
                                             {30, 22},
                                             {45, 11},
                                             {69, 1}}};
    for (const Width& width : kWidths) {
        if (years <= width.most) {
            return width.points;
        }
    }
    return 0;
}
inline constexpr int kAboutThatYear = in_range(3);  ///< "circa": the year itself ...
inline constexpr int kNearThatYear = in_range(5);   ///< ... and two before and behind it.

}  // namespace sarhad::watchlists::birth_points
