#include "sim/campaign_state.h"

#include <gtest/gtest.h>

#include "sim/sim_disk.h"
#include "sim/sim_files.h"

namespace sarhad::sim {
namespace {

constexpr const char* kTitle = "seeds of a test";

class CampaignStates : public testing::Test {
protected:
    core::Result<CampaignState> open() { return CampaignState::open(files_, "state", kTitle); }
    static SeedResult result_of(std::uint64_t seed, const std::string& failure = {}) {
        SeedResult result;
        result.seed = seed;
        result.processor_ms = 7;
        result.counts[Count::kCrashes] = 3;
        result.counts[Count::kConnections] = 5;
        result.failure = failure;
        return result;
    }

    SimRandom random_{1};
    SimDisk disk_{random_};
    SimFiles files_{disk_};
};

TEST_F(CampaignStates, GoesOnWhereItWas) {
    {
        auto state = open();
        ASSERT_TRUE(state) << state.error().what;
        EXPECT_TRUE(state->add(result_of(1)));
        EXPECT_TRUE(state->add(result_of(4, "seed=4 event=9 invariant=2 | twice")));
    }
    const auto state = open();
    ASSERT_TRUE(state) << state.error().what;
    EXPECT_TRUE(state->has(1) && state->has(4));
    EXPECT_FALSE(state->has(2));
    ASSERT_EQ(state->results().size(), 2U);
    EXPECT_EQ(state->results()[0].counts.values(), result_of(1).counts.values());
    EXPECT_EQ(state->results()[1].processor_ms, 7U);
    EXPECT_EQ(state->results()[1].failure, "seed=4 event=9 invariant=2 | twice");
}

TEST_F(CampaignStates, RunsASeedAgainWhoseLineIsTorn) {
    {
        auto state = open();
        ASSERT_TRUE(state && state->add(result_of(1)) && state->add(result_of(2)));
    }
    const SimDisk::Handle file = disk_.open("state", false);
    ASSERT_EQ(disk_.truncate(*file, file->live.size() - 3), DiskOutcome::kDone);
    {
        auto state = open();
        ASSERT_TRUE(state) << state.error().what;
        EXPECT_TRUE(state->has(1));
        EXPECT_FALSE(state->has(2));
        EXPECT_TRUE(state->add(result_of(2)));
    }
    const auto state = open();
    ASSERT_TRUE(state) << state.error().what;
    EXPECT_EQ(state->results().size(), 2U);
}

TEST_F(CampaignStates, RefusesAnotherCampaignsFileAndOneThatIsNone) {
    ASSERT_TRUE(open());
    const auto other = CampaignState::open(files_, "state", "weeks");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, core::Errc::kConflict);
    ASSERT_TRUE(files_.append("state", core::as_bytes("1 2 x |\n"), core::FileMode::kShared));
    const auto none = open();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, core::Errc::kInvalid);
    EXPECT_NE(none.error().what.find("state:2"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::sim
