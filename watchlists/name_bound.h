#pragma once

#include "watchlists/name_form.h"

#include <array>
#include <cstdint>

namespace sarhad::watchlists {

/// The most that name_points() gives a query whose `left` words alone may agree, over all listed
/// names: `matched` is the sum of their weights. Never less than the points: tested.
[[nodiscard]] int most_points(const NameForm& query, Weight matched, int left);

/// Totals of listed names, in units of Segment::kTotalUnit, that may reach some points.
struct TotalRange {
    std::uint8_t least{1};
    std::uint8_t most{0};
    [[nodiscard]] bool has(std::uint8_t total) const { return total >= least && total <= most; }
};
/// Outside the range no listed name reaches `points` against a query of that total, except by a
/// whole name written as one word.
[[nodiscard]] TotalRange totals_that_reach(Weight query_total, int points);

/// Fills in by the total of a listed name, in units, the least weight that must agree for it to
/// reach `points`, where `most` can agree; kOutOfReach where none does. But for words written as
/// one.
void needed_gains(Weight query_total,
                  Weight most,
                  int points,
                  std::array<std::int32_t, 256>& needs);
/// More than any words give.
inline constexpr std::int32_t kOutOfReach = 1 << 30;

/// The most points against a listed name of that total, in units, where words of the one may be
/// written as one in the other.
[[nodiscard]] int most_points_joined(Weight query_total, std::uint8_t listed);

}  // namespace sarhad::watchlists
