#pragma once

#include "core/clock.h"

namespace sarhad::core {

/// The machine's clocks: CLOCK_REALTIME and CLOCK_BOOTTIME (which counts suspended time too).
/// Only a main() or a daemon's wiring makes one. Thread: any.
class SystemClock final : public Clock {
public:
    [[nodiscard]] WallTime wall() const override;
    [[nodiscard]] MonoTime mono() const override;
};

}  // namespace sarhad::core
