#pragma once

#include "core/random.h"

#include <array>
#include <cstdint>
#include <span>

namespace sarhad::sim {

/// xoshiro256** seeded by splitmix64 (Blackman and Vigna, 2018). The same seed gives the same bytes
/// on every host and compiler. Not for keys outside a simulation.
class SimRandom final : public core::Random {
public:
    explicit SimRandom(std::uint64_t seed);
    void fill(std::span<std::uint8_t> bytes) override;
    [[nodiscard]] std::uint64_t next();
    /// True in `permille` of 1000 draws.
    [[nodiscard]] bool chance(unsigned permille) { return below(1000) < permille; }
    /// A value from `low` to `high`, both included.
    [[nodiscard]] std::uint64_t between(std::uint64_t low, std::uint64_t high);

private:
    std::array<std::uint64_t, 4> state_{};
};

/// While it lives, libsodium's own randomness (keys, nonces) comes from `source`, which must
/// outlive it. libsodium has one source for the whole process, hence one simulated world at a time
/// in it.
class SodiumSeed final {
public:
    explicit SodiumSeed(core::Random& source);
    SodiumSeed(const SodiumSeed&) = delete;
    SodiumSeed& operator=(const SodiumSeed&) = delete;
    ~SodiumSeed();
};

}  // namespace sarhad::sim
