// What a port and the centre count of a currency form: the same of the same record.
#include "screening/counted_cash.h"

#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace sarhad::screening {
namespace {

facts::CashLine gold(std::uint64_t milligrams) {
    facts::CashLine line;
    line.instrument = facts::Instrument::kGold;
    line.weight_milligrams = milligrams;
    return line;
}

facts::CashLine money(std::string_view currency, std::int64_t cents) {
    facts::CashLine line;
    line.instrument = facts::Instrument::kCash;
    line.amount.currency = currency;
    line.usd_cents = cents;
    return line;
}

facts::Crossing declared() {
    facts::Crossing crossing;
    crossing.id = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    crossing.screened_at = core::WallTime{90};
    crossing.cash.emplace();
    crossing.cash->direction = facts::Direction::kOut;
    crossing.cash->lines = {gold(80'000), money("USD", 300'000), gold(500), money("EUR", 150'000)};
    return crossing;
}

TEST(CountedCash, WhereNothingIsDeclaredNothingIsCounted) {
    EXPECT_FALSE(counted_cash(facts::Crossing{}, 3));
}

TEST(CountedCash, ItIsOfTheJourneyElseOfTheFormElseOfTheCrossing) {
    facts::Crossing crossing = declared();
    const facts::CountedCash wanted{{1, 2, 3, 4, 5, 6, 7, 8}, 90, 20'500, true, 450'000, 80'500};
    EXPECT_EQ(counted_cash(crossing, 20'500), wanted);
    crossing.cash->reference = "KHI-26-0001";
    crossing.cash->point = "KHI";
    const auto first = counted_cash(crossing, 1)->passage;
    EXPECT_NE(first, wanted.passage);
    crossing.id = {9};
    EXPECT_EQ(counted_cash(crossing, 1)->passage, first) << "the form is told again";
    crossing.cash->point = "LHE";
    EXPECT_NE(counted_cash(crossing, 1)->passage, first) << "another post's numbers";
    crossing.passage = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    EXPECT_EQ(counted_cash(crossing, 1)->passage, (facts::CrossingMark{9, 8, 7, 6, 5, 4, 3, 2}));
}

TEST(CountedCash, RupeesJewelsAndWhatIsNoSumAreNotInTheMoney) {
    facts::Crossing crossing = declared();
    facts::CashLine jewels = money("USD", 4'000'000);
    jewels.instrument = facts::Instrument::kJewellery;
    crossing.cash->lines = {jewels, money("PKR", 100'000), money("USD", 7), money("GBP", -5)};
    crossing.cash->direction = facts::Direction::kTransit;
    const auto counted = counted_cash(crossing, 1);
    EXPECT_EQ(counted->usd_cents, 7);
    EXPECT_EQ(counted->gold_milligrams, 0U);
    EXPECT_FALSE(counted->is_out);
}

TEST(CountedCash, WhatDoesNotFitIsTheMostThatIsRead) {
    facts::Crossing crossing = declared();
    crossing.cash->lines = {gold(UINT64_MAX), gold(2), money("USD", INT64_MAX), money("USD", 1)};
    const auto counted = counted_cash(crossing, 1);
    EXPECT_EQ(counted->usd_cents, INT64_MAX);
    EXPECT_EQ(counted->gold_milligrams, std::uint64_t{INT64_MAX});
    const auto read = wire::decode<facts::CountedCash>(wire::encode(*counted));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, *counted);
}

TEST(CountedCash, OfTwoWordsTheLaterStaysAndOfOneMomentTheGreater) {
    facts::CountedCash early{{1}, 5, 20'500, true, 900, 0};
    facts::CountedCash late{{1}, 6, 20'500, true, 100, 0};
    facts::CountedCash greater{{1}, 6, 20'500, true, 200, 0};
    std::vector<facts::CountedCash> words{early, late, greater};
    do {
        CashByPassage all;
        for (const facts::CountedCash& one : words) {
            keep_last(all, one);
        }
        EXPECT_EQ(all.at({1}), greater);
    } while (std::next_permutation(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.usd_cents < b.usd_cents;
    }));
}

}  // namespace
}  // namespace sarhad::screening
