#pragma once

#include "core/system_clock.h"

#include <chrono>

namespace sarhad::intake {

/// The machine's time, which stamps files, and what a test lets pass beyond it. At first so much
/// that every file stands still.
class HandClock final : public core::Clock {
public:
    [[nodiscard]] core::WallTime wall() const override {
        const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(ahead);
        return {real_.wall().micros + micros.count()};
    }
    [[nodiscard]] core::MonoTime mono() const override { return core::MonoTime{} + ahead; }

    core::Duration ahead{std::chrono::seconds{10}};

private:
    core::SystemClock real_;
};

}  // namespace sarhad::intake
