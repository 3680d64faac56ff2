#pragma once

#include "core/bytes.h"
#include "facts/decision.h"

#include <cstddef>

namespace sarhad::node {

/// Largest encoded crossing: it must fit a row, and an alert around it a frame.
inline constexpr std::size_t kCrossingBytesMax = 49'152;
/// Of it what the counter may see: the rest is for discreet hits, and neither takes the other's
/// place.
inline constexpr std::size_t kOpenPartMax = 40'960;

/// A crossing as it is recorded.
struct FittedCrossing {
    core::Bytes body;
    /// What the counter may see of it had so many before it was cut; 0: it was not cut. Nothing in
    /// it tells of a discreet hit.
    std::size_t open_bytes{0};
};

/// Encodes a crossing, cut where it is too large. What the counter may see is bounded by
/// kOpenPartMax first, whatever else is there: past that it keeps its best 3 hits of 8 reasons and
/// 4 rule hits, and no bag tag and no booking. Where the whole passes kCrossingBytesMax then, the
/// frame goes first (what only a back-test asks), then of discreet hits, the weakest first, what
/// they stand on, then they themselves; the best one stays. How many hits went is in the decision.
/// Pure.
[[nodiscard]] FittedCrossing fit_crossing(facts::Crossing& crossing);

}  // namespace sarhad::node
