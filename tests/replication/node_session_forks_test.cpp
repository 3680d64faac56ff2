// Where the node and central disagree about what stands under a number.
#include "node_session_fixture.h"

#include <string>
#include <tuple>
#include <vector>

namespace sarhad::replication {
namespace {

using core::MonoTime;
using core::Seq;

TEST_F(NodeSessionTest, OtherRowsUnderTheSameNumberAtCentralQuarantineTheStream) {
    append(5);
    for (const std::uint64_t held : {3U, 5U}) {
        NodeSession session = this->session(3);
        std::ignore = session.on_link_up(kWall, kStart);
        wire::Welcome message;
        message.greeting = greeting_number_;
        message.up.push_back(rows_.at(held));
        message.up[0].chain.fill(9);
        const Effects effects = give(session, message);
        ASSERT_EQ(only<Quarantine>(effects).size(), 1U) << held;
        EXPECT_EQ(only<Quarantine>(effects)[0].direction, Direction::kUp);
        EXPECT_EQ(sent<wire::ErrorReport>(effects).at(0).code, kForkedUp);
        EXPECT_TRUE(only<LoadRows>(effects).empty());
        EXPECT_TRUE(only<MarkAcked>(effects).empty());
    }
}

TEST_F(NodeSessionTest, HelloNamesTheChainOfItsRows) {
    append(3);
    NodeSession session = this->session();
    const wire::Hello before = sent<wire::Hello>(session.on_link_up(kWall, kStart)).at(0);
    EXPECT_EQ(before.up.at(0), rows_.at(3));
    append(1);
    std::ignore = session.on_committed(kCrossings, rows_.tail(), kStart);
    EXPECT_EQ(sent<wire::Hello>(session.on_link_up(kWall, kStart)).at(0).up.at(0), rows_.at(4));
}

TEST_F(NodeSessionTest, RowsThatTheOutboxCannotMarkQuarantineTheStreamOnce) {
    append(5);
    NodeSession session = live();
    const Effects effects = session.on_outbox_conflict(kCrossings, "a fork");
    EXPECT_EQ(only<Quarantine>(effects).at(0).reason, "a fork");
    EXPECT_TRUE(session.on_outbox_conflict(kCrossings, "a fork").empty());
    EXPECT_TRUE(answer(session, only<LoadRows>(welcomed_).at(0).request).empty());
}

TEST_F(NodeSessionTest, ACentralThatWasRestoredFromABackupIsNoticed) {
    list_.publish();
    list_.publish();
    alerts_.publish();
    wire::StreamPosition other = list_.at(2);
    other.chain.fill(9);
    for (const auto& heads : {std::vector{list_.at(1), alerts_.at(1)},
                              std::vector{other, alerts_.at(1)},
                              std::vector{alerts_.at(1)}}) {
        NodeSession session{{.node = kNode},
                            keys_.node,
                            keys_.trust,
                            {list_.at(2), alerts_.at(1)},
                            {rows_.position()},
                            log_};
        std::ignore = session.on_link_up(kWall, kStart);
        wire::Welcome message;
        message.greeting = greeting_number_;
        message.down = heads;
        const Effects effects = give(session, message);
        ASSERT_EQ(only<Quarantine>(effects).size(), 1U);
        EXPECT_EQ(only<Quarantine>(effects)[0].direction, Direction::kDown);
        EXPECT_EQ(only<Quarantine>(effects)[0].stream, kList);
        EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kFork);
    }
}

TEST_F(NodeSessionTest, AWelcomeThatAnswersAnEarlierHelloIsIgnored) {
    NodeSession session = live();
    std::ignore = session.on_link_up(kWall, kStart);
    EXPECT_TRUE(welcome(session, 0).empty());
    EXPECT_EQ(session.state(), kGreeting);
    ++greeting_number_;
    std::ignore = welcome(session, 0);
    EXPECT_EQ(session.state(), kLive);
}

TEST_F(NodeSessionTest, AQuarantineOutlivesTheProcess) {
    append(3);
    list_.publish();
    NodeSession session = this->session();
    session.keep_quarantined(Direction::kUp, kCrossings);
    session.keep_quarantined(Direction::kDown, kList);
    std::ignore = session.on_link_up(kWall, kStart);
    EXPECT_TRUE(only<LoadRows>(welcome(session, 0)).empty());
    const Effects effects = give_delta(session, kList, list_.deltas()[0].delta);
    EXPECT_TRUE(only<ApplyDelta>(effects).empty());
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kFork);
}

TEST_F(NodeSessionTest, AStreamOfANewerCentralIsNeitherTakenNorAcknowledged) {
    constexpr core::StreamId kNewer{9};
    Publisher newer{kNewer, keys_.sequencer, wire::Domain::kDelta};
    NodeSession session = live();
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(give_delta(session, kNewer, newer.publish().delta).empty());
    }
    EXPECT_TRUE(sent<wire::Hello>(session.on_link_up(kWall, kStart)).at(0).down.empty());
}

TEST_F(NodeSessionTest, SaysWhatItDoesNotSpeakAtMostOnceASecond) {
    for (const auto& [at, byte, code] :
         {std::tuple{std::size_t{2}, std::uint8_t{9}, std::string{kOtherProtocol}},
          std::tuple{std::size_t{3}, std::uint8_t{99}, std::string{wire::kUnknownCriticalType}}}) {
        NodeSession session = live();
        const core::Bytes frame = altered_frame(at, byte);
        const auto give_at = [&](MonoTime now) {
            return sent<wire::ErrorReport>(
                session.on_frame(wire::Channel::kControl, frame, kWall, now));
        };
        const auto first = give_at(kStart);
        ASSERT_EQ(first.size(), 1U);
        EXPECT_EQ(first[0].code, code);
        EXPECT_FALSE(first[0].is_fatal);
        EXPECT_TRUE(give_at(kStart + std::chrono::milliseconds{999}).empty());
        EXPECT_EQ(give_at(kStart + std::chrono::seconds{1}).size(), 1U);
        EXPECT_TRUE(session.state() == kLive);
    }
}

TEST_F(NodeSessionTest, AStreamThatCentralHasStoppedIsStoppedHereToo) {
    list_.publish();
    NodeSession session{
        {.node = kNode}, keys_.node, keys_.trust, {list_.at(1)}, {rows_.position()}, log_};
    std::ignore = session.on_link_up(kWall, kStart);
    const auto give_stopped = [&](core::StreamId stream) {
        const core::Bytes frame = to_frame(stopped(kForkedDown, stream), stream);
        return session.on_frame(wire::Channel::kControl, frame, kWall, kStart);
    };
    EXPECT_TRUE(give_stopped(kList).empty());  // Of an older session.
    wire::Welcome message;
    message.greeting = greeting_number_;
    message.down = {list_.at(1)};
    std::ignore = give(session, message);
    const Effects effects = give_stopped(kList);
    ASSERT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_EQ(only<Quarantine>(effects)[0].direction, Direction::kDown);
    EXPECT_EQ(only<Quarantine>(effects)[0].stream, kList);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kFork);
    const Effects again = give_stopped(kList);
    EXPECT_TRUE(only<Quarantine>(again).empty());
    EXPECT_EQ(sent<wire::Nack>(again).size(), 1U);  // Central may not have heard the first.
    EXPECT_TRUE(give_stopped(core::StreamId{101}).empty());
}

TEST_F(NodeSessionTest, RowsAtCentralThatTheNodeLacksQuarantineTheStream) {
    append(5);
    Producer more = rows_;
    more.append();
    NodeSession session = this->session(5);
    std::ignore = session.on_link_up(kWall, kStart);
    wire::Welcome message;
    message.greeting = greeting_number_;
    message.up.push_back(more.at(6));
    const Effects effects = give(session, message);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_TRUE(only<LoadRows>(effects).empty());
}

}  // namespace
}  // namespace sarhad::replication
