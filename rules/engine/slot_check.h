#pragma once

#include "rules/cel/slot_layout.h"

#include <cstdint>

namespace sarhad::rules::engine {

/// Whether FrameBuilder writes such a slot for `field`. Of a long text only its size is looked at:
/// where it stands is its holder's matter.
[[nodiscard]] bool is_slot(const cel::SlotField& field, std::uint64_t word, cel::SlotState state);

}  // namespace sarhad::rules::engine
