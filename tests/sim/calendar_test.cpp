#include "sim/calendar.h"

#include <gtest/gtest.h>

namespace sarhad::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Calendar, AShortRunIsBusyAllTheTime) {
    SimRandom random{1};
    const Calendar calendar{random, Pace::kDense, minutes{15}};
    EXPECT_TRUE(calendar.is_busy(minutes{14}));
    EXPECT_EQ(calendar.stretch(minutes{14}, seconds{7}), seconds{7});
}

TEST(Calendar, AWeekHasASpellInEachOfItsParts) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        SimRandom random{seed};
        const Calendar calendar{random, Pace::kCalendar, hours{7 * 24}};
        int begins = 0;
        int busy = 0;
        bool was_busy = false;
        for (seconds at{0}; at < hours{7 * 24}; at += seconds{30}) {
            const bool is_busy = calendar.is_busy(at);
            begins += is_busy && !was_busy ? 1 : 0;
            busy += is_busy ? 1 : 0;
            was_busy = is_busy;
        }
        EXPECT_EQ(begins, 3);
        EXPECT_NEAR(busy, 3 * (Calendar::kSpell / seconds{30}), 3);
    }
}

TEST(Calendar, WhatIsRareInQuietHoursIsNotLateForTheNextSpell) {
    SimRandom random{3};
    const Calendar calendar{random, Pace::kCalendar, hours{7 * 24}};
    EXPECT_EQ(calendar.stretch(hours{1}, seconds{10}), seconds{10} * Calendar::kQuieter);
    core::Duration begin = Calendar::kSpellEvery;
    while (!calendar.is_busy(begin)) {
        begin += seconds{1};
    }
    const core::Duration pause = calendar.stretch(begin - minutes{1}, seconds{10});
    EXPECT_LE(pause, minutes{1} + seconds{10});
    EXPECT_GE(pause, minutes{1});
}

}  // namespace
}  // namespace sarhad::sim
