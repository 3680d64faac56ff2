// Rows for central are sealed to the key that holds, each key in key epochs of its own.
#include "node/outbox_row.h"

#include "wire/keyring.h"
#include "wire/row_seal.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::node {
namespace {

class Sealing : public ::testing::Test {
protected:
    UpwardRow seal() {
        auto row = sealer_.seal(wire::up::kCrossings, wire::Lane::kUplink, core::Bytes{1, 2}, {5});
        EXPECT_TRUE(row);
        return *std::move(row);
    }
    /// Whether central opens it with that key alone.
    static bool opens(const UpwardRow& row, const wire::BoxKey& key) {
        std::vector<wire::BoxKey> keys;
        keys.push_back(*wire::BoxKey::parse(key.to_file(wire::KeyKind::kSealSecret),
                                            wire::KeyKind::kSealSecret));
        wire::RowOpener opener{std::move(keys), 4};
        if (!opener.learn(core::NodeId{3}, row.seed)) {
            return false;
        }
        const wire::UpRow sent{
            core::Seq{1}, row.row.key_epoch, row.row.key_index, {}, row.row.sealed};
        const auto body = opener.open(core::NodeId{3}, row.row.stream, sent);
        return body && *body == core::Bytes{1, 2};
    }

    wire::OsRandom random_;
    wire::BoxKey first_{wire::BoxKey::generate(random_)};
    wire::BoxKey second_{wire::BoxKey::generate(random_)};
    OutboxSealer sealer_{core::NodeId{3}, first_.public_key(), 4, random_};
};

TEST_F(Sealing, AnotherKeyHoldsFromTheNextRowOnInAnEpochOfItsOwn) {
    const UpwardRow before = seal();
    EXPECT_TRUE(sealer_.seal_to(second_.public_key()));
    const UpwardRow after = seal();
    EXPECT_EQ(before.row.key_epoch, 4U);
    EXPECT_EQ(after.row.key_epoch, 5U);
    EXPECT_TRUE(opens(before, first_));
    EXPECT_FALSE(opens(before, second_));
    EXPECT_TRUE(opens(after, second_));
    EXPECT_FALSE(opens(after, first_));
}

TEST_F(Sealing, TheSameKeyAgainBeginsNothing) {
    seal();
    EXPECT_FALSE(sealer_.seal_to(first_.public_key()));
    const UpwardRow after = seal();
    EXPECT_EQ(after.row.key_epoch, 4U);
    EXPECT_EQ(after.row.key_index, 1U);
}

TEST_F(Sealing, AKeyThatCameBeforeAnyRowTakesTheFirstEpoch) {
    EXPECT_TRUE(sealer_.seal_to(second_.public_key()));
    EXPECT_EQ(seal().row.key_epoch, 4U);
}

}  // namespace
}  // namespace sarhad::node
