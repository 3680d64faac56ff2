// Rates of a back-test against the formula in long double.
#include "rules/backtest/interval.h"
#include "rules/backtest/tally.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace sarhad::rules::backtest {
namespace {

TEST(BacktestRate, IsWilsonsInterval) {
    EXPECT_EQ(rate(0, 0), (Rate{0, 0, 0, 0, 1'000'000}));
    EXPECT_EQ(rate(5, 10).ppm, 500'000U);
    for (const auto& [count, of] :
         std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 10},
                                                              {5, 10},
                                                              {10, 10},
                                                              {1, 1},
                                                              {3, 1'000},
                                                              {123'456, 10'000'000},
                                                              {500'000'000, 1'000'000'000},
                                                              {1'000'000'000, 1'000'000'000}}) {
        const auto n = static_cast<long double>(of);
        const auto p = static_cast<long double>(count) / n;
        constexpr long double kZ = 1.96L;
        const long double middle = p + kZ * kZ / (2 * n);
        const long double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
        const long double whole = 1 + kZ * kZ / n;
        const Rate got = rate(count, of);
        EXPECT_NEAR(static_cast<double>(got.low_ppm),
                    static_cast<double>(1e6L * (middle - half) / whole),
                    1.01)
            << count;
        EXPECT_NEAR(static_cast<double>(got.high_ppm),
                    static_cast<double>(1e6L * (middle + half) / whole),
                    1.01)
            << count;
        EXPECT_LE(got.low_ppm, got.ppm);
        EXPECT_GE(got.high_ppm, got.ppm);
    }
}

TEST(BacktestRate, OfTwoRulesIsTheirOverlap) {
    EXPECT_EQ(jaccard(10, 20, 5).ppm, 200'000U);
    EXPECT_EQ(jaccard(0, 0, 0).of, 0U);
}

}  // namespace
}  // namespace sarhad::rules::backtest
