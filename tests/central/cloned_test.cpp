// A node's keys in two machines: a disk that was copied, a backup brought up beside the machine.
#include "support.h"

#include "central/boot_ids.h"
#include "store/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using namespace std::chrono_literals;

class ClonedNode : public testing::Test {
protected:
    ClonedNode() { node = rig.add_node("PKXXA-1"); }
    /// Machine `machine` drives the other's connection out and greets.
    void greet(std::uint8_t machine) {
        wire::Hello hello;
        hello.node = node->id();
        hello.boot_id.fill(machine);
        hello.proto_min = hello.proto_max = wire::kProtocol;
        hello.schema_version = 1;
        connection += 1;
        rig.transport.receive(
            node->id(), wire::Channel::kControl, replication::to_frame(hello), connection);
        rig.thread.pass(10s);
    }
    [[nodiscard]] std::size_t welcomes() const {
        return rig.sent_to<wire::Welcome>(node->id()).size();
    }
    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> found;
        for (const KeptTransport::Sent& sent : rig.transport.sent) {
            const auto received = replication::from_frame(sent.channel, sent.frame);
            if (received && std::holds_alternative<wire::ErrorReport>(received->message)) {
                found.push_back(std::get<wire::ErrorReport>(received->message).code);
            }
        }
        return found;
    }
    void find_out() {
        for (const std::uint8_t machine : std::initializer_list<std::uint8_t>{1, 2, 1, 2}) {
            greet(machine);
        }
    }
    core::Result<std::vector<ReleaseRow>> release() {
        core::Result<std::vector<ReleaseRow>> got =
            core::Error{core::Errc::kUnavailable, "no answer"};
        const auto order = replication::read_release("up", "0", "ayla", "the copy is destroyed");
        EXPECT_TRUE(order);
        rig.central->release_stream(node->id(), *order, [&](auto rows) { got = std::move(rows); });
        rig.thread.run_all();
        return got;
    }

    Rig rig;
    std::unique_ptr<TestNode> node;
    std::uint64_t connection{10};
};

TEST_F(ClonedNode, BothMachinesAreShutOutOnceTheyAlternate) {
    find_out();
    EXPECT_EQ(welcomes(), 3U);
    EXPECT_EQ(codes(), std::vector<std::string>{std::string{kTwoMachines}});
    ASSERT_EQ(rig.central->quarantines().size(), 1U);
    EXPECT_EQ(rig.central->quarantines().front().reason, kClonedReason);
    const NodeReport report = *rig.central->node(node->id());
    EXPECT_EQ(report.status.state, NodeState::kOutdated);
    EXPECT_THAT(report.status.reason, testing::StartsWith(std::string{kClonedReason}));
    greet(1);
    greet(2);
    EXPECT_EQ(welcomes(), 3U);
    const std::uint64_t refused = rig.central->refused_frames();
    rig.transport.receive(
        node->id(), wire::Channel::kControl, replication::to_frame(wire::Ping{1, 0}), connection);
    rig.thread.run_all();
    EXPECT_TRUE(rig.sent_to<wire::Pong>(node->id()).empty());
    EXPECT_EQ(rig.central->refused_frames(), refused + 1);
}

TEST_F(ClonedNode, StaysOutAfterARestartOfCentral) {
    find_out();
    rig.make();
    greet(1);
    EXPECT_EQ(welcomes(), 3U);
    EXPECT_EQ(rig.central->quarantines().size(), 1U);
}

TEST_F(ClonedNode, StaysOutThoughTheDiskWasFullWhenItWasFound) {
    // Only the memory knew of it, and nobody after a restart.
    const auto run = [&](store::Sql sql) {
        auto transaction = store::Transaction::begin(rig.kept.database());
        ASSERT_TRUE(transaction);
        ASSERT_TRUE(rig.kept.database().prepare(sql)->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    };
    run("CREATE TRIGGER no_room BEFORE INSERT ON quarantine"
        " BEGIN SELECT RAISE(FAIL, 'no room'); END");
    find_out();
    run("DROP TRIGGER no_room");
    rig.thread.pass(10s);
    rig.make();
    greet(1);
    EXPECT_EQ(welcomes(), 3U);
    EXPECT_EQ(rig.central->quarantines().size(), 1U);
}

TEST_F(ClonedNode, IsHeardAgainOnceAPersonHasLookedAndFoundOutWhereItStillIsTwo) {
    find_out();
    ASSERT_TRUE(release());
    EXPECT_TRUE(rig.central->quarantines().empty());
    find_out();
    EXPECT_EQ(welcomes(), 6U);
    EXPECT_EQ(rig.central->quarantines().size(), 1U);
}

TEST_F(ClonedNode, ANodeThatOnlyRestartsIsWelcomeEachTime) {
    for (std::uint8_t i = 1; i <= 250; ++i) {
        greet(i);
    }
    EXPECT_EQ(welcomes(), 250U);
    EXPECT_TRUE(rig.central->quarantines().empty());
}

}  // namespace
}  // namespace sarhad::central
