// What of a list goes by the bulk connection of central's session, and how much of it.
#include "central_session_fixture.h"

namespace sarhad::replication {
namespace {

using core::Epoch;
using core::MonoTime;
using core::Seq;

TEST_F(CentralSessionTest, TheWindowBoundsWhatIsInFlight) {
    for (int i = 0; i < 200; ++i) {
        list_.publish(20000);
    }
    CentralSession session = live();
    Effects effects = greeted_;
    std::uint64_t bytes = 0;
    MonoTime now = kStart;
    while (!only<LoadRows>(effects).empty()) {
        effects = carried(session, answer(session, only<LoadRows>(effects)[0].request, now), now);
        for (const SendFrame& frame : only<SendFrame>(effects)) {
            bytes += frame.frame.size();
        }
    }
    EXPECT_GT(bytes, 500U * 1024U);
    EXPECT_LT(bytes, 1100U * 1024U);
    effects = give(session, wire::Ack{kList, Epoch{1}, Seq{5}, list_.at(5).chain, {}}, now);
    EXPECT_EQ(only<LoadRows>(effects).size(), 1U);
}

TEST_F(CentralSessionTest, LittleIsReadForANodeThatReportsNothing) {
    for (int i = 0; i < 200; ++i) {
        list_.publish(20000);
    }
    CentralSession session = live();
    Effects effects = greeted_;
    std::uint64_t bytes = 0;
    while (!only<LoadRows>(effects).empty()) {
        const std::vector<PublishedDelta> deltas = list_.load(only<LoadRows>(effects)[0].request);
        for (const PublishedDelta& delta : deltas) {
            bytes += delta.delta.size();
        }
        effects = session.on_deltas(kList, deltas, kStart);
    }
    EXPECT_LT(bytes, 150U * 1024U);
}

TEST_F(CentralSessionTest, AListThatComesForTheFirstTimeWaitsOnTheLastLane) {
    publish(100);
    CentralSession session = live(0, 10);
    Effects effects = answer(session, only<LoadRows>(greeted_).at(0).request);
    const SendFrame first = only<SendFrame>(effects).at(0);
    EXPECT_EQ(from_frame(first.channel, first.frame)->lane, wire::Lane::kBulk);
    CentralSession near = live(0, 90);
    effects = answer(near, only<LoadRows>(greeted_).at(0).request);
    const SendFrame news = only<SendFrame>(effects).at(0);
    EXPECT_EQ(from_frame(news.channel, news.frame)->lane, wire::Lane::kDelta);
}

/// The channels by which an alert goes, where the line's distance is known.
TEST_F(CentralSessionTest, TheAlertOfNowGoesByBothConnectionsOfALongLine) {
    publish(1);
    CentralSession session = live();
    const auto mark = last_mark(answer(session, only<LoadRows>(greeted_).at(0).request));
    const MonoTime later = kStart + std::chrono::milliseconds{600};
    std::ignore =
        session.on_frame(wire::Channel::kBulk, credit_frame(mark.value_or(0)), kWall, later);
    Publisher alerts{wire::kAlertStream, keys_.alert, wire::Domain::kAlert};
    alerts.publish();
    alerts.publish();
    const Effects asked = session.on_published(alerts.head(), later);
    const auto wanted = only<LoadRows>(asked);
    ASSERT_EQ(wanted.size(), 1U);
    std::vector<wire::Channel> ways;
    const Effects effects =
        session.on_deltas(wire::kAlertStream, alerts.load(wanted[0].request), later);
    for (const SendFrame& frame : only<SendFrame>(effects)) {
        if (from_frame(frame.channel, frame.frame)->stream == wire::kAlertStream) {
            ways.push_back(frame.channel);
        }
    }
    // The first is of a backlog; the second is the one of now.
    EXPECT_EQ(
        ways,
        (std::vector{wire::Channel::kControl, wire::Channel::kControl, wire::Channel::kBulk}));
}

}  // namespace
}  // namespace sarhad::replication
