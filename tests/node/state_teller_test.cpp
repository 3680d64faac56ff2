// What a node says, signed, of the lists that it screens against.
#include "node/state_teller.h"

#include "node_fixture.h"

#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/row_seal.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

class StateTellerTest : public NodeTest {
protected:
    /// The statements that went to central since the last call, in order.
    std::vector<facts::StateStatement> statements() {
        std::vector<facts::StateStatement> said;
        for (const wire::Message& message : rig_.transport.take_sent()) {
            const auto* batch = std::get_if<wire::SignedUpBatch>(&message);
            if (batch != nullptr) {
                read(*wire::decode_up_batch(*rig_trust().open_up_batch(*batch, rig_.id)), said);
            }
        }
        return said;
    }
    void read(const wire::UpBatch& batch, std::vector<facts::StateStatement>& said) {
        if (batch.stream != wire::up::kState) {
            return;
        }
        for (const wire::KeySeed& seed : batch.seeds) {
            ASSERT_TRUE(opener_.knows(rig_.id, seed.key_epoch) || opener_.learn(rig_.id, seed));
        }
        for (const wire::UpRow& row : batch.rows) {
            const auto body = opener_.open(rig_.id, batch.stream, row);
            ASSERT_TRUE(body) << body.error().what;
            const auto told = wire::decode<facts::SignedStatement>(*body);
            ASSERT_TRUE(told) << told.error().what;
            const auto opened = rig_trust().open_statement(*told);
            ASSERT_TRUE(opened) << opened.error().what;
            said.push_back(*wire::decode<facts::StateStatement>(*opened));
            EXPECT_EQ(said.back().at, row.created);
            hashes_.push_back(wire::blake2b(told->body));
        }
    }
    wire::TrustStore rig_trust() const {
        wire::TrustStore trust;
        const auto key = wire::SigningKey::parse(rig_.node_key);
        EXPECT_TRUE(trust.set(wire::Role::of_node(rig_.id), {1, {key->public_key()}}));
        return trust;
    }

    /// Central's opening key, which the rig goes on using.
    std::vector<wire::BoxKey> opening_keys() const {
        std::vector<wire::BoxKey> keys;
        keys.push_back(*wire::BoxKey::parse(rig_.central.seal.to_file(wire::KeyKind::kSealSecret),
                                            wire::KeyKind::kSealSecret));
        return keys;
    }

    wire::RowOpener opener_{opening_keys(), 64};
    std::vector<wire::Hash256> hashes_;  ///< Of each statement, in order.
};

TEST_F(StateTellerTest, SaysAtTheStartThatNothingIsInForce) {
    rig_.start();
    rig_.bring_link_up();
    const auto said = statements();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].node, rig_.id);
    EXPECT_EQ(said[0].number, 1U);
    EXPECT_EQ(said[0].previous, wire::Hash256{});
    EXPECT_TRUE(said[0].lists.empty());
}

TEST_F(StateTellerTest, SaysEachEditionOnceItIsInForce) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    const auto said = statements();
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[1].number, 2U);
    EXPECT_EQ(said[1].previous, hashes_[0]);
    ASSERT_EQ(said[1].lists.size(), 1U);
    EXPECT_EQ(said[1].lists[0].name, kTestList);
    EXPECT_EQ(said[1].lists[0].edition, 1U);
    EXPECT_EQ(said[1].lists[0].entries, 2U);
    EXPECT_EQ(said[1].lists[0].root, root_of(ops_));
}

TEST_F(StateTellerTest, GoesOnFromItsLastStatementAfterACrash) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    ASSERT_EQ(statements().size(), 2U);
    rig_.crash();
    rig_.start();
    rig_.bring_link_up();
    const auto said = statements();  // What central has not acknowledged comes again before it.
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.back().number, 3U);
    EXPECT_EQ(said.back().previous, hashes_[1]);
    ASSERT_EQ(said.back().lists.size(), 1U);
}

TEST_F(StateTellerTest, SaysItAgainOnceADay) {
    rig_.start();
    rig_.bring_link_up();
    ASSERT_EQ(statements().size(), 1U);
    // The machine sleeps.
    rig_.time.jump(rig_.time.mono() + (kStateToldEvery - std::chrono::seconds{5}));
    rig_.pass(std::chrono::seconds{2});
    rig_.bring_link_up();
    const auto before = statements();
    EXPECT_TRUE(before.empty() || before.back().number == 1U);
    rig_.pass(std::chrono::seconds{10});
    rig_.bring_link_up();
    const auto after = statements();
    ASSERT_FALSE(after.empty());
    EXPECT_EQ(after.back().number, 2U);
}

}  // namespace
}  // namespace sarhad::node
