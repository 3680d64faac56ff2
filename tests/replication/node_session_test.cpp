#include "replication/node_session.h"

#include "node_session_fixture.h"

#include <gtest/gtest.h>

namespace sarhad::replication {
namespace {

using core::MonoTime;
using core::Seq;
using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::Channel;

TEST_F(NodeSessionTest, GreetsOnBothConnections) {
    NodeSession session = this->session();
    const Effects effects = session.on_link_up(kWall, kStart);
    ASSERT_EQ(only<SendFrame>(effects).size(), 2U);
    EXPECT_EQ(only<SendFrame>(effects)[0].channel, Channel::kControl);
    EXPECT_EQ(only<SendFrame>(effects)[1].channel, Channel::kBulk);
    EXPECT_EQ(sent<wire::Hello>(effects).size(), 2U);
}

TEST_F(NodeSessionTest, ABulkConnectionThatReturnsSaysHello) {
    NodeSession session = live();
    const Effects effects = session.on_bulk_up(kWall, kStart);
    ASSERT_EQ(sent<wire::Hello>(effects).size(), 1U);
    EXPECT_EQ(only<SendFrame>(effects)[0].channel, Channel::kBulk);
}

TEST_F(NodeSessionTest, WhatWasSentBeforeTheBulkConnectionCameUpIsSentAgain) {
    append(3);
    NodeSession session = live();
    const LoadRequest request = only<LoadRows>(welcomed_).at(0).request;
    ASSERT_EQ(sent<wire::SignedUpBatch>(answer(session, request)).size(), 1U);
    const Effects effects = session.on_bulk_up(kWall, kStart);
    ASSERT_EQ(only<LoadRows>(effects).size(), 1U);
    EXPECT_EQ(only<LoadRows>(effects)[0].request.after, request.after);
}

TEST_F(NodeSessionTest, NothingCountsBeforeWelcome) {
    append(3);
    NodeSession session = this->session();
    std::ignore = session.on_link_up(kWall, kStart);
    EXPECT_TRUE(give_delta(session, kList, list_.publish().delta).empty());
    EXPECT_TRUE(give(session, wire::Ack{kCrossings, core::Epoch{1}, Seq{2}, {}, {}}).empty());
    EXPECT_TRUE(session.on_committed(kCrossings, rows_.tail(), kStart).empty());
    EXPECT_EQ(session.state(), kGreeting);
}

TEST_F(NodeSessionTest, WelcomeStartsTheOutbox) {
    append(3);
    NodeSession session = live();
    EXPECT_EQ(session.state(), kLive);
    ASSERT_EQ(only<LoadRows>(welcomed_).size(), 1U);
    EXPECT_EQ(only<LoadRows>(welcomed_)[0].request.after, Seq{0});
}

TEST_F(NodeSessionTest, ARepeatOfWelcomeIsIgnored) {
    append(3);
    NodeSession session = live(3);
    EXPECT_TRUE(welcome(session, 0).empty());
}

TEST_F(NodeSessionTest, GreetsAgainWhenNotWelcomedAtMostOnceASecond) {
    NodeSession session = live();
    const wire::ErrorReport unknown{std::string{kNotWelcomed}, {}, true};
    EXPECT_TRUE(sent<wire::Hello>(give(session, unknown, kStart + milliseconds{999})).empty());
    EXPECT_EQ(sent<wire::Hello>(give(session, unknown, kStart + seconds{1})).size(), 2U);
    EXPECT_TRUE(sent<wire::Hello>(give(session, unknown, kStart + seconds{3})).empty());
}

// A revoked node went on sending to a deaf central until three pings were unanswered.
TEST_F(NodeSessionTest, ThatIsRevokedEndsAtOnceAndDialsAgain) {
    NodeSession session = live();
    const wire::ErrorReport revoked{std::string{kRevoked}, {}, true};
    const Effects effects = give(session, revoked, kStart + seconds{2});
    EXPECT_EQ(only<ResetLink>(effects).size(), 1U);
    EXPECT_TRUE(only<SendFrame>(effects).empty());
    EXPECT_EQ(session.state(), NodeSession::State::kDown);
    EXPECT_TRUE(give(session, revoked, kStart + seconds{2}).empty());
    EXPECT_TRUE(session.on_timer(kWall, kStart + seconds{60}).empty());
    EXPECT_FALSE(sent<wire::Hello>(session.on_link_up(kWall, kStart + seconds{61})).empty());
}

TEST_F(NodeSessionTest, ThatIsRevokedWhileItGreetsEndsToo) {
    NodeSession session = this->session();
    std::ignore = session.on_link_up(kWall, kStart);
    const wire::ErrorReport revoked{std::string{kRevoked}, {}, true};
    EXPECT_EQ(only<ResetLink>(give(session, revoked, kStart)).size(), 1U);
    EXPECT_EQ(session.state(), NodeSession::State::kDown);
}

TEST_F(NodeSessionTest, AHelloThatIsNotAnsweredResetsTheLink) {
    NodeSession session = this->session();
    std::ignore = session.on_link_up(kWall, kStart);
    EXPECT_TRUE(session.on_timer(kWall, kStart + seconds{9}).empty());
    const Effects effects = session.on_timer(kWall, kStart + NodeSession::kHelloTimeout);
    EXPECT_EQ(only<ResetLink>(effects).size(), 1U);
}

TEST_F(NodeSessionTest, AppliesADeltaAndAcknowledgesItOnlyAfterItIsApplied) {
    NodeSession session = live();
    const Effects effects = give_delta(session, kList, list_.publish().delta);
    ASSERT_EQ(only<ApplyDelta>(effects).size(), 1U);
    EXPECT_EQ(only<ApplyDelta>(effects)[0].chain, list_.at(1).chain);
    EXPECT_EQ(only<ApplyDelta>(effects)[0].verbatim, list_.deltas()[0].delta);
    EXPECT_TRUE(only<SendFrame>(effects).empty());
    const auto acks = sent<wire::Ack>(applied(session, list_.at(1)));
    ASSERT_EQ(acks.size(), 1U);
    EXPECT_EQ(acks[0].upto, Seq{1});
}

TEST_F(NodeSessionTest, ADeltaSignedByAnotherKeyChangesNothing) {
    NodeSession session = live();
    Publisher stranger{kList, keys_.other_node, wire::Domain::kDelta};
    EXPECT_TRUE(give_delta(session, kList, stranger.publish().delta).empty());
}

TEST_F(NodeSessionTest, AnAlertSignedByTheSequencerChangesNothing) {
    NodeSession session = live();
    Publisher wrong{wire::kAlertStream, keys_.sequencer, wire::Domain::kDelta};
    EXPECT_TRUE(give_delta(session, wire::kAlertStream, wrong.publish().delta).empty());
    Publisher worse{wire::kAlertStream, keys_.sequencer, wire::Domain::kAlert};
    EXPECT_TRUE(give_delta(session, wire::kAlertStream, worse.publish().delta).empty());
    EXPECT_FALSE(give_delta(session, wire::kAlertStream, alerts_.publish().delta).empty());
}

TEST_F(NodeSessionTest, AListSignedByTheAlertKeyChangesNothing) {
    NodeSession session = live();
    Publisher wrong{kList, keys_.alert, wire::Domain::kDelta};
    EXPECT_TRUE(give_delta(session, kList, wrong.publish().delta).empty());
    Publisher worse{kList, keys_.alert, wire::Domain::kAlert};
    EXPECT_TRUE(give_delta(session, kList, worse.publish().delta).empty());
}

TEST_F(NodeSessionTest, ADeltaOfAnotherStreamThanItsFrameChangesNothing) {
    NodeSession session = live();
    const core::StreamId other{kList.value() + 1};
    EXPECT_TRUE(give_delta(session, other, list_.publish().delta).empty());
}

TEST_F(NodeSessionTest, AsksForWhatIsMissing) {
    NodeSession session = live();
    list_.publish();
    list_.publish();
    const auto nacks = sent<wire::Nack>(give_delta(session, kList, list_.publish().delta));
    ASSERT_EQ(nacks.size(), 1U);
    EXPECT_EQ(nacks[0], (wire::Nack{kList, core::Epoch{1}, Seq{1}, wire::NackReason::kGap}));
}

TEST_F(NodeSessionTest, ARepeatIsAcknowledgedAgainAndNotApplied) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(1));
    const Effects effects = give_delta(session, kList, list_.deltas()[0].delta);
    EXPECT_EQ(sent<wire::Ack>(effects).size(), 1U);
    EXPECT_TRUE(only<ApplyDelta>(effects).empty());
}

TEST_F(NodeSessionTest, AForkQuarantinesTheStreamAndNothingMovesAfterIt) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(1));
    const Effects effects = give_delta(session, kList, list_.fork(1));
    ASSERT_EQ(sent<wire::Nack>(effects).size(), 1U);
    EXPECT_EQ(sent<wire::Nack>(effects)[0].reason, wire::NackReason::kFork);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    const Effects after = give_delta(session, kList, list_.publish().delta);
    EXPECT_TRUE(only<ApplyDelta>(after).empty());
    EXPECT_TRUE(only<Quarantine>(after).empty());
}

TEST_F(NodeSessionTest, CentralHearsOfAQuarantineAgainWhenItGoesOnSending) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(1));
    std::ignore = give_delta(session, kList, list_.fork(1));
    const auto nacks = sent<wire::Nack>(give_delta(session, kList, list_.publish().delta));
    ASSERT_EQ(nacks.size(), 1U);
    EXPECT_EQ(nacks[0].reason, wire::NackReason::kFork);
}

TEST_F(NodeSessionTest, ACorruptStateQuarantinesAStreamWithoutARoot) {
    NodeSession session = live();
    std::ignore = give_delta(session, wire::kAlertStream, alerts_.publish().delta);
    const Effects effects =
        session.on_apply_failed(wire::kAlertStream, core::Errc::kCorrupt, kStart);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kBadPre);
}

TEST_F(NodeSessionTest, ACorruptListTakesNoDeltaUntilItIsRepaired) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    const Effects effects = session.on_apply_failed(kList, core::Errc::kCorrupt, kStart);
    EXPECT_TRUE(only<Quarantine>(effects).empty());
    EXPECT_EQ(only<Diverged>(effects).size(), 1U);
    EXPECT_EQ(only<CountList>(effects).size(), 1U);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kBadPre);
    const Effects again = give_delta(session, kList, list_.deltas()[0].delta);
    EXPECT_TRUE(only<ApplyDelta>(again).empty());
    EXPECT_EQ(sent<wire::Nack>(again).at(0).reason, wire::NackReason::kBadPre);
    list_.publish();
    const Effects repaired = session.on_repaired(kList, Repaired{list_.at(2), {}, 3}, kStart);
    EXPECT_EQ(sent<wire::Ack>(repaired).at(0).upto, Seq{2});
    EXPECT_EQ(only<ApplyDelta>(give_delta(session, kList, list_.publish().delta)).size(), 1U);
}

TEST_F(NodeSessionTest, SaysHowAListStandsWhenCentralAsks) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(1));
    wire::ReconTell ask;
    ask.stream = kList;
    ask.what = wire::ReconWhat::kStand;
    const auto acks = sent<wire::Ack>(give(session, ask));
    ASSERT_EQ(acks.size(), 1U);
    EXPECT_EQ(acks[0].upto, Seq{1});
    EXPECT_EQ(acks[0].chain, list_.at(1).chain);
    std::ignore = session.diverge(kList, "rotten", kStart);
    const auto nacks = sent<wire::Nack>(give(session, ask));
    ASSERT_EQ(nacks.size(), 1U);
    EXPECT_EQ(nacks[0].reason, wire::NackReason::kBadPre);
    ask.stream = core::StreamId{999};
    EXPECT_TRUE(give(session, ask).empty());
}

/// A head that stands behind this node is no repair's to follow.
TEST_F(NodeSessionTest, AHeadOfAnotherHistoryQuarantinesTheStream) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(1));
    std::ignore = session.diverge(kList, "rotten", kStart);
    const auto asked = sent<wire::ReconAsk>(session.on_counted(kList, ListAsItIs{}, kStart));
    ASSERT_EQ(asked.size(), 1U);
    wire::ReconTell head;
    head.stream = kList;
    head.number = asked[0].number;
    head.epoch = core::Epoch{1};
    head.seq = Seq{1};
    head.chain.fill(9);
    EXPECT_EQ(only<Quarantine>(give(session, head)).size(), 1U);
}

TEST_F(NodeSessionTest, AListThatDivergedBeforeTheStartIsToldAfterEachWelcome) {
    NodeSession session = this->session();
    session.keep_diverged(kList);
    std::ignore = session.on_link_up(kWall, kStart);
    const Effects effects = welcome(session, 0);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kBadPre);
    EXPECT_EQ(only<CountList>(effects).size(), 1U);
}

TEST_F(NodeSessionTest, ADeltaThatTheDiskRefusedIsTakenWhenItComesAgain) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    EXPECT_TRUE(session.on_apply_failed(kList, core::Errc::kUnavailable, kStart).empty());
    const Effects effects = give_delta(session, kList, list_.deltas()[0].delta);
    EXPECT_EQ(only<ApplyDelta>(effects).size(), 1U);
}

TEST_F(NodeSessionTest, AnAnswerOfTheStoreToAnOlderDeltaDoesNotMoveThePositionBack) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(2));
    std::ignore = applied(session, list_.at(1));
    const auto acks = sent<wire::Ack>(give_delta(session, kList, list_.deltas()[1].delta));
    ASSERT_EQ(acks.size(), 1U);
    EXPECT_EQ(acks[0].upto, Seq{2});
}

TEST_F(NodeSessionTest, WhatIsAppliedWhileTheLinkIsDownIsToldInTheNextHello) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    session.on_link_down();
    EXPECT_TRUE(applied(session, list_.at(1)).empty());
    const auto hellos = sent<wire::Hello>(session.on_link_up(kWall, kStart));
    EXPECT_EQ(hellos.at(0).down.at(0), list_.at(1));
}

TEST_F(NodeSessionTest, AnAcknowledgementMarksTheOutboxOnce) {
    append(3);
    NodeSession session = live();
    const wire::Ack ack{kCrossings, core::Epoch{1}, Seq{2}, rows_.at(2).chain, {}};
    const auto marks = only<MarkAcked>(give(session, ack));
    ASSERT_EQ(marks.size(), 1U);
    EXPECT_EQ(marks[0].upto, Seq{2});
    EXPECT_TRUE(only<MarkAcked>(give(session, ack)).empty());
}

TEST_F(NodeSessionTest, SendsAgainWhatCentralForgot) {
    append(5);
    NodeSession session = this->session(5);
    std::ignore = session.on_link_up(kWall, kStart);
    const Effects effects = welcome(session, 2);
    ASSERT_EQ(only<RewindOutbox>(effects).size(), 1U);
    EXPECT_EQ(only<RewindOutbox>(effects)[0].to, Seq{2});
    EXPECT_EQ(only<LoadRows>(effects).at(0).request.after, Seq{2});
}

TEST_F(NodeSessionTest, BatchesStayWithinAFrameWhateverTheRows) {
    for (const std::size_t size : {1U, 200U, 20000U, 48000U, 49152U, 59000U}) {
        append(30, size);
    }
    append(1, store::kSealedRowBytesMax);
    NodeSession session = live();
    Effects effects = welcomed_;
    MonoTime now = kStart;
    std::uint64_t seen = 0;
    while (!only<LoadRows>(effects).empty()) {
        effects = carried(session, answer(session, only<LoadRows>(effects)[0].request, now), now);
        for (const wire::SignedUpBatch& batch : sent<wire::SignedUpBatch>(effects)) {
            seen += wire::decode_up_batch(*keys_.trust.open_up_batch(batch, kNode))->rows.size();
        }
        const wire::StreamPosition all = rows_.at(seen);
        const Effects more =
            give(session, wire::Ack{kCrossings, all.epoch, all.seq, all.chain, {}}, now);
        effects = only<LoadRows>(effects).empty() ? more : effects;
    }
    EXPECT_EQ(seen, rows_.rows().size());
}

TEST_F(NodeSessionTest, ABatchCarriesTheSeedsOfItsOwnRowsAndNoMoreThanItMay) {
    for (std::uint32_t key_epoch = 1; key_epoch <= 40; ++key_epoch) {
        rows_.append(32, key_epoch);
        rows_.append(32, key_epoch);
    }
    NodeSession session = live();
    MonoTime now = kStart;
    const Effects effects =
        carried(session, answer(session, only<LoadRows>(welcomed_).at(0).request), now);
    std::size_t rows = 0;
    for (const wire::SignedUpBatch& batch : sent<wire::SignedUpBatch>(effects)) {
        const auto opened = wire::decode_up_batch(*keys_.trust.open_up_batch(batch, kNode));
        ASSERT_TRUE(opened.has_value());
        EXPECT_EQ(opened->seeds.size() * 2, opened->rows.size());
        rows += opened->rows.size();
    }
    EXPECT_EQ(rows, 80U);
}

TEST_F(NodeSessionTest, ARowThatNoFrameTakesQuarantinesItsStream) {
    append(1, store::kSealedRowBytesMax + 1);
    NodeSession session = live();
    const Effects effects = answer(session, only<LoadRows>(welcomed_).at(0).request);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_TRUE(sent<wire::SignedUpBatch>(effects).empty());
}

TEST_F(NodeSessionTest, TheWindowBoundsWhatIsInFlight) {
    append(400, 4000);
    NodeSession session = live();
    Effects effects = welcomed_;
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    while (!only<LoadRows>(effects).empty()) {
        const LoadRequest request = only<LoadRows>(effects)[0].request;
        rows += rows_.load(request).size();
        effects = answer(session, request);
        for (const SendFrame& frame : only<SendFrame>(effects)) {
            bytes += frame.frame.size();
        }
    }
    EXPECT_LT(rows, 400U);
    EXPECT_LT(bytes, 600U * 1024U);
}

TEST_F(NodeSessionTest, RowsOfALoadThatANackOvertookAreNotSent) {
    append(3);
    NodeSession session = live();
    std::ignore = answer(session, only<LoadRows>(welcomed_).at(0).request);
    append(3);
    const Effects loading = session.on_committed(kCrossings, rows_.tail(), kStart);
    const wire::Nack nack{kCrossings, core::Epoch{1}, Seq{2}, wire::NackReason::kGap};
    EXPECT_TRUE(give(session, nack).empty());
    const Effects effects = answer(session, only<LoadRows>(loading).at(0).request);
    EXPECT_TRUE(only<SendFrame>(effects).empty());
    EXPECT_EQ(only<LoadRows>(effects).at(0).request.after, Seq{1});
}

TEST_F(NodeSessionTest, RowsOfALoadFromBeforeAQuarantineAreNotSent) {
    append(3);
    NodeSession session = live();
    const wire::Nack nack{kCrossings, core::Epoch{1}, Seq{1}, wire::NackReason::kFork};
    EXPECT_EQ(only<Quarantine>(give(session, nack)).size(), 1U);
    EXPECT_TRUE(only<Quarantine>(give(session, nack)).empty());
    EXPECT_TRUE(answer(session, only<LoadRows>(welcomed_).at(0).request).empty());
}

TEST_F(NodeSessionTest, RowsThatLeaveAGapAreNotSentAndAskedForAgainLater) {
    append(5);
    NodeSession session = live();
    EXPECT_TRUE(answer(session, {Seq{2}, 10, 1000}).empty());
    EXPECT_TRUE(give(session, wire::Pong{1}).empty());
    const MonoTime later = kStart + StreamSender::kResendMin;
    EXPECT_EQ(only<LoadRows>(session.on_timer(kWall, later)).size(), 1U);
}

TEST_F(NodeSessionTest, AStoreThatHasNothingIsNotAskedByEveryFrame) {
    append(5);
    NodeSession session = live();
    EXPECT_TRUE(session.on_rows(kCrossings, {}, {}, kStart).empty());
    EXPECT_TRUE(give(session, wire::Pong{1}).empty());
    EXPECT_LE(session.deadline(), kStart + StreamSender::kResendMin);
}

TEST_F(NodeSessionTest, ManyNacksOfOneLossRewindOnce) {
    append(10);
    NodeSession session = live();
    std::ignore = answer(session, only<LoadRows>(welcomed_).at(0).request);
    const wire::Nack nack{kCrossings, core::Epoch{1}, Seq{4}, wire::NackReason::kGap};
    const Effects first = give(session, nack);
    ASSERT_EQ(only<LoadRows>(first).size(), 1U);
    std::ignore = answer(session, only<LoadRows>(first)[0].request);
    EXPECT_TRUE(give(session, nack).empty());
}

TEST_F(NodeSessionTest, NoRoomAtCentralIsNoQuarantine) {
    append(3);
    NodeSession session = live();
    const wire::Nack nack{kCrossings, core::Epoch{1}, Seq{1}, wire::NackReason::kQuota};
    EXPECT_TRUE(only<Quarantine>(give(session, nack)).empty());
}

TEST_F(NodeSessionTest, ItsDeadlineIsAlwaysAheadOnceTheTimerWasHandled) {
    append(5);
    NodeSession session = this->session();
    EXPECT_GT(session.deadline(), kStart);
    std::ignore = session.on_link_up(kWall, kStart);
    bool is_welcomed = false;
    for (int tick = 0; tick < 400; ++tick) {
        const MonoTime now = kStart + milliseconds{500 * tick};
        Effects effects = session.on_timer(kWall, now);
        if (!is_welcomed && tick > 50) {
            is_welcomed = true;
            effects = welcome(session, 0, now);
        }
        for (const LoadRows& load : only<LoadRows>(effects)) {
            std::ignore = answer(session, load.request, now);
        }
        ASSERT_GT(session.deadline(), now) << "tick " << tick;
    }
    session.on_link_down();
    EXPECT_TRUE(session.on_timer(kWall, kStart + seconds{1000}).empty());
    EXPECT_GT(session.deadline(), kStart + seconds{1000});
}

TEST_F(NodeSessionTest, AnAlertThatComesByBothConnectionsIsAppliedOnceAndAcknowledgedByBoth) {
    NodeSession session = live();
    const PublishedDelta& alert = alerts_.publish();
    const auto give_by = [&](wire::Channel channel) {
        return session.on_frame(
            channel, to_delta_frame(wire::kAlertStream, alert.delta), kWall, kStart);
    };
    EXPECT_EQ(only<ApplyDelta>(give_by(wire::Channel::kBulk)).size(), 1U);
    EXPECT_TRUE(only<ApplyDelta>(give_by(wire::Channel::kControl)).empty());
    const Effects done = applied(session, alerts_.head());
    ASSERT_EQ(sent<wire::Ack>(done).size(), 1U);
    EXPECT_EQ(only<SendFrame>(done)[0].channel, wire::Channel::kControl);
    const Effects again = give_by(wire::Channel::kBulk);
    EXPECT_TRUE(only<ApplyDelta>(again).empty());
    ASSERT_EQ(sent<wire::Ack>(again).size(), 1U);
    EXPECT_EQ(only<SendFrame>(again)[0].channel, wire::Channel::kBulk);
}

}  // namespace
}  // namespace sarhad::replication
