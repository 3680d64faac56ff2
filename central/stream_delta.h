#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "wire/keyring.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::central {

/// A delta of the desk stream that central publishes, and the stream's head after it.
struct StreamDelta {
    StreamHead head;
    NewDelta delta;
};

/// Where the stream stands; before its first delta at 0, called `name`.
[[nodiscard]] StreamHead head_of(const std::vector<StreamHead>& heads,
                                 core::StreamId stream,
                                 std::string_view name);
/// Where the desk stream stands; before its first delta at 0.
[[nodiscard]] StreamHead desk_head(const std::vector<StreamHead>& heads);
/// The body of the delta behind `head`, without ops.
[[nodiscard]] wire::DeltaBody next_body(const StreamHead& head);
/// Signed as central's own word, with its place in the chain.
[[nodiscard]] NewDelta sign_delta(const wire::DeltaBody& body, const wire::SigningKey& sequencer);
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
