#pragma once

#include "core/clock.h"

#include <cstdint>
#include <vector>

#include "sim/sim_random.h"

namespace sarhad::sim {

/// How much happens in a run.
enum class Pace : std::uint8_t {
    kDense,     ///< Traffic and faults of every kind from the first minute to the last.
    kCalendar,  ///< The same in spells of minutes; hours and days between them.
};

/// When a long run is busy. A port has its hours, and a bug that needs a crash in the middle of an
/// edition needs both within seconds: so there are spells as dense as a short run. Between them the
/// same things happen, each kQuieter times as rarely, and timers of hours and days come due.
class Calendar final {
public:
    static constexpr std::chrono::seconds kSpell = std::chrono::minutes{4};
    static constexpr std::chrono::hours kSpellEvery{60};  ///< One in each such part of a run.
    static constexpr std::uint32_t kQuieter = 240;

    /// The first spell begins with the run; each other one at random within its part.
    Calendar(SimRandom& random, Pace pace, core::Duration whole);

    [[nodiscard]] bool is_busy(core::Duration now) const;
    /// What would come after `pause` in a spell comes so much later; not past the next spell's
    /// begin by more than `pause`.
    [[nodiscard]] core::Duration stretch(core::Duration now, core::Duration pause) const;

private:
    Pace pace_;
    std::vector<core::Duration> begins_;  ///< Of spells, rising.
};

}  // namespace sarhad::sim
