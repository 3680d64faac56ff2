// What the session asks of the outbox while the disk takes nothing.
#include "node_fixture.h"

#include "store/transaction.h"
#include "wire/frame.h"
#include "wire/messages.h"
#include "wire/streams.h"

#include <tuple>
#include <variant>

namespace sarhad::node {
namespace {

class FullDiskTest : public NodeTest {
protected:
    static constexpr int kPages = 4'000;

    /// One traveller more, on record and on the way.
    OutboxStatus cross(const std::string& name) {
        rig_.drop_file(name, paxlst(name, {{"TESTERSON", "ANNA", "XT1000001"}}, flight_of(name)));
        rig_.pass(std::chrono::seconds{2});
        return crossings();
    }
    void run(store::Sql sql) {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction.has_value());
        ASSERT_TRUE(rig_.database->prepare(sql)->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    OutboxStatus crossings() { return rig_.node->status().outbox.at(wire::up::kCrossings); }
    void acknowledge(const OutboxStatus& tail) {
        const wire::Ack all{
            wire::up::kCrossings, core::Epoch{1}, core::Seq{tail.last_seq}, tail.chain, {}};
        rig_.transport.receive(wire::Channel::kControl,
                               wire::encode_frame(all, wire::Lane::kUrgent, all.stream));
    }
};

TEST_F(FullDiskTest, ARewindThatTheDiskRefusedIsDoneLater) {
    // Else the store went on from the old place, and no row left until the next start.
    rig_.start();
    rig_.bring_link_up();
    acknowledge(cross("A1"));
    rig_.pass(std::chrono::seconds{2});
    ASSERT_EQ(crossings().rows, 0U);

    rig_.transport.become(wire::LinkState::kDown);
    rig_.executor.set_full(core::Lane::kStore, true);
    rig_.bring_link_up();  // Central holds nothing any more.
    std::ignore = rig_.transport.take_sent();
    rig_.executor.set_full(core::Lane::kStore, false);
    bool is_sent_again = false;
    for (int seconds = 0; seconds < 60 && !is_sent_again; ++seconds) {
        rig_.pass(std::chrono::seconds{1});
        for (const wire::Message& message : rig_.transport.take_sent()) {
            is_sent_again = is_sent_again || std::holds_alternative<wire::SignedUpBatch>(message);
        }
    }
    EXPECT_TRUE(is_sent_again);
}

TEST_F(FullDiskTest, OfTwoAcknowledgementsThatTheDiskRefusedTheLastCounts) {
    // The first one was kept, and the rows behind it counted as waiting until the next start.
    rig_.page_quota_pages = kPages;
    rig_.start();
    rig_.bring_link_up();
    const OutboxStatus first = cross("A1");
    const OutboxStatus second = cross("A2");
    ASSERT_EQ(second.rows, 2U);
    run("CREATE TABLE filler(bytes BLOB)");
    run("CREATE TRIGGER no_room BEFORE UPDATE ON up_pos"
        " BEGIN INSERT INTO filler VALUES(zeroblob(64 << 20)); END");
    acknowledge(first);
    acknowledge(second);
    rig_.settle();
    ASSERT_EQ(crossings().rows, 2U);
    run("DROP TRIGGER no_room");
    rig_.pass(std::chrono::minutes{1});
    EXPECT_EQ(crossings().rows, 0U);
}

}  // namespace
}  // namespace sarhad::node
