#pragma once

#include <cstdint>

namespace sarhad::rules::backtest {

/// A share in millionths with the bounds between which the true one lies in 95 of 100 cases.
struct Rate {
    std::uint64_t count{0};
    std::uint64_t of{0};
    std::uint32_t ppm{0};  ///< Rounded down; 0 where `of` is 0.
    std::uint32_t low_ppm{0};
    std::uint32_t high_ppm{1'000'000};
    friend bool operator==(const Rate&, const Rate&) = default;
};

/// `count` of `of`, with Wilson's interval for z = 1.96, outwards to the next millionth. Whole
/// numbers alone, so that every host says the same. `count` is at most `of`, `of` at most
/// kRateOfMax (checked). Source: Wilson, J. Amer. Statist. Assoc. 22 (1927), p. 209.
[[nodiscard]] Rate rate(std::uint64_t count, std::uint64_t of);

/// Entities of one back-test: rate() computes in 64 bits up to here.
inline constexpr std::uint64_t kRateOfMax = 1'000'000'000;

}  // namespace sarhad::rules::backtest
