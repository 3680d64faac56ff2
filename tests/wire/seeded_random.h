#pragma once

#include "core/random.h"

#include <cstdint>

namespace sarhad::wire {

/// The same bytes for the same seed.
class SeededRandom final : public core::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) {
            byte = next();
        }
    }

private:
    std::uint8_t next() {  // SplitMix64 (Steele, Lea, Flood 2014).
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = (state_ ^ (state_ >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return static_cast<std::uint8_t>(mixed >> 56U);
    }

    std::uint64_t state_;
};

}  // namespace sarhad::wire
