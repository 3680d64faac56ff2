#include "support.h"

#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <numeric>

namespace sarhad::central {
namespace {

using core::Errc;
using core::NodeId;
using core::Seq;
using std::chrono::seconds;
using wire::Channel;

class CentralDaemon : public ::testing::Test {
protected:
    void greet(const TestNode& node, std::vector<wire::StreamPosition> down = {}) {
        rig.transport.receive(node.id(), Channel::kControl, node.hello(std::move(down)));
        rig.thread.run_all();
    }
    void send(const TestNode& node, const core::Bytes& frame) {
        rig.transport.receive(node.id(), Channel::kControl, frame);
        rig.thread.run_all();
    }
    core::Result<StreamHead> publish(const core::Bytes& file,
                                     const wire::SigningKey& key,
                                     const ShrinkLeave& leave = {}) {
        core::Result<StreamHead> outcome = core::Error{Errc::kUnavailable, "not answered"};
        rig.central->publish(file, signed_by(key, file), leave, [&](core::Result<StreamHead> head) {
            outcome = std::move(head);
        });
        rig.thread.run_all();
        return outcome;
    }
    void ack(const TestNode& node, const wire::StreamPosition& at, const wire::Hash256& root) {
        send(node, replication::to_frame(wire::Ack{at.stream, at.epoch, at.seq, at.chain, root}));
    }

    Rig rig;
};

TEST_F(CentralDaemon, AHitBecomesAnAlertAtEveryNodeAndItsAckIsCounted) {
    const auto first = rig.add_node("PKXXA-1");
    const auto second = rig.add_node("PKXXB-1");
    greet(*first);
    greet(*second);
    const facts::Crossing crossing = first->crossing(1);
    send(*first, first->batch(wire::up::kHits, {first->report_row(crossing)}));

    for (const TestNode* node : {first.get(), second.get()}) {
        const auto deltas = rig.sent_to<wire::Delta>(node->id());
        ASSERT_EQ(deltas.size(), 1U);
        wire::TrustStore trust;
        const auto key = wire::SigningKey::parse(rig.alert_file);
        ASSERT_TRUE(trust.set(wire::Role::alert(), {1, {key->public_key()}}));
        const auto opened = trust.open_delta(deltas[0], wire::Role::alert());
        ASSERT_TRUE(opened);
        const auto body = wire::decode_delta(*opened);
        ASSERT_TRUE(body);
        const auto alert = wire::decode<facts::Alert>(body->ops.at(0).body);
        ASSERT_TRUE(alert);
        EXPECT_EQ(alert->id, crossing.id);
        EXPECT_EQ(alert->port, core::PortId{"PKXXA-1"});
    }
    ASSERT_EQ(rig.sent_to<wire::Ack>(first->id()).size(), 1U);

    const wire::StreamPosition head = rig.central->heads().at(0).position;
    ack(*second, head, {});
    const auto applied = rig.events<AlertApplied>();
    ASSERT_EQ(applied.size(), 1U);
    EXPECT_EQ(applied[0].node, second->id());
    std::uint64_t reached = 0;
    rig.central->alerts(Seq{0}, 10, [&](const core::Result<std::vector<AlertRow>>& alerts) {
        reached = alerts->at(0).reached;
    });
    rig.thread.run_all();
    EXPECT_EQ(reached, 1U);
}

TEST_F(CentralDaemon, NothingIsAcknowledgedBeforeItIsStored) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto frame = node->batch(wire::up::kHits, {node->report_row(node->crossing(1))});
    rig.transport.receive(node->id(), Channel::kControl, frame);
    EXPECT_TRUE(rig.sent_to<wire::Ack>(node->id()).empty());
    rig.thread.run_all();
    EXPECT_EQ(rig.sent_to<wire::Ack>(node->id()).size(), 1U);
    EXPECT_EQ(rig.kept.store().held_positions()->size(), 1U);
}

TEST_F(CentralDaemon, ARepeatedReportRaisesNothing) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto row = node->report_row(node->crossing(1));
    const auto frame = node->batch(wire::up::kHits, {row});
    send(*node, frame);
    send(*node, frame);                                     // The same batch.
    send(*node, node->batch(wire::up::kHits, {row, row}));  // The same report in new rows.
    EXPECT_EQ(rig.events<AlertRaised>().size(), 1U);
    EXPECT_EQ(rig.kept.store().alerts(Seq{0}, 10)->size(), 1U);
    EXPECT_EQ(rig.kept.store().held_positions()->at(0).position.seq, Seq{3});
}

TEST_F(CentralDaemon, TheAlertStreamContinuesAfterARestart) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    send(*node, node->batch(wire::up::kHits, {node->report_row(node->crossing(1))}));
    rig.make();
    greet(*node);
    send(*node, node->batch(wire::up::kHits, {node->report_row(node->crossing(2))}));
    const auto deltas = rig.kept.store().deltas_after(wire::kAlertStream, {Seq{0}, 10, 100000});
    ASSERT_TRUE(deltas);
    ASSERT_EQ(deltas->size(), 2U);
    EXPECT_EQ(rig.central->heads().at(0).position.seq, Seq{2});
}

TEST_F(CentralDaemon, AReportThatItsNodeDidNotSignQuarantinesTheStream) {
    const auto node = rig.add_node("PKXXA-1");
    const auto other = rig.add_node("PKXXB-1");
    greet(*node);
    const auto forged =
        wire::encode(wire::sign_report(other->sign, node->id(), wire::encode(node->crossing(1))));
    send(*node, node->batch(wire::up::kHits, {forged}));
    EXPECT_TRUE(rig.events<AlertRaised>().empty());
    EXPECT_EQ(rig.events<StreamQuarantined>().size(), 1U);
    EXPECT_EQ(rig.central->node(node->id())->quarantines.size(), 1U);
    EXPECT_TRUE(rig.sent_to<wire::Ack>(node->id()).empty());
    rig.make();
    EXPECT_EQ(rig.central->node(node->id())->quarantines.size(), 1U);
}

TEST_F(CentralDaemon, KnowsOfAFullOutboxBeforeAnyPingAndAfterARestart) {
    const auto node = rig.add_node("PKXXA-1");
    send(*node, node->hello({}, {{wire::up::kCrossings, core::Epoch{1}, Seq{700}, {}}}));
    EXPECT_EQ(rig.central->node(node->id())->status.state, NodeState::kBehind);
    EXPECT_EQ(rig.central->node(node->id())->status.outbox, 700U);
    rig.make();  // It has not heard the node since.
    EXPECT_EQ(rig.central->node(node->id())->status.state, NodeState::kSilent);
    EXPECT_EQ(rig.central->node(node->id())->status.outbox, 700U);
}

TEST_F(CentralDaemon, CrossingsAreKeptAndCounted) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    send(*node,
         node->batch(wire::up::kCrossings,
                     {wire::encode(node->crossing(1)), wire::encode(node->crossing(2))}));
    core::Result<std::vector<HeldRows>> held = core::Error{Errc::kUnavailable, ""};
    rig.central->crossings_summary(node->id(), [&](auto rows) { held = std::move(rows); });
    rig.thread.run_all();
    ASSERT_TRUE(held);
    EXPECT_EQ(held->at(0).rows, 2U);
}

TEST_F(CentralDaemon, AnOfficersAcknowledgementIsRecorded) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const facts::Crossing crossing = node->crossing(1);
    send(*node, node->batch(wire::up::kHits, {node->report_row(crossing)}));
    const facts::AlertAcknowledgement ack{crossing.id, node->id(), "desk-2", {9}};
    send(*node, node->batch(wire::up::kOfficers, {wire::encode(ack)}));
    EXPECT_EQ(rig.events<AlertAcknowledged>().size(), 1U);
    EXPECT_EQ(rig.kept.store().alerts(Seq{0}, 1)->at(0).acknowledged, 1U);
}

TEST_F(CentralDaemon, AnEditionReachesANodeAndItsApplicationIsRecorded) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto head = publish(demo_list(1, 1, 300), rig.agency);
    ASSERT_TRUE(head);
    rig.carry(node->id());
    EXPECT_EQ(rig.sent_to<wire::Delta>(node->id()).size(), head->position.seq.value());
    rig.thread.pass(seconds{1});
    ack(*node, head->position, head->root);
    ASSERT_EQ(rig.events<EditionApplied>().size(), 1U);
    EXPECT_EQ(rig.kept.store().edition_history(head->position.stream, 10)->size(), 1U);
    EXPECT_EQ(rig.central->node(node->id())->status.lists.at(0).edition, 1U);
}

TEST_F(CentralDaemon, AListThatMayShrinkIsLoggedWithItsAccount) {
    ASSERT_TRUE(publish(demo_list(1, 1, 50), rig.agency));
    EXPECT_EQ(publish(demo_list(2, 1, 20), rig.agency).error().code, Errc::kConflict);
    ASSERT_EQ(rig.kept.store().published_heads()->size(), 1U);
    EXPECT_EQ(rig.kept.store().published_heads()->at(0).edition, 1U);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-010").size(), 1U);
    EXPECT_TRUE(rig.log.lines_of("CENTRAL-020").empty());
    ASSERT_TRUE(publish(demo_list(2, 1, 20), rig.agency, ShrinkLeave{1001}));
    const std::vector<std::string> lines = rig.log.lines_of("CENTRAL-020");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("list=wl/demo/persons edition=2 entries=20 before=50 uid=1001"),
              std::string::npos)
        << lines[0];
}

TEST_F(CentralDaemon, AnEditionByAnotherKeyLeavesNoTrace) {
    const auto refused = publish(demo_list(1, 1, 5), *wire::SigningKey::parse(rig.alert_file));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kUnauthenticated);
    EXPECT_TRUE(rig.kept.store().published_heads()->empty());
    EXPECT_TRUE(rig.kept.store().editions()->empty());
}

TEST_F(CentralDaemon, ANodeWithAnotherRootIsToldToLook) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto head = publish(demo_list(1, 1, 5), rig.agency);
    wire::Hash256 other = head->root;
    other[0] = static_cast<std::uint8_t>(other[0] + 1);
    ack(*node, head->position, other);
    EXPECT_TRUE(rig.central->node(node->id())->quarantines.empty());
    const auto offers = rig.sent_to<wire::ReconTell>(node->id());
    ASSERT_EQ(offers.size(), 1U);
    EXPECT_EQ(offers[0].what, wire::ReconWhat::kOffer);
}

TEST_F(CentralDaemon, ANodeThatRepairsAListIsShownAndAnswered) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto head = publish(demo_list(1, 1, 5), rig.agency);
    send(
        *node,
        replication::to_frame(wire::Nack{
            head->position.stream, head->position.epoch, core::Seq{1}, wire::NackReason::kBadPre}));
    EXPECT_EQ(rig.central->node(node->id())->diverged, std::vector{head->position.stream});
    rig.carry(node->id());  // An answer waits on its lane for the node's CREDIT.
    wire::ReconAsk ask;
    ask.stream = head->position.stream;
    ask.number = 5;
    send(*node, replication::to_frame(ask));
    const auto told = rig.sent_to<wire::ReconTell>(node->id());
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].number, 5U);
    EXPECT_EQ(told[0].root, head->root);
    EXPECT_EQ(told[0].signatures.size(), wire::kReconSignature);
    ack(*node, head->position, head->root);
    EXPECT_TRUE(rig.central->node(node->id())->diverged.empty());
}

TEST_F(CentralDaemon, ALostAcknowledgementIsMadeGoodByHello) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto head = publish(demo_list(1, 1, 5), rig.agency);
    rig.make();
    greet(*node, {head->position});
    EXPECT_EQ(rig.central->node(node->id())->status.lists.at(0).edition, 1U);
    EXPECT_EQ(rig.kept.store().applied_state()->size(), 1U);
}

TEST_F(CentralDaemon, ARevokedNodeIsNotHeardOnItsLiveConnection) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    rig.central->revoke_node(node->id(),
                             [](const core::Result<NodeRow>& row) { ASSERT_TRUE(row); });
    rig.thread.run_all();
    EXPECT_TRUE(rig.allowed.empty());
    EXPECT_EQ(rig.transport.forgotten, std::vector{node->id()});
    const auto last = rig.sent_to<wire::ErrorReport>(node->id());
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].code, replication::kRevoked);
    EXPECT_TRUE(rig.transport.heard_before_forgotten);
    const std::size_t sent = rig.transport.sent.size();
    send(*node, node->batch(wire::up::kHits, {node->report_row(node->crossing(1))}));
    send(*node, node->hello());
    EXPECT_EQ(rig.transport.sent.size(), sent);
    EXPECT_TRUE(rig.kept.store().held_positions()->empty());
    EXPECT_EQ(rig.central->refused_frames(), 2U);
    ASSERT_TRUE(publish(demo_list(1, 1, 5), rig.agency));
    EXPECT_EQ(rig.transport.sent.size(), sent);
    rig.make();
    greet(*node);
    EXPECT_EQ(rig.transport.sent.size(), sent);
}

TEST_F(CentralDaemon, AnUnknownNodeIsNotAnswered) {
    rig.transport.receive(NodeId{77}, Channel::kControl, core::Bytes{1, 2, 3});
    rig.thread.run_all();
    EXPECT_TRUE(rig.transport.sent.empty());
}

TEST_F(CentralDaemon, AFrameOfASupersededConnectionDoesNotCount) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), Channel::kControl, node->hello(), 8);
    rig.thread.run_all();
    const std::size_t sent = rig.transport.sent.size();
    rig.transport.receive(node->id(), Channel::kControl, node->hello(), 7);
    rig.thread.run_all();
    EXPECT_EQ(rig.transport.sent.size(), sent);
}

TEST_F(CentralDaemon, EveryProvisionedNodeIsInExactlyOneState) {
    const auto never = rig.add_node("PKXXA-1");
    const auto silent = rig.add_node("PKXXB-1");
    const auto revoked = rig.add_node("PKXXC-1");
    greet(*silent);
    ASSERT_TRUE(publish(demo_list(1, 1, 5), rig.agency));
    rig.thread.pass(seconds{61});
    const auto outdated = rig.add_node("PKXXD-1");
    const auto behind = rig.add_node("PKXXE-1");
    const auto current = rig.add_node("PKXXF-1");
    const wire::StreamPosition head = rig.central->heads().at(0).position;
    greet(*outdated);
    greet(*behind, {head});
    greet(*current, {head});
    send(*behind, replication::to_frame(wire::Ping{1, 5}));
    rig.central->revoke_node(revoked->id(), [](const core::Result<NodeRow>& /*row*/) {});
    rig.thread.run_all();

    const FleetReport fleet = rig.central->fleet();
    EXPECT_EQ(fleet.states, (std::array<std::uint64_t, 5>{1, 1, 1, 1, 1}));
    EXPECT_EQ(std::accumulate(fleet.states.begin(), fleet.states.end(), std::uint64_t{0}),
              fleet.nodes.size());
    EXPECT_EQ(fleet.revoked, 1U);
    EXPECT_EQ(rig.events<NodeSilent>().size(), 1U);
}

TEST_F(CentralDaemon, ANodeThatDoesNotAcknowledgeAnAlertIsNotCurrent) {
    const auto node = rig.add_node("PKXXA-1");
    const auto other = rig.add_node("PKXXB-1");
    greet(*node);
    greet(*other);
    send(*other, other->batch(wire::up::kHits, {other->report_row(other->crossing(1))}));
    for (int tick = 0; tick < 7; ++tick) {
        rig.thread.pass(seconds{10});
        send(*node, replication::to_frame(wire::Ping{1, 0}));
    }
    EXPECT_EQ(rig.central->node(node->id())->status.state, NodeState::kOutdated);
    ack(*node, rig.central->heads().at(0).position, {});
    EXPECT_EQ(rig.central->node(node->id())->status.state, NodeState::kCurrent);
}

TEST_F(CentralDaemon, WhatANodeAppliedOnAnotherHistoryIsNotTold) {
    const auto node = rig.add_node("PKXXA-1");
    ASSERT_TRUE(publish(demo_list(1, 1, 5), rig.agency));
    const auto head = publish(demo_list(2, 1, 6), rig.agency);
    ASSERT_TRUE(head);
    wire::StreamPosition other = head->position;
    other.seq = Seq{1};
    other.chain.fill(9);
    greet(*node, {other});
    EXPECT_TRUE(rig.events<EditionApplied>().empty());
    EXPECT_EQ(rig.central->node(node->id())->status.lists.at(0).edition, 0U);
    EXPECT_EQ(rig.central->node(node->id())->quarantines.size(), 1U);
}

TEST_F(CentralDaemon, AnAcknowledgementIsToldOnceItIsRecorded) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    const auto head = publish(demo_list(1, 1, 5), rig.agency);
    const wire::StreamPosition at = head->position;
    const auto frame =
        replication::to_frame(wire::Ack{at.stream, at.epoch, at.seq, at.chain, head->root});
    rig.transport.receive(node->id(), Channel::kControl, frame);
    EXPECT_TRUE(rig.events<EditionApplied>().empty());
    rig.transport.receive(node->id(), Channel::kControl, frame);
    rig.thread.run_all();
    EXPECT_EQ(rig.events<EditionApplied>().size(), 1U);
}

TEST_F(CentralDaemon, ASilentNodeStaysSeenAfterARestart) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    rig.make();
    const NodeStatus status = rig.central->node(node->id())->status;
    EXPECT_EQ(status.state, NodeState::kSilent);
    EXPECT_TRUE(status.as_of);
}

TEST_F(CentralDaemon, ANodeWithAnUnusableKeyOrPortIsNotAdded) {
    for (const NewNode& node :
         {NewNode{core::PortId{"PKXXA-1"}, {}, {}}, NewNode{core::PortId{"nowhere"}, {}, {}}}) {
        core::Result<NodeRow> row = core::Error{Errc::kUnavailable, ""};
        rig.central->provision_node(node, [&](core::Result<NodeRow> got) { row = got; });
        rig.thread.run_all();
        ASSERT_FALSE(row);
        EXPECT_EQ(row.error().code, Errc::kInvalid);
    }
    EXPECT_TRUE(rig.central->fleet().nodes.empty());
}

TEST_F(CentralDaemon, ANewAgencyPublishesFromThenOn) {
    const wire::SigningKey fresh = wire::SigningKey::generate(rig.random);
    EXPECT_FALSE(publish(demo_list(1, 1, 5), fresh));
    wire::TrustStore agencies;
    ASSERT_TRUE(agencies.set(wire::Role::list("wl/demo"), {1, {fresh.public_key()}}));
    rig.central->set_agencies(agencies);
    EXPECT_TRUE(publish(demo_list(1, 1, 5), fresh));
}

}  // namespace
}  // namespace sarhad::central
