// Rules that hit more often than their authors allow.
#include "screening/rule_guard.h"

#include "live_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace sarhad::screening {
namespace {

constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;
constexpr core::WallTime kStart{20'000 * kDayMicros};

core::WallTime on(std::int64_t day) {
    return {kStart.micros + day * kDayMicros + 1};
}

/// Rule TST-001, of which `change` says what it allows.
std::shared_ptr<const rules::LiveRules> pack(const std::function<void(rules::Rule&)>& change) {
    return live({rule("TST-001", "traveller.crew", change)});
}

class RuleGuardTest : public ::testing::Test {
protected:
    void begin(const std::function<void(rules::Rule&)>& change) {
        EXPECT_TRUE(guard_.begin(*pack(change), kStart).empty());
    }
    std::vector<NewlyHeld> hit(std::int64_t day, std::uint32_t revision = 2) {
        GuardedDecision decision;
        decision.at = on(day);
        decision.hits = {{"TST-001", revision}};
        return note(decision);
    }
    /// The day is that of the newest decision, or `today_` where that is set.
    std::vector<NewlyHeld> note(const GuardedDecision& decision) {
        newest_ = std::max(newest_, decision.at);
        return guard_.note(decision, today_.value_or(newest_));
    }
    std::vector<NewlyHeld> shadow_hit(std::int64_t day, std::uint8_t pack = 9) {
        GuardedDecision decision;
        decision.at = on(day);
        decision.rules_hash = {pack};
        decision.shadow_hits = {"TST-001"};
        return note(decision);
    }
    void pass(std::int64_t day, int travellers) {
        GuardedDecision decision;
        decision.at = on(day);
        for (int i = 0; i < travellers; ++i) {
            EXPECT_TRUE(note(decision).empty());
        }
    }
    [[nodiscard]] std::optional<Held> held(std::uint32_t revision = 2) const {
        return HeldRules{guard_.held()}.of("TST-001", revision);
    }

    RuleGuard guard_;
    std::optional<core::WallTime> today_;
    core::WallTime newest_{kStart};
};

TEST_F(RuleGuardTest, MoreHitsADayThanAllowedHoldTheRule) {
    begin([](rules::Rule& each) { each.hits_a_day_max = 3; });
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(hit(0).empty());
        EXPECT_TRUE(hit(1).empty());  // Each day for itself.
    }
    const auto newly = hit(1);
    ASSERT_EQ(newly.size(), 1U);
    EXPECT_EQ(newly[0].id, "TST-001");
    EXPECT_EQ(newly[0].hits, 4U);
    EXPECT_EQ(newly[0].rule, (HeldRules::Rule{2, Held::kShadow}));
    EXPECT_EQ(held(), Held::kShadow);
    EXPECT_EQ(held(3), std::nullopt) << "another revision acts as written";
    EXPECT_TRUE(hit(1).empty()) << "told once";
    EXPECT_TRUE(hit(30).empty());
    EXPECT_EQ(held(), Held::kShadow) << "few hits do not release it";
}

TEST_F(RuleGuardTest, AGreaterShareThanAllowedHoldsTheRule) {
    begin([](rules::Rule& each) { each.hit_rate_max_ppm = 10'000; });  // One in a hundred.
    pass(0, 1990);
    for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(hit(0).empty()) << i;  // At most 20 of 2,010.
    }
    const auto newly = hit(0);
    ASSERT_EQ(newly.size(), 1U);
    EXPECT_EQ(newly[0].hits, 21U);
    EXPECT_EQ(newly[0].asked, 2011U);
}

/// Rules about cargo were counted by nobody.
TEST_F(RuleGuardTest, ARuleAboutCargoIsHeldByTheShareOfItsOwnKind) {
    const auto pack = live({rule("TST-001", "consignment.gross_kg > 1.0", [](rules::Rule& made) {
        made.kind = rules::RuleKind::kConsignment;
        made.hit_rate_max_ppm = 10'000;
    })});
    EXPECT_TRUE(guard_.begin(*pack, kStart).empty());
    pass(0, 5'000);  // Travellers: none of its kind.
    GuardedDecision decision;
    decision.kind = rules::RuleKind::kConsignment;
    decision.at = on(0);
    decision.hits = {{"TST-001", 2}};
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(note(decision).empty()) << i;
    }
    const auto newly = note(decision);
    ASSERT_EQ(newly.size(), 1U);
    EXPECT_EQ(newly[0].asked, 11U);
    EXPECT_EQ(held(), Held::kShadow);
}

TEST_F(RuleGuardTest, OfFewTravellersAShareSaysLittle) {
    begin([](rules::Rule& each) { each.hit_rate_max_ppm = 10'000; });
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(hit(0).empty());  // Of 10: but taken as of a thousand.
    }
    EXPECT_EQ(hit(0).size(), 1U);
}

TEST_F(RuleGuardTest, TheWindowSlides) {
    begin([](rules::Rule& each) { each.hit_rate_max_ppm = 10'000; });
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(hit(0).empty());
    }
    pass(kGuardDays, 1);  // Day 0 is out of it now.
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(hit(kGuardDays).empty());
    }
    EXPECT_TRUE(hit(0).empty()) << "older than the window: not counted";
    EXPECT_EQ(hit(kGuardDays).size(), 1U);
}

TEST_F(RuleGuardTest, ARuleIsNotJudgedByTravellersFromBeforeIt) {
    begin({});
    pass(0, 5000);
    EXPECT_TRUE(guard_
                    .begin(*pack([](rules::Rule& each) {
                        each.rev = 3;
                        each.hit_rate_max_ppm = 10'000;
                    }),
                           on(0))
                    .empty());
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(hit(0, 3).empty());
    }
    EXPECT_EQ(hit(0, 3).size(), 1U);
}

TEST_F(RuleGuardTest, AfterAStartItIsTakenAsInForceAllTheWindow) {
    begin([](rules::Rule& each) { each.hit_rate_max_ppm = 10'000; });
    pass(-5, 3000);  // As they are read in.
    for (int i = 0; i < 30; ++i) {
        EXPECT_TRUE(hit(-1).empty());
    }
    EXPECT_EQ(held(), std::nullopt);
}

TEST_F(RuleGuardTest, WhatIsReadAfterAStartIsMeasuredByTheTravellersOfItsDays) {
    begin([](rules::Rule& each) { each.hit_rate_max_ppm = 3'000; });  // It hits 2 of a thousand.
    today_ = kStart;
    for (std::int64_t day = -60; day <= 0; ++day) {
        for (int i = 0; i < 10; ++i) {
            pass(day, 499);
            EXPECT_TRUE(hit(day).empty()) << day;
        }
    }
    EXPECT_EQ(held(), std::nullopt);
    int more = 0;
    while (held() == std::nullopt && more < 100) {
        EXPECT_LE(hit(0).size(), 1U);
        ++more;
    }
    EXPECT_EQ(more, 36) << "106 of 35,036: the seven days that count, and no other";
}

TEST_F(RuleGuardTest, ARecordOfAnotherYearBlindsNobody) {
    begin([](rules::Rule& each) { each.hits_a_day_max = 2; });
    today_ = kStart;
    EXPECT_TRUE(hit(1500).empty());
    EXPECT_TRUE(hit(2).empty()) << "later than tomorrow";
    EXPECT_TRUE(hit(0).empty());
    EXPECT_TRUE(hit(0).empty());
    EXPECT_EQ(hit(0).size(), 1U);
}

TEST_F(RuleGuardTest, AClockThatWasAheadBlindsNobody) {
    begin({});
    today_ = on(30);
    pass(30, 5);
    EXPECT_TRUE(guard_
                    .begin(*pack([](rules::Rule& each) {
                        each.rev = 3;
                        each.hit_rate_max_ppm = 10'000;
                    }),
                           on(30))
                    .empty());
    today_ = on(1);  // Set right.
    pass(1, 3000);
    for (int i = 0; i < 30; ++i) {
        EXPECT_TRUE(hit(1, 3).empty()) << i;  // Of 3,000, not of none.
    }
    EXPECT_EQ(hit(1, 3).size(), 1U);
}

TEST_F(RuleGuardTest, WhatIsReadBeforeTheRulesCountsForThem) {
    EXPECT_TRUE(hit(0, 1).empty());  // Of a revision that is gone.
    EXPECT_TRUE(hit(0).empty());
    EXPECT_TRUE(hit(0).empty());
    begin([](rules::Rule& each) { each.hits_a_day_max = 2; });
    EXPECT_EQ(held(), std::nullopt);
    EXPECT_EQ(hit(0).size(), 1U);
}

TEST_F(RuleGuardTest, ACriticalRuleIsLimitedAndNeverSilent) {
    begin([](rules::Rule& each) {
        each.hits_a_day_max = 1;
        each.severity = rules::Severity::kCritical;
    });
    EXPECT_TRUE(hit(0).empty());
    ASSERT_EQ(hit(0).size(), 1U);
    EXPECT_EQ(held(), Held::kLimited);
}

TEST_F(RuleGuardTest, ItsNextRevisionEndsTheHolding) {
    begin([](rules::Rule& each) { each.hits_a_day_max = 1; });
    EXPECT_TRUE(hit(0).empty());
    ASSERT_EQ(hit(0).size(), 1U);
    const auto same = [](rules::Rule& each) { each.hits_a_day_max = 1; };
    EXPECT_TRUE(guard_.begin(*pack(same), on(0)).empty()) << "another pack, the same revision";
    EXPECT_TRUE(guard_.begin(*live({}), on(0)).empty()) << "nor does its absence";
    EXPECT_EQ(held(), Held::kShadow);
    const auto next = [](rules::Rule& each) {
        each.rev = 3;
        each.hits_a_day_max = 1;
    };
    EXPECT_EQ(guard_.begin(*pack(next), on(0)), std::vector<std::string>{"TST-001"});
    EXPECT_EQ(held(), std::nullopt);
    EXPECT_TRUE(hit(0, 2).empty()) << "hits of the revision before are not its own";
    EXPECT_TRUE(hit(0, 2).empty());
    EXPECT_TRUE(hit(0, 3).empty()) << "counted anew";
}

TEST_F(RuleGuardTest, ShadowHitsCountOnlyWhereTheirRevisionIsKnown) {
    begin([](rules::Rule& each) { each.hits_a_day_max = 2; });
    EXPECT_TRUE(shadow_hit(0).empty());
    EXPECT_TRUE(shadow_hit(0, 8).empty()) << "of another pack";
    EXPECT_TRUE(shadow_hit(0).empty());
    EXPECT_EQ(shadow_hit(0).size(), 1U);
}

TEST_F(RuleGuardTest, WithoutALimitNothingIsHeld) {
    begin({});
    for (int i = 0; i < 2000; ++i) {
        EXPECT_TRUE(hit(0).empty());
    }
}

TEST_F(RuleGuardTest, WhatWasHeldBeforeAStartStaysSo) {
    guard_ = RuleGuard{{{"TST-001", {2, Held::kShadow}}}};
    begin([](rules::Rule& each) { each.hits_a_day_max = 2; });
    EXPECT_EQ(held(), Held::kShadow);
}

}  // namespace
}  // namespace sarhad::screening
