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

}  // namespace
}  // namespace sarhad::replication
