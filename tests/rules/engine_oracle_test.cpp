// The engine against every rule on its own, the slow and obvious way.
#include "engine_pairs.h"

#include <gtest/gtest.h>

namespace sarhad::rules::engine {
namespace {

TEST(EngineOracle, FindsWhatEveryRuleOnItsOwnSaysOfTwentyThousandPairs) {
    const RuleWorld world;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const std::vector<std::string> found = pair_differences(world, seed, 100);
        ASSERT_TRUE(found.empty()) << found.size() << " differences, the first: " << found.front();
    }
}

}  // namespace
}  // namespace sarhad::rules::engine
