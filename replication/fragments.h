#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "wire/flow.h"
#include "wire/frame.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace sarhad::replication {

/// Puts frames together that came in pieces: one at a time for each lane.
///
/// Pieces may be missing, come twice, or in another order: a frame that is sent again has the same
/// id, so that what is there of it counts. What is complete has the bytes that its id names; it is
/// still nothing but bytes of a peer. Memory: a frame for each lane at most. Total. Thread: any
/// one.
class Fragments {
public:
    /// Runs of bytes that a frame may have before it is whole; past it, it begins anew.
    static constexpr std::size_t kRunsMax = 32;

    /// The whole frame where this piece completes it. kInvalid: a piece of lane 0, without bytes,
    /// or past its frame's end, or a frame that is not the one of its id.
    [[nodiscard]] core::Result<std::optional<core::Bytes>> add(wire::Lane lane,
                                                               const wire::Fragment& fragment);
    /// Another connection, or another process: nothing of a frame is kept.
    void clear() { partial_ = {}; }

private:
    /// Half open, in order, apart from one another.
    using Runs = std::vector<std::pair<std::size_t, std::size_t>>;
    struct Partial {
        std::uint64_t id{0};
        core::Bytes bytes;
        Runs runs;
    };
    static constexpr std::size_t kLanes = 4;

    static void cover(Runs& runs, std::size_t first, std::size_t past);

    std::array<Partial, kLanes> partial_;
};

}  // namespace sarhad::replication
