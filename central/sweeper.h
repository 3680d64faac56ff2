#pragma once

#include "central/lanes.h"
#include "central/store.h"
#include "core/clock.h"
#include "core/log.h"

#include <chrono>
#include <optional>
#include <vector>

namespace sarhad::central {

/// Deltas of lists are kept for so long as they were signed, and which rows an edition had that was
/// out then: PRACTICE asks for it, and a port that was away for less catches up by them.
inline constexpr core::Duration kDeltasKept = std::chrono::hours{24 * 400};

/// Makes room, once a day, of what no port needs any more: one bounded piece a second, so that the
/// store thread serves the ports between two of them. What a piece has done is on the disk; after a
/// restart it begins anew. Thread: loop.
class Sweeper final {
public:
    /// What it works with; all of it outlives it.
    struct Parts {
        core::Clock& clock;
        core::Log& log;
        Lanes& lanes;
        CentralStore& store;
        const std::vector<EditionMark>& editions;
    };
    static constexpr core::Duration kFirstAfter = std::chrono::minutes{5};
    static constexpr core::Duration kEvery = std::chrono::hours{24};

    explicit Sweeper(const Parts& parts)
        : parts_{parts}, next_at_{parts.clock.mono() + kFirstAfter} {}

    /// Called each second.
    void tick();

private:
    [[nodiscard]] core::WallTime before() const;
    [[nodiscard]] bool has_work() const;
    void on_swept(const core::Result<Swept>& swept);
    void end();

    Parts parts_;
    core::MonoTime next_at_;
    std::optional<SweepPlace> place_{};  ///< Where a sweep that has begun goes on.
    bool is_at_work_{false};
    Swept sum_{};
};

}  // namespace sarhad::central
