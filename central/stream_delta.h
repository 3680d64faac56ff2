#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "wire/keyring.h"

#include <vector>

namespace sarhad::central {

/// A delta of the desk stream that central publishes, and the stream's head after it.
struct StreamDelta {
    StreamHead head;
    NewDelta delta;
};

/// Where the desk stream stands; before its first delta at 0.
[[nodiscard]] StreamHead desk_head(const std::vector<StreamHead>& heads);
/// One op, complete by itself, signed as central's own word.
[[nodiscard]] StreamDelta make_stream_delta(wire::Op op,
                                            const StreamHead& head,
                                            core::WallTime at,
                                            const wire::SigningKey& sequencer);

/// In the place of a delta that nobody needs any more, as it is shown by `position` and the chain
/// before it: it says nothing but what the chain is behind it.
[[nodiscard]] NewDelta erased_delta(const wire::StreamPosition& position,
                                    const wire::Hash256& prev,
                                    std::string name,
                                    const wire::SigningKey& sequencer);

}  // namespace sarhad::central
