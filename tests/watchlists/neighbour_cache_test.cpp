#include "watchlists/neighbour_cache.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

std::vector<NearWord> near_of(std::uint32_t seed, std::size_t count) {
    std::vector<NearWord> near;
    for (std::uint32_t i = 0; i < count; ++i) {
        near.push_back(
            {(seed * 7'919U + i) % (1U << 24U), static_cast<std::uint16_t>(1000 - i % 999)});
    }
    return near;
}

/// Whether the cache holds the key; what it gives must be what was kept.
bool holds(const NeighbourCache& cache,
           const NeighbourCache::Key& key,
           std::uint32_t seed,
           std::size_t count) {
    std::vector<NearWord> found;
    if (!cache.find(key, found)) {
        return false;
    }
    const std::vector<NearWord> wanted = near_of(seed, count);
    EXPECT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < std::min(found.size(), wanted.size()); ++i) {
        EXPECT_EQ(found[i].word, wanted[i].word);
        EXPECT_EQ(found[i].similarity, wanted[i].similarity);
    }
    return true;
}

TEST(NeighbourCache, GivesWhatWasKeptOfThatSegmentAndSideOnly) {
    NeighbourCache cache;
    EXPECT_FALSE(holds(cache, {1, "aslam", false}, 1, 3));
    cache.keep({1, "aslam", false}, near_of(1, 3));
    cache.keep({1, "aslam", true}, near_of(2, 5));
    cache.keep({1, "", false}, near_of(3, 0));
    EXPECT_TRUE(holds(cache, {1, "aslam", false}, 1, 3));
    EXPECT_TRUE(holds(cache, {1, "aslam", true}, 2, 5));
    EXPECT_TRUE(holds(cache, {1, "", false}, 3, 0));
    EXPECT_FALSE(holds(cache, {2, "aslam", false}, 1, 3));
    EXPECT_FALSE(holds(cache, {1, "aslan", false}, 1, 3));
}

TEST(NeighbourCache, HoldsNewWordsInThePlaceOfOldOnesWithinItsBytes) {
    constexpr std::uint32_t kWords = 40'000;
    constexpr std::size_t kNear = 100;  // Some 20 MB: more than twice what is kept.
    NeighbourCache cache;
    for (std::uint32_t i = 0; i < kWords; ++i) {
        cache.keep({9, "word" + std::to_string(i), false}, near_of(i, kNear));
        EXPECT_TRUE(holds(cache, {9, "word" + std::to_string(i), false}, i, kNear));
    }
    std::size_t held = 0;
    for (std::uint32_t i = 0; i < kWords; ++i) {
        held += holds(cache, {9, "word" + std::to_string(i), false}, i, kNear) ? 1U : 0U;
    }
    const std::size_t most = kNeighbourCacheLimit / (kNear * 5);
    EXPECT_LE(held, most);
    EXPECT_GE(held, most * 3 / 4);
    EXPECT_FALSE(holds(cache, {9, "word0", false}, 0, kNear));
}

TEST(NeighbourCache, LeavesOutAWordWithTooManyNeighbours) {
    NeighbourCache cache;
    const std::size_t many = kNeighbourCacheLimit / 16;
    cache.keep({1, "li", false}, near_of(1, many));
    EXPECT_FALSE(holds(cache, {1, "li", false}, 1, many));
}

}  // namespace
}  // namespace sarhad::watchlists
