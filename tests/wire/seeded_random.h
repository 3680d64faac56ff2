#pragma once

#include "core/random.h"

#include <cstdint>
#include <random>

namespace sarhad::wire {

/// The same bytes for the same seed.
class SeededRandom final : public core::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_{seed} {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) {
            byte = static_cast<std::uint8_t>(engine_());
        }
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace sarhad::wire
