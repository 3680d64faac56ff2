#include "wire/row_seal.h"

#include "seeded_random.h"

#include "wire/streams.h"

#include <gtest/gtest.h>

#include <set>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;

constexpr core::NodeId kNode{7};

UpRow row_of(const SealedOut& out, std::uint64_t seq = 1) {
    return {core::Seq{seq}, out.key_epoch, out.key_index, {}, out.sealed};
}

class RowSeal : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(sodium_start()); }

    /// A key that was retired, then the one in use.
    RowOpener opener(std::size_t max_epochs = 8) {
        std::vector<BoxKey> keys;
        keys.push_back(BoxKey::generate(random_));
        keys.push_back(std::move(central_));
        return RowOpener{std::move(keys), max_epochs};
    }

    SeededRandom random_{3};
    BoxKey central_ = BoxKey::generate(random_);
    const PublicKey sealer_public_ = central_.public_key();
    RowSealer sealer_{kNode, central_.public_key(), 5, random_};
};

TEST_F(RowSeal, CentralOpensRowsInAnyOrder) {
    RowOpener opener = this->opener();
    std::vector<SealedOut> sealed;
    for (std::uint8_t i = 0; i < 20; ++i) {
        sealed.push_back(*sealer_.seal(up::kCrossings, Bytes{i}));
    }
    ASSERT_TRUE(sealed.front().new_seed);
    ASSERT_TRUE(opener.learn(kNode, *sealed.front().new_seed));
    for (const std::size_t i : {0U, 1U, 19U, 3U, 3U, 18U}) {
        const auto plain = opener.open(kNode, up::kCrossings, row_of(sealed[i]));
        ASSERT_TRUE(plain) << plain.error().what;
        EXPECT_EQ(*plain, Bytes{static_cast<std::uint8_t>(i)});
    }
}

TEST_F(RowSeal, ARowOfAnotherNodeStreamOrPlaceDoesNotOpen) {
    RowOpener opener = this->opener();
    const SealedOut out = *sealer_.seal(up::kCrossings, Bytes{1, 2});
    ASSERT_TRUE(opener.learn(kNode, *out.new_seed));
    ASSERT_TRUE(opener.learn(core::NodeId{8}, *out.new_seed));
    const auto code = [&](core::NodeId node, core::StreamId stream, const UpRow& row) {
        return opener.open(node, stream, row).error().code;
    };
    EXPECT_EQ(code(core::NodeId{8}, up::kCrossings, row_of(out)), Errc::kUnauthenticated);
    EXPECT_EQ(code(kNode, up::kHits, row_of(out)), Errc::kUnauthenticated);
    UpRow moved = row_of(out);
    moved.key_index = 1;
    EXPECT_EQ(code(kNode, up::kCrossings, moved), Errc::kUnauthenticated);
    UpRow altered = row_of(out);
    altered.sealed.back() ^= 1U;
    EXPECT_EQ(code(kNode, up::kCrossings, altered), Errc::kUnauthenticated);
    EXPECT_TRUE(opener.open(kNode, up::kCrossings, row_of(out)));
}

TEST_F(RowSeal, AnUnknownSeedMustBeLearnedFirst) {
    RowOpener opener = this->opener();
    const SealedOut out = *sealer_.seal(up::kHits, Bytes{1});
    EXPECT_EQ(opener.open(kNode, up::kHits, row_of(out)).error().code, Errc::kNotFound);
}

TEST_F(RowSeal, ASeedForAnotherKeyIsRefused) {
    RowOpener opener = this->opener();
    const KeySeed foreign{5, *seal(BoxKey::generate(random_).public_key(), Bytes(32), random_)};
    EXPECT_EQ(opener.learn(kNode, foreign).error().code, Errc::kNotFound);
}

TEST_F(RowSeal, AKeyIndexBeyondTheEpochIsRefusedWithoutDerivation) {
    RowOpener opener = this->opener();
    const SealedOut out = *sealer_.seal(up::kHits, Bytes{1});
    ASSERT_TRUE(opener.learn(kNode, *out.new_seed));
    UpRow row = row_of(out);
    row.key_index = kRowsPerKeyEpoch;
    EXPECT_EQ(opener.open(kNode, up::kHits, row).error().code, Errc::kInvalid);
}

TEST_F(RowSeal, ANewEpochBeginsAfter4096Rows) {
    RowOpener opener = this->opener();
    std::size_t seeds = 0;
    SealedOut out;
    for (std::uint32_t i = 0; i <= kRowsPerKeyEpoch; ++i) {
        out = *sealer_.seal(up::kCrossings, Bytes{1});
        seeds += out.new_seed ? 1U : 0U;
    }
    EXPECT_EQ(seeds, 2U);
    EXPECT_EQ(out.key_epoch, 6U);
    EXPECT_EQ(out.key_index, 0U);
    EXPECT_EQ(sealer_.next_key_epoch(), 7U);
    ASSERT_TRUE(opener.learn(kNode, *out.new_seed));
    EXPECT_TRUE(opener.open(kNode, up::kCrossings, row_of(out)));
}

TEST_F(RowSeal, TheLastKeyEpochIsNotFollowedByTheFirst) {
    RowSealer last{kNode, central_.public_key(), 0xFFFFFFFF, random_};
    for (std::uint32_t i = 0; i < kRowsPerKeyEpoch; ++i) {
        ASSERT_TRUE(last.seal(up::kHits, Bytes{1}));
    }
    EXPECT_EQ(last.seal(up::kHits, Bytes{1}).error().code, Errc::kExhausted);
}

TEST_F(RowSeal, RemembersNoMoreEpochsThanToldTo) {
    RowOpener opener = this->opener(2);
    for (const std::uint32_t node : {1U, 2U, 3U}) {
        const KeySeed seed{1, *seal(sealer_public_, Bytes(32), random_)};
        ASSERT_TRUE(opener.learn(core::NodeId{node}, seed));
    }
    EXPECT_FALSE(opener.knows(core::NodeId{1}, 1));
    EXPECT_TRUE(opener.knows(core::NodeId{2}, 1));
    EXPECT_TRUE(opener.knows(core::NodeId{3}, 1));
}

TEST_F(RowSeal, EqualRowsGiveDifferentBytes) {
    std::set<Hash256> digests;
    for (int i = 0; i < 10; ++i) {
        const SealedOut out = *sealer_.seal(up::kHits, Bytes{1});
        EXPECT_EQ(out.digest, blake2b(out.sealed));
        digests.insert(out.digest);
    }
    EXPECT_EQ(digests.size(), 10U);
}

}  // namespace
}  // namespace sarhad::wire
