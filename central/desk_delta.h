#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "wire/keyring.h"

#include <vector>

namespace sarhad::central {

/// A delta of the desk stream that central publishes, and the stream's head after it.
struct DeskDelta {
    StreamHead head;
    NewDelta delta;
};

/// Where the desk stream stands; before its first delta at 0.
[[nodiscard]] StreamHead desk_head(const std::vector<StreamHead>& heads);
/// One op, complete by itself, signed as central's own word.
[[nodiscard]] DeskDelta make_desk_delta(wire::Op op,
                                        const StreamHead& head,
                                        core::WallTime at,
                                        const wire::SigningKey& sequencer);

}  // namespace sarhad::central
