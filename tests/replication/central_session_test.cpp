#include "central_session_fixture.h"

namespace sarhad::replication {
namespace {

using core::Epoch;
using core::MonoTime;
using core::Seq;
using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::Channel;

TEST_F(CentralSessionTest, AnswersHelloWithWhatItHoldsAndPublished) {
    publish(2);
    CentralSession session = live(3);
    const auto welcomes = sent<wire::Welcome>(greeted_);
    ASSERT_EQ(welcomes.size(), 1U);
    EXPECT_EQ(welcomes[0].up, std::vector{rows_.at(3)});
    EXPECT_EQ(welcomes[0].down, std::vector{list_.head()});
    EXPECT_TRUE(session.is_live());
}

TEST_F(CentralSessionTest, SendsNothingOfAListThatTheNodeRepairsUntilItsNextAck) {
    publish(3);
    CentralSession session = live();
    std::ignore = answer(session, only<LoadRows>(greeted_).at(0).request);
    const wire::StreamPosition held = list_.at(1);
    const Effects stopped = give(
        session, wire::Nack{kList, held.epoch, core::next(held.seq), wire::NackReason::kBadPre});
    EXPECT_EQ(only<NodeDiverged>(stopped).size(), 1U);
    EXPECT_TRUE(only<Quarantine>(stopped).empty());
    publish(1);
    EXPECT_TRUE(only<LoadRows>(session.on_published(list_.head(), kStart)).empty());
    const wire::StreamPosition there = list_.at(3);
    const Effects repaired =
        give(session, wire::Ack{kList, there.epoch, there.seq, there.chain, {}});
    EXPECT_EQ(only<NodeRepaired>(repaired).size(), 1U);
    ASSERT_EQ(only<LoadRows>(repaired).size(), 1U);
    EXPECT_EQ(only<LoadRows>(repaired)[0].request.after, Seq{3});
}

/// Where the ACK behind a repair is lost, the node has nothing more to say.
TEST_F(CentralSessionTest, AsksHowARepairedListStandsAtEachPingUntilItHears) {
    publish(2);
    CentralSession session = live();
    const wire::StreamPosition held = list_.at(1);
    std::ignore = give(
        session, wire::Nack{kList, held.epoch, core::next(held.seq), wire::NackReason::kBadPre});
    for (std::uint64_t ping = 1; ping <= 2; ++ping) {
        const auto asked = sent<wire::ReconTell>(give(session, wire::Ping{ping, 0}));
        ASSERT_EQ(asked.size(), 1U);
        EXPECT_EQ(asked[0].what, wire::ReconWhat::kStand);
        EXPECT_EQ(asked[0].stream, kList);
    }
    const wire::StreamPosition there = list_.at(2);
    const Effects repaired =
        give(session, wire::Ack{kList, there.epoch, there.seq, there.chain, {}});
    EXPECT_EQ(only<NodeRepaired>(repaired).size(), 1U);
    EXPECT_TRUE(sent<wire::ReconTell>(give(session, wire::Ping{3, 0})).empty());
}

TEST_F(CentralSessionTest, AnswersOneQuestionOfARepairAtATime) {
    publish(1);
    CentralSession session = live();
    wire::ReconAsk ask;
    ask.stream = kList;
    ask.number = 7;
    EXPECT_EQ(only<AnswerRecon>(give(session, ask)).size(), 1U);
    EXPECT_TRUE(only<AnswerRecon>(give(session, ask)).empty());
    wire::ReconTell tell;
    tell.stream = kList;
    tell.number = 7;
    EXPECT_EQ(sent<wire::ReconTell>(session.on_recon(tell, kStart)).size(), 1U);
    EXPECT_EQ(only<AnswerRecon>(give(session, ask)).size(), 1U);
}

TEST_F(CentralSessionTest, TellsNothingOfAStreamThatIsNoList) {
    CentralSession session = live();
    wire::ReconAsk ask;
    for (const core::StreamId stream : {wire::kAlertStream, core::StreamId{999}}) {
        ask.stream = stream;
        const auto told = sent<wire::ReconTell>(give(session, ask));
        ASSERT_EQ(told.size(), 1U);
        EXPECT_EQ(told[0].what, wire::ReconWhat::kNone);
    }
}

TEST_F(CentralSessionTest, NothingCountsBeforeHello) {
    CentralSession session = this->session();
    const Effects effects = give_rows(session, 1, 2);
    EXPECT_TRUE(only<StoreRows>(effects).empty());
    const auto errors = sent<wire::ErrorReport>(effects);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].code, kNotWelcomed);
}

TEST_F(CentralSessionTest, AnErrorIsNotAnsweredByAnError) {
    CentralSession session = this->session();
    EXPECT_TRUE(give(session, wire::ErrorReport{"unknown", {}, false}).empty());
}

TEST_F(CentralSessionTest, AHelloOnTheBulkConnectionStartsNoSession) {
    CentralSession session = this->session();
    const Effects effects =
        session.on_frame(Channel::kBulk, to_frame(hello_of(kNode)), kWall, kStart);
    EXPECT_TRUE(effects.empty());
    EXPECT_FALSE(session.is_live());
}

TEST_F(CentralSessionTest, OfARevokedNodeTellsItSoAndEnds) {
    CentralSession session = live(3);
    const Effects effects = session.revoke();
    const auto errors = sent<wire::ErrorReport>(effects);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].code, kRevoked);
    EXPECT_TRUE(errors[0].is_fatal);
    EXPECT_EQ(effects.size(), 1U);
    EXPECT_FALSE(session.is_live());
    EXPECT_FALSE(session.deadline());
}

TEST_F(CentralSessionTest, RefusesAnotherNodesHello) {
    CentralSession session = this->session();
    const Effects effects = give(session, hello_of(kOtherNode));
    EXPECT_TRUE(sent<wire::Welcome>(effects).empty());
    EXPECT_FALSE(session.is_live());
}

TEST_F(CentralSessionTest, RefusesAnotherProtocol) {
    CentralSession session = this->session();
    wire::Hello hello = hello_of(kNode);
    hello.proto_min = wire::kProtocol + 1;
    hello.proto_max = wire::kProtocol + 1;
    EXPECT_TRUE(sent<wire::Welcome>(give(session, hello)).empty());
    EXPECT_FALSE(session.is_live());
}

TEST_F(CentralSessionTest, AcknowledgesRowsOnlyAfterTheyAreStored) {
    CentralSession session = live();
    const Effects effects = give_rows(session, 1, 3);
    ASSERT_EQ(only<StoreRows>(effects).size(), 1U);
    EXPECT_EQ(only<StoreRows>(effects)[0].position, rows_.at(3));
    EXPECT_TRUE(only<SendFrame>(effects).empty());
    const auto acks = sent<wire::Ack>(session.on_stored(rows_.at(3), kStart));
    ASSERT_EQ(acks.size(), 1U);
    EXPECT_EQ(acks[0].upto, Seq{3});
    EXPECT_EQ(acks[0].chain, rows_.at(3).chain);
}

TEST_F(CentralSessionTest, RowsThatAnotherNodeSignedAreRefused) {
    CentralSession session = live();
    EXPECT_TRUE(give_batch(session, rows_.batch(1, 3), keys_.other_node).empty());
}

TEST_F(CentralSessionTest, RowsThatItHoldsAreTrimmedFromABatch) {
    CentralSession session = live(2);
    const Effects effects = give_rows(session, 1, 4);
    const StoreRows stored = only<StoreRows>(effects).at(0);
    EXPECT_EQ(stored.batch, rows_.batch(3, 4));
    EXPECT_EQ(stored.position, rows_.at(4));
}

TEST_F(CentralSessionTest, ARepeatIsAcknowledgedAgainAndNotStored) {
    CentralSession session = live(4);
    const Effects effects = give_rows(session, 2, 4);
    EXPECT_TRUE(only<StoreRows>(effects).empty());
    EXPECT_EQ(sent<wire::Ack>(effects).at(0).upto, Seq{4});
}

TEST_F(CentralSessionTest, AsksForRowsThatAreMissing) {
    CentralSession session = live(2);
    const auto nacks = sent<wire::Nack>(give_rows(session, 5, 6));
    ASSERT_EQ(nacks.size(), 1U);
    EXPECT_EQ(nacks[0], (wire::Nack{kCrossings, Epoch{1}, Seq{3}, wire::NackReason::kGap}));
}

TEST_F(CentralSessionTest, AForkQuarantinesTheStreamAndNothingMovesAfterIt) {
    CentralSession session = live(2);
    Producer other{kCrossings};
    for (int i = 0; i < 4; ++i) {
        other.append(32, 1, 1);
    }
    const Effects effects = give_batch(session, other.batch(1, 4), keys_.node);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kFork);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
    const Effects after = give_rows(session, 3, 4);
    EXPECT_TRUE(only<StoreRows>(after).empty());
    EXPECT_TRUE(only<Quarantine>(after).empty());
    EXPECT_EQ(sent<wire::Nack>(after).at(0).reason, wire::NackReason::kFork);
}

TEST_F(CentralSessionTest, RowsThatDoNotOpenQuarantineTheStream) {
    CentralSession session = live();
    std::ignore = give_rows(session, 1, 2);
    const Effects effects = session.on_store_failed(kCrossings, core::Errc::kUnauthenticated);
    EXPECT_EQ(only<Quarantine>(effects).size(), 1U);
}

TEST_F(CentralSessionTest, AFaultOfItsOwnStopsNoNode) {
    // A damaged page and a missing key at central once stopped every port's streams for good.
    for (const core::Errc why : {core::Errc::kCorrupt, core::Errc::kNotFound}) {
        CentralSession session = live();
        std::ignore = give_rows(session, 1, 2);
        EXPECT_TRUE(session.on_store_failed(kCrossings, why).empty());
        EXPECT_EQ(only<StoreRows>(give_rows(session, 1, 2)).size(), 1U);
    }
}

TEST_F(CentralSessionTest, WhatWasSentBeforeTheBulkConnectionCameUpIsSentAgain) {
    publish(3);
    CentralSession session = live();
    const LoadRequest request = only<LoadRows>(greeted_).at(0).request;
    ASSERT_EQ(sent<wire::Delta>(answer(session, request)).size(), 3U);
    const Effects effects = session.on_bulk_connected(kStart);
    ASSERT_EQ(only<LoadRows>(effects).size(), 1U);
    EXPECT_EQ(only<LoadRows>(effects)[0].request.after, request.after);
}

TEST_F(CentralSessionTest, RowsThatTheDiskRefusedAreTakenWhenTheyComeAgain) {
    CentralSession session = live();
    std::ignore = give_rows(session, 1, 2);
    EXPECT_TRUE(session.on_store_failed(kCrossings, core::Errc::kUnavailable).empty());
    EXPECT_EQ(only<StoreRows>(give_rows(session, 1, 2)).size(), 1U);
}

TEST_F(CentralSessionTest, SendsWhatTheNodeHasNotApplied) {
    publish(3);
    CentralSession session = live(0, 1);
    const LoadRequest request = only<LoadRows>(greeted_).at(0).request;
    EXPECT_EQ(request.after, Seq{1});
    EXPECT_EQ(sent<wire::Delta>(answer(session, request)).size(), 2U);
}

TEST_F(CentralSessionTest, AListPublishedWhileTheNodeIsLiveIsSent) {
    CentralSession session = live();
    const core::StreamId fresh{kList.value() + 1};
    const Effects effects =
        session.on_published({fresh, Epoch{1}, Seq{2}, wire::Hash256{}}, kStart);
    ASSERT_EQ(only<LoadRows>(effects).size(), 1U);
    EXPECT_EQ(only<LoadRows>(effects)[0].stream, fresh);
}

TEST_F(CentralSessionTest, AnOlderHeadDoesNotMoveTheStreamBack) {
    publish(3);
    CentralSession session = live(0, 3);
    std::ignore = session.on_published(list_.at(1), kStart);
    EXPECT_TRUE(only<Quarantine>(greet(session, 3)).empty());
}

TEST_F(CentralSessionTest, AnAcknowledgementIsRecordedOnce) {
    publish(3);
    CentralSession session = live();
    const wire::Ack ack{kList, Epoch{1}, Seq{2}, list_.at(2).chain, {}};
    EXPECT_EQ(only<RecordApplied>(give(session, ack)).at(0).position, list_.at(2));
    EXPECT_TRUE(only<RecordApplied>(give(session, ack)).empty());
}

TEST_F(CentralSessionTest, WhatANodeAppliedIsRecordedEvenWhereItsAckWasLost) {
    publish(3);
    CentralSession session = live(0, 3);
    const auto recorded = only<RecordApplied>(greeted_);
    ASSERT_EQ(recorded.size(), 1U);
    EXPECT_EQ(recorded[0].position, list_.at(3));
    EXPECT_TRUE(only<RecordApplied>(greet(session, 3)).empty());
}

TEST_F(CentralSessionTest, ANodeAheadOfWhatWasPublishedQuarantinesTheStreamOnce) {
    publish(3);
    CentralSession session{kNode, keys_.trust, {}, {list_.at(1)}, log_};
    EXPECT_EQ(only<Quarantine>(greet(session, 3)).size(), 1U);
    EXPECT_TRUE(only<Quarantine>(greet(session, 3)).empty());
}

TEST_F(CentralSessionTest, AnotherHistoryUnderThePublishedNumberQuarantinesTheStream) {
    publish(3);
    wire::StreamPosition other = list_.at(3);
    other.chain.fill(9);
    CentralSession greeted = session();
    const Effects effects = give(greeted, hello_of(kNode, {other}));
    ASSERT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_EQ(only<Quarantine>(effects)[0].direction, Direction::kDown);
    EXPECT_TRUE(only<RecordApplied>(effects).empty());

    for (const wire::Ack& ack : {wire::Ack{kList, Epoch{1}, Seq{3}, other.chain, {}},
                                 wire::Ack{kList, Epoch{1}, Seq{4}, other.chain, {}}}) {
        CentralSession session = live();
        const Effects answered = give(session, ack);
        EXPECT_EQ(only<Quarantine>(answered).size(), 1U);
        EXPECT_TRUE(only<RecordApplied>(answered).empty());
        EXPECT_TRUE(give(session, ack).empty());
    }
}

TEST_F(CentralSessionTest, OtherRowsUnderTheHeldNumberQuarantineTheStream) {
    CentralSession session = this->session(4);
    wire::Hello hello = hello_of(kNode);
    hello.up.push_back(rows_.at(4));
    EXPECT_TRUE(only<Quarantine>(give(session, hello)).empty());
    hello.up[0].chain.fill(9);
    const Effects effects = give(session, hello);
    ASSERT_EQ(only<Quarantine>(effects).size(), 1U);
    EXPECT_EQ(only<Quarantine>(effects)[0].direction, Direction::kUp);
    EXPECT_EQ(sent<wire::Nack>(effects).at(0).reason, wire::NackReason::kFork);
}

TEST_F(CentralSessionTest, SaysWhatItDoesNotSpeakAtMostOnceASecond) {
    for (const auto& [at, byte, code] :
         {std::tuple{std::size_t{2}, std::uint8_t{9}, std::string{kOtherProtocol}},
          std::tuple{std::size_t{3}, std::uint8_t{99}, std::string{wire::kUnknownCriticalType}}}) {
        CentralSession session = live();
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
        EXPECT_TRUE(session.is_live());
    }
}

TEST_F(CentralSessionTest, ANackSendsAgainFromWhereItAsks) {
    publish(4);
    CentralSession session = live();
    std::ignore = answer(session, only<LoadRows>(greeted_).at(0).request);
    const Effects effects =
        give(session, wire::Nack{kList, Epoch{1}, Seq{3}, wire::NackReason::kGap});
    EXPECT_EQ(only<LoadRows>(effects).at(0).request.after, Seq{2});
}

TEST_F(CentralSessionTest, ANackOfAnotherEpochDoesNotSendAnythingAgain) {
    publish(4);
    CentralSession session = live();
    std::ignore = answer(session, only<LoadRows>(greeted_).at(0).request);
    EXPECT_TRUE(give(session, wire::Nack{kList, Epoch{9}, Seq{3}, wire::NackReason::kGap}).empty());
    EXPECT_TRUE(
        give(session, wire::Nack{kList, Epoch{9}, Seq{3}, wire::NackReason::kFork}).empty());
}

TEST_F(CentralSessionTest, ARefusedStreamIsQuarantinedOnce) {
    publish(2);
    CentralSession session = live();
    const wire::Nack nack{kList, Epoch{1}, Seq{1}, wire::NackReason::kFork};
    EXPECT_EQ(only<Quarantine>(give(session, nack)).size(), 1U);
    EXPECT_TRUE(give(session, nack).empty());
    EXPECT_TRUE(answer(session, only<LoadRows>(greeted_).at(0).request).empty());
}

TEST_F(CentralSessionTest, DeltasOfALoadFromBeforeANewHelloAreNotSent) {
    publish(4);
    CentralSession session = live();
    std::ignore = greet(session, 2);
    const Effects effects = answer(session, only<LoadRows>(greeted_).at(0).request);
    EXPECT_TRUE(only<SendFrame>(effects).empty());
    EXPECT_EQ(only<LoadRows>(effects).at(0).request.after, Seq{2});
}

TEST_F(CentralSessionTest, APingIsAnswered) {
    CentralSession session = live();
    const auto pongs = sent<wire::Pong>(give(session, wire::Ping{5, 12}));
    ASSERT_EQ(pongs.size(), 1U);
    EXPECT_EQ(pongs[0].counter, 5U);
    EXPECT_EQ(session.reported_depth(), 12U);
}

TEST_F(CentralSessionTest, KnowsTheDepthOfAnOutboxFromItsHello) {
    CentralSession made = session(3);
    EXPECT_FALSE(made.reported_depth());
    wire::Hello hello = hello_of(kNode, {list_.at(0)});
    hello.up = {rows_.at(8)};
    give(made, hello);
    EXPECT_EQ(made.reported_depth(), 5U);
    give_rows(made, 4, 6);
    EXPECT_EQ(made.reported_depth(), 5U);  // Not stored yet.
    EXPECT_EQ(sent<wire::Ack>(made.on_stored(rows_.at(6), kStart)).size(), 1U);
    EXPECT_EQ(made.reported_depth(), 2U);
}

TEST_F(CentralSessionTest, ASilentNodeEndsTheSession) {
    CentralSession session = live();
    EXPECT_TRUE(session.on_timer(kStart + CentralSession::kSilentAfter).empty());
    EXPECT_FALSE(session.is_live());
    EXPECT_EQ(session.deadline(), std::nullopt);
}

TEST_F(CentralSessionTest, WhatIsStoredAfterTheSessionEndedIsInTheNextWelcome) {
    CentralSession session = live();
    std::ignore = give_rows(session, 1, 3);
    session.close();
    EXPECT_TRUE(session.on_stored(rows_.at(3), kStart).empty());
    EXPECT_EQ(sent<wire::Welcome>(greet(session, 0)).at(0).up.at(0), rows_.at(3));
}

TEST_F(CentralSessionTest, ANodeCannotNameMoreStreamsThanWelcomeHolds) {
    CentralSession session = live();
    for (std::uint16_t stream = 2; stream < 600; ++stream) {
        Producer producer{core::StreamId{stream}};
        producer.append();
        std::ignore = give_batch(session, producer.batch(1, 1), keys_.node);
    }
    EXPECT_EQ(sent<wire::Welcome>(greet(session, 0)).at(0).up.size(), wire::kMaxPositions);
}

TEST_F(CentralSessionTest, ItsDeadlineIsAlwaysAheadOnceTheTimerWasHandled) {
    publish(3);
    CentralSession session = live();
    Effects effects = greeted_;
    for (int tick = 0; tick < 100; ++tick) {
        const MonoTime now = kStart + milliseconds{500 * tick};
        for (const LoadRows& load : only<LoadRows>(effects)) {
            std::ignore = answer(session, load.request, now);
        }
        effects = session.on_timer(now);
        ASSERT_GT(session.deadline().value_or(now + seconds{1}), now) << "tick " << tick;
    }
}

}  // namespace
}  // namespace sarhad::replication
