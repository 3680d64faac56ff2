#include "core/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace sarhad::core {
namespace {

/// SplitMix64, seeded: the same draws in every run.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) {
            state_ += 0x9E3779B97F4A7C15ULL;
            std::uint64_t mixed = state_;
            mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9ULL;
            mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EBULL;
            byte = static_cast<std::uint8_t>(mixed >> 56U);
        }
    }

private:
    std::uint64_t state_;
};

/// Gives a script of 8-byte draws, then fails the test.
class ScriptedRandom final : public Random {
public:
    explicit ScriptedRandom(std::vector<std::uint64_t> draws) : draws_{std::move(draws)} {}
    void fill(std::span<std::uint8_t> bytes) override {
        ASSERT_LT(used_, draws_.size());
        const std::uint64_t draw = draws_[used_++];
        for (std::size_t n = 0; n < bytes.size(); ++n) {
            bytes[n] = static_cast<std::uint8_t>(draw >> (56U - 8U * n));
        }
    }
    [[nodiscard]] std::size_t used() const { return used_; }

private:
    std::vector<std::uint64_t> draws_;
    std::size_t used_{0};
};

TEST(RandomBelow, OneGivesAlwaysZero) {
    SeededRandom random{1};
    for (int n = 0; n < 100; ++n) {
        ASSERT_EQ(random.below(1), 0U);
    }
}

TEST(RandomBelow, StaysBelowItsBound) {
    SeededRandom random{2};
    for (const std::uint64_t bound : {2ULL, 3ULL, 1000ULL, (1ULL << 63U) + 1, ~0ULL}) {
        for (int n = 0; n < 200; ++n) {
            ASSERT_LT(random.below(bound), bound);
        }
    }
}

TEST(RandomBelow, IsUniformWithinFiveStandardDeviations) {
    constexpr int kDraws = 60'000;
    constexpr std::size_t kSides = 6;
    SeededRandom random{3};
    std::array<int, kSides> counts{};
    for (int n = 0; n < kDraws; ++n) {
        ++counts.at(random.below(kSides));
    }
    const double expected = kDraws / double{kSides};
    const double deviation = std::sqrt(expected * (1.0 - 1.0 / double{kSides}));
    for (const int count : counts) {
        EXPECT_LT(std::abs(count - expected), 5 * deviation);
    }
}

/// 2^64 mod 3 is 1, so the draw 0 is the one that would make remainder 0 likelier.
TEST(RandomBelow, DrawsAgainWhatWouldSkewTheResult) {
    ScriptedRandom random{{0, 5}};
    EXPECT_EQ(random.below(3), 2U);
    EXPECT_EQ(random.used(), 2U);
}

TEST(RandomBelow, APowerOfTwoNeedsOneDraw) {
    ScriptedRandom random{{0}};
    EXPECT_EQ(random.below(1ULL << 63U), 0U);
}

TEST(RandomBelowDeathTest, ZeroAborts) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    SeededRandom random{4};
    EXPECT_DEATH(static_cast<void>(random.below(0)), "CHECK failed");
}

}  // namespace
}  // namespace sarhad::core
