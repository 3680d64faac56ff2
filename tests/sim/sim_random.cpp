#include "sim/sim_random.h"

#include "core/check.h"

#include <sodium.h>

#include <bit>

namespace sarhad::sim {
namespace {

/// The one place that is global: libsodium takes plain functions without a context.
core::Random* g_source = nullptr;

void sodium_fill(void* const to, const std::size_t size) {
    SARHAD_CHECK(g_source != nullptr);
    g_source->fill({static_cast<std::uint8_t*>(to), size});
}
std::uint32_t sodium_word() {
    std::array<std::uint8_t, 4> bytes{};
    sodium_fill(bytes.data(), bytes.size());
    return std::bit_cast<std::uint32_t>(bytes);
}
const char* sodium_name() {
    return "sarhad-sim";
}

randombytes_implementation g_seeded{
    sodium_name, sodium_word, nullptr, nullptr, sodium_fill, nullptr};

}  // namespace

SimRandom::SimRandom(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
        seed += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = seed;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        word = mixed ^ (mixed >> 31U);
    }
}

std::uint64_t SimRandom::next() {
    const std::uint64_t drawn = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return drawn;
}

void SimRandom::fill(std::span<std::uint8_t> bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        word = i % 8 == 0 ? next() : word >> 8U;
        bytes[i] = static_cast<std::uint8_t>(word);
    }
}

std::uint64_t SimRandom::between(std::uint64_t low, std::uint64_t high) {
    return low + below(high - low + 1);
}

SodiumSeed::SodiumSeed(core::Random& source) {
    SARHAD_CHECK(g_source == nullptr);
    // First: its own set-up draws too, and only once in a process.
    SARHAD_CHECK(sodium_init() >= 0);
    g_source = &source;
    randombytes_set_implementation(&g_seeded);
}

SodiumSeed::~SodiumSeed() {
    randombytes_set_implementation(&randombytes_sysrandom_implementation);
    g_source = nullptr;
}

}  // namespace sarhad::sim
