#pragma once

#include <cstdint>
#include <span>

namespace sarhad::core {

/// The one door to randomness. Implementations: libsodium's (wire/), the simulator's seeded one.
/// Thread: any in the product; one in simulation.
class Random {
public:
    Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
    /// 0 to bound-1, each as likely; bound is at least 1 (checked).
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
};

}  // namespace sarhad::core
