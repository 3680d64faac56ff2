// What a port and the centre count of a currency form: the same of the same record.
#include "screening/counted_cash.h"

#include <gtest/gtest.h>

namespace sarhad::screening {
namespace {

facts::CashLine gold(std::uint64_t milligrams) {
    facts::CashLine line;
    line.instrument = facts::Instrument::kGold;
    line.weight_milligrams = milligrams;
    return line;
}

facts::Crossing declared() {
    facts::Crossing crossing;
    crossing.id = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    crossing.screened_at = core::WallTime{std::int64_t{90} * 60'000'000 + 1};
    crossing.cash.emplace();
    crossing.cash->direction = facts::Direction::kOut;
    crossing.cash->usd_cents = 450'000;
    crossing.cash->lines = {gold(80'000), gold(500), {}};
    crossing.cash->lines.back().weight_milligrams = 9'999;  // Of no gold.
    return crossing;
}

TEST(CountedCash, WhereNothingIsDeclaredNothingIsCounted) {
    EXPECT_FALSE(counted_cash(facts::Crossing{}, 3));
}

TEST(CountedCash, ItIsOfTheJourneyAndWithoutOneOfTheCrossing) {
    facts::Crossing crossing = declared();
    const facts::CountedCash wanted{{1, 2, 3, 4, 5, 6, 7, 8}, 90, 20'500, true, 450'000, 80'500};
    EXPECT_EQ(counted_cash(crossing, 20'500), wanted);
    crossing.passage = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    EXPECT_EQ(counted_cash(crossing, 20'500)->passage,
              (facts::CrossingMark{9, 8, 7, 6, 5, 4, 3, 2}));
}

TEST(CountedCash, ASumThatIsNoneIsNothingAndOneThatDoesNotFitIsTheMost) {
    facts::Crossing crossing = declared();
    crossing.cash->usd_cents = -5;
    crossing.cash->direction = facts::Direction::kTransit;
    crossing.cash->lines = {gold(UINT64_MAX), gold(2)};
    const auto counted = counted_cash(crossing, 1);
    EXPECT_EQ(counted->usd_cents, 0);
    EXPECT_FALSE(counted->is_out);
    EXPECT_EQ(counted->gold_milligrams, UINT64_MAX);
}

}  // namespace
}  // namespace sarhad::screening
