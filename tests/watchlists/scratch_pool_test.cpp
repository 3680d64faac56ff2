// Memory of matches that is used again by whichever thread comes next.
#include "watchlists/scratch_pool.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace sarhad::watchlists {
namespace {

TEST(ScratchPool, AScratchGivenBackIsTheNext) {
    ScratchPool pool;
    const MatchScratch* first = nullptr;
    {
        const ScratchPool::Borrowed scratch{pool};
        first = &*scratch;
        EXPECT_EQ(pool.idle(), 0U);
    }
    EXPECT_EQ(pool.idle(), 1U);
    const ScratchPool::Borrowed again{pool};
    EXPECT_EQ(&*again, first);
    const ScratchPool::Borrowed beside{pool};
    EXPECT_NE(&*beside, first);
}

TEST(ScratchPool, KeepsNoMoreThanItsLimit) {
    ScratchPool pool;
    {
        std::vector<std::unique_ptr<ScratchPool::Borrowed>> all;
        for (std::size_t i = 0; i < kScratchesKept + 2; ++i) {
            all.push_back(std::make_unique<ScratchPool::Borrowed>(pool));
        }
    }
    EXPECT_EQ(pool.idle(), kScratchesKept);
}

}  // namespace
}  // namespace sarhad::watchlists
