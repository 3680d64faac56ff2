#pragma once

#include "core/bytes.h"
#include "facts/cargo_screening.h"

#include <cstddef>

namespace sarhad::node {

/// Largest encoded record about cargo: it must fit a row. Of it what the counter may see has the
/// same part as a crossing's (crossing_size.h).
inline constexpr std::size_t kCargoBytesMax = 49'152;
inline constexpr std::size_t kCargoOpenMax = 36'864;

/// A record as it is stored.
struct FittedCargo {
    core::Bytes body;
    bool was_cut{false};  ///< Of what the counter may see.
};

/// Encodes a record, cut where it is too large, in steps until it fits: the rules' frame goes, then
/// goods lines, containers and bags beyond the first ones, then hits beyond the best three and
/// their weaker reasons, then texts of goods, places and further parties. How many parts went is in
/// `left_out`, how many hits in the decision. Of discreet hits the best three stay, with what they
/// stand on as far as there is room. Pure.
[[nodiscard]] FittedCargo fit_cargo(facts::CargoScreening& record);

}  // namespace sarhad::node
