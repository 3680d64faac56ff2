// What a person's release of a quarantined stream does at either end.
#include "node_session_fixture.h"

#include <string>
#include <tuple>
#include <vector>

namespace sarhad::replication {
namespace {

using core::Epoch;
using core::Seq;
using wire::Channel;
using wire::NackReason;

using NodeRelease = NodeSessionTest;

TEST_F(NodeRelease, AnUpwardStreamIsSentAgainOnceBothAgree) {
    append(3);
    NodeSession session = this->session();
    session.keep_quarantined(Direction::kUp, kCrossings);
    std::ignore = session.on_link_up(kWall, kStart);
    std::ignore = welcome(session, 0);
    const Effects released = session.release(Direction::kUp, kCrossings, kWall, kStart);
    EXPECT_EQ(sent<wire::Hello>(released).size(), 2U);  // One on each connection.
    greeting_number_ = sent<wire::Hello>(released)[0].greeting;
    const Effects effects = welcome(session, 1);
    EXPECT_EQ(only<LoadRows>(effects).at(0).request.after, Seq{1});
    EXPECT_TRUE(only<Quarantine>(effects).empty());
    EXPECT_TRUE(sent<wire::ErrorReport>(effects).empty());
}

TEST_F(NodeRelease, AForkThatIsStillThereBringsTheQuarantineBack) {
    append(3);
    NodeSession session = this->session();
    session.keep_quarantined(Direction::kUp, kCrossings);
    std::ignore = session.on_link_up(kWall, kStart);
    const Effects released = session.release(Direction::kUp, kCrossings, kWall, kStart);
    wire::Welcome message;
    message.greeting = sent<wire::Hello>(released).at(0).greeting;
    message.up.push_back(rows_.at(3));
    message.up[0].chain.fill(9);
    const Effects effects = give(session, message);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_TRUE(only<LoadRows>(effects).empty());
}

TEST_F(NodeRelease, ADownwardStreamIsTakenAgainFromItsFirstDelta) {
    list_.publish();
    list_.publish();
    NodeSession session{
        {.node = kNode}, keys_.node, keys_.trust, {list_.at(2)}, {rows_.position()}, log_};
    session.keep_quarantined(Direction::kDown, kList);
    std::ignore = session.on_link_up(kWall, kStart);
    const Effects released = session.release(Direction::kDown, kList, kWall, kStart);
    const wire::Hello hello = sent<wire::Hello>(released).at(0);
    ASSERT_EQ(hello.down.size(), 1U);
    EXPECT_EQ(hello.down[0], list_.at(0));
    greeting_number_ = hello.greeting;
    std::ignore = welcome(session, 0);
    const Effects effects = give_delta(session, kList, list_.deltas()[0].delta);
    EXPECT_EQ(only<ApplyDelta>(effects).size(), 1U);
}

TEST_F(NodeRelease, WithoutALinkTheNextGreetingTellsOfIt) {
    list_.publish();
    NodeSession session{
        {.node = kNode}, keys_.node, keys_.trust, {list_.at(1)}, {rows_.position()}, log_};
    session.keep_quarantined(Direction::kDown, kList);
    EXPECT_TRUE(session.release(Direction::kDown, kList, kWall, kStart).empty());
    const Effects greeting = session.on_link_up(kWall, kStart);
    EXPECT_EQ(sent<wire::Hello>(greeting).at(0).down, std::vector{list_.at(0)});
}

TEST_F(NodeRelease, AQuarantinedStreamIsReportedAfterEachWelcome) {
    append(3);
    NodeSession session = this->session();
    session.keep_quarantined(Direction::kUp, kCrossings);
    for (int time = 0; time < 2; ++time) {
        std::ignore = session.on_link_up(kWall, kStart);
        const auto reports = sent<wire::ErrorReport>(welcome(session, 0));
        ASSERT_EQ(reports.size(), 1U) << time;
        EXPECT_EQ(reports[0].code, kForkedUp);
        ++greeting_number_;
    }
}

class CentralRelease : public ::testing::Test {
protected:
    using Effects = CentralSession::Effects;

    CentralRelease() {
        for (int i = 0; i < 8; ++i) {
            rows_.append();
            list_.publish();
        }
    }
    CentralSession session(std::uint64_t held = 0) {
        return {kNode, keys_.trust, {rows_.at(held)}, {list_.head()}, log_};
    }
    static Effects give(CentralSession& to, const core::Bytes& frame) {
        return to.on_frame(Channel::kControl, frame, kWall, kStart);
    }
    Effects greet(CentralSession& to, std::uint64_t applied) {
        return give(to, to_frame(hello_of(kNode, {list_.at(applied)})));
    }
    Effects give_rows(CentralSession& to, std::uint64_t first, std::uint64_t last) {
        return to.on_frame(up_channel(kCrossings),
                           batch_frame(rows_.batch(first, last), keys_.node),
                           kWall,
                           kStart);
    }
    static core::Bytes forked_up() {
        return to_frame(wire::ErrorReport{std::string{kForkedUp}, {}, false}, kCrossings);
    }

    Keys keys_ = make_keys();
    core::NullLog log_;
    Producer rows_{kCrossings};
    Publisher list_{kList, keys_.sequencer, wire::Domain::kDelta};
};

TEST_F(CentralRelease, RowsAreTakenFromWhereTheStreamStands) {
    CentralSession session = this->session(3);
    session.keep_quarantined(kCrossings);
    std::ignore = greet(session, 0);
    EXPECT_TRUE(only<StoreRows>(give_rows(session, 4, 5)).empty());
    EXPECT_TRUE(session.release(Direction::kUp, kCrossings, kStart).empty());
    EXPECT_EQ(only<StoreRows>(give_rows(session, 4, 5)).size(), 1U);
}

TEST_F(CentralRelease, AForkThatIsStillThereBringsTheQuarantineBack) {
    CentralSession session = this->session(3);
    session.keep_quarantined(kCrossings);
    std::ignore = greet(session, 0);
    std::ignore = session.release(Direction::kUp, kCrossings, kStart);
    Producer other{kCrossings};
    for (int i = 0; i < 4; ++i) {
        other.append(48);
    }
    const Effects effects = session.on_frame(
        up_channel(kCrossings), batch_frame(other.batch(4, 4), keys_.node), kWall, kStart);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, NackReason::kFork);
}

TEST_F(CentralRelease, TheNodeHearsOfAQuarantineAtEachWelcome) {
    CentralSession session = this->session(3);
    session.keep_quarantined(kCrossings);
    for (int time = 0; time < 2; ++time) {
        const auto nacks = sent<wire::Nack>(greet(session, 0));
        ASSERT_EQ(nacks.size(), 1U) << time;
        EXPECT_EQ(nacks[0].stream, kCrossings);
        EXPECT_EQ(nacks[0].reason, NackReason::kFork);
    }
}

TEST_F(CentralRelease, DeltasAreSentFromWhereTheNodeSaidLastThatItIs) {
    CentralSession session = this->session();
    const LoadRequest first = only<LoadRows>(greet(session, 5)).at(0).request;
    std::ignore = session.on_deltas(kList, list_.load(first), kStart);
    const wire::Nack refused{kList, Epoch{1}, Seq{6}, NackReason::kFork};
    ASSERT_EQ(only<Quarantine>(give(session, to_frame(refused))).size(), 1U);
    EXPECT_TRUE(only<LoadRows>(greet(session, 0)).empty());  // The node begins again.
    const Effects effects = session.release(Direction::kDown, kList, kStart);
    EXPECT_EQ(only<LoadRows>(effects).at(0).request.after, Seq{0});
}

TEST_F(CentralRelease, WhatTheNodeHasIsRecordedAnew) {
    CentralSession session = this->session();
    std::ignore = greet(session, 5);
    const Effects effects = session.release(Direction::kDown, kList, kStart);
    ASSERT_EQ(only<RecordApplied>(effects).size(), 1U);
    EXPECT_EQ(only<RecordApplied>(effects)[0].position, list_.at(5));
}

TEST_F(CentralRelease, ANodeThatIsStillAheadBringsTheQuarantineBack) {
    CentralSession session{kNode, keys_.trust, {}, {list_.at(2)}, log_};
    ASSERT_EQ(only<Quarantine>(greet(session, 3)).size(), 1U);
    EXPECT_EQ(only<Quarantine>(session.release(Direction::kDown, kList, kStart)).size(), 1U);
    EXPECT_TRUE(only<LoadRows>(greet(session, 3)).empty());
}

TEST_F(CentralRelease, AStreamThatItsNodeStoppedIsQuarantinedOnceWhileItLasts) {
    CentralSession session = this->session(3);
    std::ignore = greet(session, 0);
    const Effects effects = give(session, forked_up());
    ASSERT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_EQ(only<Quarantine>(effects)[0].direction, Direction::kUp);
    EXPECT_EQ(only<Quarantine>(effects)[0].stream, kCrossings);
    EXPECT_EQ(only<Quarantine>(effects)[0].reason, kStoppedByNode);
    std::ignore = greet(session, 0);
    EXPECT_TRUE(only<Quarantine>(give(session, forked_up())).empty());
    EXPECT_TRUE(only<Resumed>(give(session, to_frame(wire::Ping{1, 0}))).empty());
}

TEST_F(CentralRelease, AStreamThatItsNodeSendsAgainIsNotStoppedAnyMore) {
    CentralSession session = this->session(3);
    session.keep_stopped(kCrossings);
    std::ignore = greet(session, 0);  // And it does not say that it is stopped.
    const auto resumed = only<Resumed>(give(session, to_frame(wire::Ping{1, 0})));
    ASSERT_EQ(resumed.size(), 1U);
    EXPECT_EQ(resumed[0].stream, kCrossings);
    EXPECT_TRUE(only<Resumed>(give(session, to_frame(wire::Ping{2, 0}))).empty());
    EXPECT_EQ(only<StoreRows>(give_rows(session, 4, 5)).size(), 1U);
}

}  // namespace
}  // namespace sarhad::replication
