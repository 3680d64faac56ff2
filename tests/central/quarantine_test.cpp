// Streams that central stops, keeps stopped, and lets go on.
#include "support.h"

#include "wire/streams.h"

#include <gtest/gtest.h>

#include <optional>

namespace sarhad::central {
namespace {

using core::NodeId;
using core::Seq;
using replication::Direction;
using wire::Channel;

class Quarantines : public ::testing::Test {
protected:
    void greet(const TestNode& node, std::vector<wire::StreamPosition> down = {}) {
        send(node, node.hello(std::move(down)));
    }
    void send(const TestNode& node, const core::Bytes& frame) {
        rig.transport.receive(node.id(), Channel::kControl, frame);
        rig.thread.run_all();
    }
    void say_stopped(const TestNode& node) {
        const wire::ErrorReport report{std::string{replication::kForkedUp}, {}, false};
        send(node, replication::to_frame(report, wire::up::kHits));
    }
    /// A row that its node did not sign.
    void send_forged(TestNode& node, const TestNode& signer) {
        const auto row =
            wire::encode(wire::sign_report(signer.sign, node.id(), wire::encode(node.crossing(1))));
        send(node, node.batch(wire::up::kHits, {row}));
    }
    /// None where it was done.
    std::optional<core::Errc> release(NodeId node, Direction direction, core::StreamId stream) {
        std::optional<core::Errc> failed = core::Errc::kUnavailable;
        rig.central->release_stream(
            node, {direction, stream, "admin.1", "looked at it"}, [&](const auto& released) {
                failed = released ? std::nullopt : std::optional{released.error().code};
            });
        rig.thread.run_all();
        return failed;
    }
    std::size_t count(const TestNode& node) {
        return rig.central->node(node.id())->quarantines.size();
    }

    Rig rig;
};

TEST_F(Quarantines, AStreamThatItsNodeStoppedSurvivesARestart) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    say_stopped(*node);
    EXPECT_EQ(count(*node), 1U);
    EXPECT_EQ(rig.kept.store().quarantines()->at(0).direction, Direction::kUp);
    rig.make();
    EXPECT_EQ(count(*node), 1U);
    greet(*node);
    say_stopped(*node);
    EXPECT_EQ(count(*node), 1U);
    send(*node, replication::to_frame(wire::Ping{1, 0}));
    EXPECT_EQ(count(*node), 1U);
}

TEST_F(Quarantines, AStreamThatItsNodeSendsAgainIsFree) {
    const auto node = rig.add_node("PKXXA-1");
    greet(*node);
    say_stopped(*node);
    rig.make();
    greet(*node);  // And the node does not say that it is stopped.
    send(*node, replication::to_frame(wire::Ping{1, 0}));
    EXPECT_EQ(count(*node), 0U);
    EXPECT_TRUE(rig.kept.store().quarantines()->empty());
    EXPECT_EQ(rig.events<StreamReleased>().size(), 1U);
}

TEST_F(Quarantines, NothingIsTakenOfAStoppedStreamAfterARestart) {
    const auto node = rig.add_node("PKXXA-1");
    const auto other = rig.add_node("PKXXB-1");
    greet(*node);
    send_forged(*node, *other);
    ASSERT_EQ(count(*node), 1U);
    rig.make();
    rig.transport.sent.clear();
    greet(*node);
    const auto nacks = rig.sent_to<wire::Nack>(node->id());
    ASSERT_EQ(nacks.size(), 1U);
    EXPECT_EQ(nacks[0].reason, wire::NackReason::kFork);
}

TEST_F(Quarantines, AReleaseIsRecordedAndRowsAreTakenAgain) {
    const auto node = rig.add_node("PKXXA-1");
    const auto other = rig.add_node("PKXXB-1");
    greet(*node);
    auto forged = node->up_batch(wire::up::kHits,
                                 {wire::encode(wire::sign_report(
                                     other->sign, node->id(), wire::encode(node->crossing(1))))});
    send(*node, node->signed_frame(forged));
    ASSERT_EQ(count(*node), 1U);
    EXPECT_EQ(release(node->id(), Direction::kDown, wire::up::kHits), core::Errc::kNotFound);
    EXPECT_EQ(release(NodeId{9}, Direction::kUp, wire::up::kHits), core::Errc::kNotFound);
    EXPECT_EQ(release(node->id(), Direction::kUp, wire::up::kHits), std::nullopt);
    EXPECT_EQ(count(*node), 0U);
    EXPECT_EQ(rig.kept.store().releases(10)->at(0).officer, "admin.1");
    EXPECT_EQ(rig.events<StreamReleased>().size(), 1U);
    send(*node, node->signed_frame(forged));  // Still wrong.
    EXPECT_EQ(count(*node), 1U);
}

TEST_F(Quarantines, AfterAReleaseTheNodeSaysAnewWhatItHasApplied) {
    const auto node = rig.add_node("PKXXA-1");
    const core::Bytes file = demo_list(1, 0, 3);
    rig.central->publish(file, signed_by(rig.agency, file), {}, [](const auto&) {});
    rig.thread.run_all();
    const wire::StreamPosition head = rig.central->heads().at(0).position;
    greet(*node, {head});
    ASSERT_EQ(rig.kept.store().applied_state()->size(), 1U);
    send(*node,
         replication::to_frame(
             wire::Nack{head.stream, head.epoch, head.seq, wire::NackReason::kFork}));
    ASSERT_EQ(count(*node), 1U);
    greet(*node);  // It begins again.
    rig.transport.sent.clear();
    EXPECT_EQ(release(node->id(), Direction::kDown, head.stream), std::nullopt);
    EXPECT_TRUE(rig.kept.store().applied_state()->empty());
    rig.carry(node->id());
    EXPECT_EQ(rig.sent_to<wire::Delta>(node->id()).size(), head.seq.value());
    EXPECT_GT(rig.central->node(node->id())->status.lists.at(0).missing, 0U);
}

}  // namespace
}  // namespace sarhad::central
