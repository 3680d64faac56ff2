#pragma once

#include "facts/counted.h"
#include "facts/decision.h"

#include <cstdint>
#include <optional>

namespace sarhad::screening {

/// What is counted of the form that the crossing tells of; none where it tells of none. `day`: as
/// Passage::day. The port and the centre make the same of the same record. Pure, total.
[[nodiscard]] std::optional<facts::CountedCash> counted_cash(const facts::Crossing& crossing,
                                                             std::int32_t day);

}  // namespace sarhad::screening
