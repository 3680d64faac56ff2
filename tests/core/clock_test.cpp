#include "core/clock.h"

#include "core/system_clock.h"
#include "core/time_text.h"

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

TEST(Rfc3339, IsReadBack) {
    for (const std::int64_t micros : {std::int64_t{0},
                                      std::int64_t{-1},
                                      std::int64_t{951'782'400'000'000},
                                      std::int64_t{1'795'425'242'000'311}}) {
        const auto read = from_rfc3339(to_rfc3339({micros}));
        ASSERT_TRUE(read) << micros;
        EXPECT_EQ(read->micros, micros);
    }
}

TEST(Rfc3339, ReadsOffsetsAndFractions) {
    const std::int64_t at = from_rfc3339("2026-11-23T09:14:02Z")->micros;
    EXPECT_EQ(from_rfc3339("2026-11-23T14:14:02+05:00")->micros, at);
    EXPECT_EQ(from_rfc3339("2026-11-23T05:44:02-03:30")->micros, at);
    EXPECT_EQ(from_rfc3339("2026-11-23t09:14:02.25z")->micros, at + 250'000);
    EXPECT_EQ(from_rfc3339("2026-11-23T09:14:02.1234567Z")->micros, at + 123'456);
}

TEST(Rfc3339, RefusesWhateverIsNoTime) {
    for (const std::string_view text : {"",
                                        "2026-11-23",
                                        "2026-11-23T09:14:02",
                                        "2026-11-23 09:14:02Z",
                                        "2026-02-29T00:00:00Z",
                                        "2026-13-01T00:00:00Z",
                                        "2026-11-23T24:00:00Z",
                                        "2026-11-23T09:60:02Z",
                                        "2026-11-23T09:14:60Z",
                                        "2026-11-23T09:14:02.Z",
                                        "2026-11-23T09:14:02+0500",
                                        "2026-11-23T09:14:02+24:00",
                                        "2026-11-23T09:14:02Zx",
                                        "26-11-23T09:14:02Z",
                                        "2026-11-2xT09:14:02Z"}) {
        EXPECT_FALSE(from_rfc3339(text)) << text;
    }
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
