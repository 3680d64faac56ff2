// What the centre counts of what people declare to carry.
#include "counts_fixture.h"

#include "store/transaction.h"

namespace sarhad::central {
namespace {

TEST_F(Counts, WhatIsDeclaredIsToldOfAJourneyOnceByItsLastWord) {
    facts::Crossing first = with_cash(crossing(0, 1, 10, {kHers, kOther}), 400'000);
    first.passage = {7};
    facts::Crossing again = with_cash(crossing(0, 2, 9, {kHers, kOther}), 450'000);
    again.passage = {7};
    tell(0, again);
    tell(0, first);  // It was late.
    tell(1, with_cash(crossing(1, 3, 3, {kHers}), 100'000));
    tell(1, crossing(1, 4, 2, {kHers}));
    pass();
    const Told held = told();
    const std::vector<facts::CountedCash>& hers = held.at(kHers).cash;
    ASSERT_EQ(hers.size(), 2U);
    EXPECT_EQ(hers[0].usd_cents, 100'000);
    EXPECT_EQ(hers[0].day, today() - 3) << "the newest first";
    EXPECT_EQ(hers[1].usd_cents, 450'000);
    EXPECT_TRUE(hers[1].is_out);
    EXPECT_EQ(held.at(kOther).cash.size(), 1U);
    EXPECT_EQ(count("SELECT count(*) FROM counted WHERE length(cash) > 0"), 5);
    erase(again);
    rig.thread.pass(std::chrono::seconds{30});
    EXPECT_EQ(told().at(kOther).cash.at(0).usd_cents, 400'000) << "what is left of it";
}

/// Until version 22 a declaration was not counted: those that central holds are, once.
TEST_F(Counts, DeclarationsOfCrossingsThatAreCountedAlreadyAreToo) {
    tell(0, with_cash(crossing(0, 1, 10, {kHers}), 400'000));
    tell(0, crossing(0, 2, 9, {kOther}));
    pass();
    const std::size_t before = deltas().size();
    auto transaction = *store::Transaction::begin(rig.kept.database());
    for (const store::Sql& sql :
         {store::Sql{"UPDATE counted SET cash = x''"}, store::Sql{"DELETE FROM counted_upto"}}) {
        ASSERT_TRUE((*rig.kept.database().prepare(sql)).run());
    }
    ASSERT_TRUE(std::move(transaction).commit());
    pass();
    EXPECT_EQ(told().at(kHers).cash.size(), 1U);
    ASSERT_EQ(deltas().size(), before + 1);
    const auto last = *wire::decode<facts::CentralCounts>(deltas().back().ops[0].body);
    EXPECT_EQ(last.holders.size(), 1U) << "the other has not changed";
}

}  // namespace
}  // namespace sarhad::central
