#pragma once

#include "facts/counted.h"
#include "facts/decision.h"

#include <cstdint>
#include <map>
#include <optional>

namespace sarhad::screening {

/// What is counted of the form that the crossing tells of; none where it tells of none. `day`: as
/// Passage::day. The port and the centre make the same of the same record. Pure, total.
[[nodiscard]] std::optional<facts::CountedCash> counted_cash(const facts::Crossing& crossing,
                                                             std::int32_t day);

/// What was declared, by journey.
using CashByPassage = std::map<facts::CrossingMark, facts::CountedCash>;
/// Of two words on one journey the later stays; of two of the same moment the greater, so that all
/// keep the same, in whatever order they read them. Pure.
void keep_last(CashByPassage& all, const facts::CountedCash& cash);

/// The most that there is, where it is more.
[[nodiscard]] std::int64_t sum_to_the_most(std::int64_t sum, std::int64_t more);

}  // namespace sarhad::screening
