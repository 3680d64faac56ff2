#include "core/clock.h"

#include "core/system_clock.h"

#include <gtest/gtest.h>

#include <limits>

namespace sarhad::core {
namespace {

using namespace std::chrono_literals;

TEST(Rfc3339, WritesMicrosecondsInUtc) {
    EXPECT_EQ(to_rfc3339({0}), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339({1'795'425'242'000'311}), "2026-11-23T09:14:02.000311Z");
}

TEST(Rfc3339, CountsLeapDays) {
    EXPECT_EQ(to_rfc3339({951'782'400'000'000}), "2000-02-29T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339({4'107'542'400'000'000}), "2100-03-01T00:00:00.000000Z");
}

TEST(Rfc3339, RoundsDownBeforeTheEpoch) {
    EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(Rfc3339, SortsAsTheTimesDo) {
    EXPECT_LT(to_rfc3339({999'999}), to_rfc3339({1'000'000}));
}

TEST(MonoTime, DifferencesAreDurations) {
    const MonoTime start{10s};
    EXPECT_EQ((start + 5s) - start, 5s);
    EXPECT_LT(start, start + 1s);
}

TEST(SystemClock, MonotonicTimeNeverFalls) {
    const SystemClock clock;
    MonoTime last = clock.mono();
    for (int n = 0; n < 1000; ++n) {
        const MonoTime now = clock.mono();
        ASSERT_LE(last, now);
        last = now;
    }
}

TEST(SystemClock, WallTimeIsAfterThisWasWritten) {
    EXPECT_GT(SystemClock{}.wall().micros, 1'600'000'000'000'000);
}

}  // namespace
}  // namespace sarhad::core
