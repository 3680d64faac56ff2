#include "rules/backtest/interval.h"

#include "core/check.h"

#include <algorithm>

namespace sarhad::rules::backtest {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

/// The greatest whole number whose square is at most `value`.
std::uint64_t root(std::uint64_t value) {
    std::uint64_t low = 0;
    std::uint64_t high = std::uint64_t{1} << 32U;
    while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (middle * middle <= value ? low : high) = middle;
    }
    return low;
}

}  // namespace

Rate rate(std::uint64_t count, std::uint64_t of) {
    SARHAD_CHECK(count <= of && of <= kRateOfMax);
    if (of == 0) {
        return {};
    }
    // (k + z^2/2 -+ z sqrt(k(n-k)/n + z^2/4)) / (n + z^2), all times 10,000.
    constexpr std::uint64_t kHalfSquare = 19'208;          // z^2/2
    constexpr std::uint64_t kSquare = 38'416;              // z^2
    constexpr std::uint64_t kSquareSquared = 384'160'000;  // (10,000 z)^2
    constexpr std::uint64_t kQuarter = 368'947'264;        // that times z^2/4
    const std::uint64_t product = count * (of - count);
    const std::uint64_t half_squared =
        kSquareSquared * (product / of) + kSquareSquared * (product % of) / of + kQuarter;
    // Of few cases a ten-thousandth is more than a millionth of the share.
    const std::uint64_t finer = of <= 100'000 ? 1'000 : 1;
    const std::uint64_t half = root(half_squared * finer * finer) + 1;
    const std::uint64_t middle = (10'000 * count + kHalfSquare) * finer;
    const std::uint64_t whole = (10'000 * of + kSquare) * finer;
    const std::uint64_t low = middle > half ? middle - half : 0;
    const std::uint64_t high = std::min(middle + half, whole);
    return {count,
            of,
            static_cast<std::uint32_t>(count * kMillion / of),
            static_cast<std::uint32_t>(low * kMillion / whole),
            static_cast<std::uint32_t>((high * kMillion + whole - 1) / whole)};
}

}  // namespace sarhad::rules::backtest
