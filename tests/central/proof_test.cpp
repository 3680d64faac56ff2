// What a port had in force, as central can prove it.
#include "support.h"

#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/state_proof.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using core::Errc;

class CentralProof : public testing::Test {
protected:
    CentralProof() : node{rig.add_node("PKXXA-1")} {
        rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
        rig.thread.run_all();
    }
    StreamHead publish(const core::Bytes& file) {
        StreamHead published;
        rig.central->publish(
            file, signed_by(rig.agency, file), {}, [&](const core::Result<StreamHead>& head) {
                ASSERT_TRUE(head) << head.error().what;
                published = *head;
            });
        rig.thread.run_all();
        return published;
    }
    static facts::ListInForce in_force(const StreamHead& head) {
        return {head.name, head.edition, head.root, head.entries + 1, {1}};
    }
    /// The node says that it has these from `at` on.
    void tell(std::int64_t at, std::vector<facts::ListInForce> lists) {
        facts::StateStatement statement;
        statement.node = node->id();
        statement.number = ++number;
        statement.previous = previous;
        statement.at = {at};
        statement.lists = std::move(lists);
        send(wire::sign_statement(node->sign, statement), at);
    }
    void send(const facts::SignedStatement& told, std::int64_t at) {
        previous = wire::blake2b(told.body);
        rig.transport.receive(node->id(),
                              wire::Channel::kBulk,
                              node->batch(wire::up::kState, {wire::encode(told)}, {at}));
        rig.thread.run_all();
    }
    core::Result<wire::StateProof> prove(std::int64_t at,
                                         std::string_view port = "PKXXA-1",
                                         std::optional<EntryAsked> entry = {}) {
        core::Result<wire::StateProof> proof = core::Error{Errc::kUnavailable, "not answered"};
        rig.central->prove_state(
            {core::PortId{std::string{port}}, {at}, std::move(entry)},
            [&](core::Result<wire::StateProof> made) { proof = std::move(made); });
        rig.thread.run_all();
        return proof;
    }
    wire::TrustStore trust() const {
        wire::TrustStore store;
        EXPECT_TRUE(store.set(wire::Role::list("wl/demo"), {1, {rig.agency.public_key()}}));
        EXPECT_TRUE(store.set(wire::Role::of_node(node->id()), {1, {node->sign.public_key()}}));
        return store;
    }

    Rig rig;
    std::unique_ptr<TestNode> node;
    std::uint64_t number{0};
    wire::Hash256 previous{};
};

TEST_F(CentralProof, HoldsForEachMomentBetweenTwoStatements) {
    const StreamHead first = publish(demo_list(1, 1, 5));
    tell(100, {});
    tell(200, {in_force(first)});
    const StreamHead second = publish(demo_list(2, 1, 6));
    tell(300, {in_force(second)});

    const std::vector<std::pair<std::int64_t, std::uint64_t>> editions{
        {100, 0}, {199, 0}, {200, 1}, {299, 1}, {300, 2}, {900, 2}};
    for (const auto& [at, edition] : editions) {
        const auto proof = prove(at);
        ASSERT_TRUE(proof) << at << proof.error().what;
        const auto proven = wire::check_state_proof(*proof, trust());
        ASSERT_TRUE(proven) << at << proven.error().what;
        ASSERT_EQ(proven->size(), 1U);
        const auto& lists = proven->front().lists;
        EXPECT_EQ(lists.empty() ? 0U : lists.front().list.edition, edition) << at;
        EXPECT_EQ(proven->front().until.has_value(), at < 300) << at;
    }
    EXPECT_EQ(prove(99).error().code, Errc::kNotFound);
    EXPECT_EQ(prove(900, "PKXXB-1").error().code, Errc::kNotFound);
}

TEST_F(CentralProof, TellsWhetherAnEntryWasOnTheListThen) {
    tell(200, {in_force(publish(demo_list(1, 1, 5)))});
    tell(300, {in_force(publish(demo_list(2, 1, 6)))});
    for (const auto& [at, is_listed] : {std::pair{250, false}, std::pair{350, true}}) {
        const auto proof = prove(at, "PKXXA-1", EntryAsked{"wl/demo/persons", "D6"});
        ASSERT_TRUE(proof) << proof.error().what;
        const auto proven = wire::check_state_proof(*proof, trust());
        ASSERT_TRUE(proven) << proven.error().what;
        EXPECT_EQ(proven->front().lists.front().entry->is_listed, is_listed) << at;
    }
}

TEST_F(CentralProof, DoesNotHoldWhereTheNodeHadAnotherSetThanWasSigned) {
    facts::ListInForce other = in_force(publish(demo_list(1, 1, 5)));
    other.root.fill(9);
    tell(100, {other});
    const auto proof = prove(100);
    ASSERT_TRUE(proof);
    EXPECT_FALSE(wire::check_state_proof(*proof, trust()));
}

TEST_F(CentralProof, TakesNoStatementThatTheNodeDidNotSign) {
    facts::StateStatement statement;
    statement.node = node->id();
    statement.number = 1;
    statement.at = {100};
    send(wire::sign_statement(rig.agency, statement), 100);
    EXPECT_EQ(prove(100).error().code, Errc::kNotFound);
}

TEST_F(CentralProof, TakesNoStatementOfAnotherTimeThanItsRow) {
    facts::StateStatement statement;
    statement.node = node->id();
    statement.number = 1;
    statement.at = {100};
    send(wire::sign_statement(node->sign, statement), 99);
    EXPECT_EQ(prove(100).error().code, Errc::kNotFound);
}

}  // namespace
}  // namespace sarhad::central
