#include "replication/stream_receiver.h"

#include <gtest/gtest.h>

namespace sarhad::replication {
namespace {

using core::Epoch;
using core::Seq;

constexpr core::StreamId kStream{1};

wire::Hash256 hash_of(std::uint8_t mark) {
    wire::Hash256 hash{};
    hash.fill(mark);
    return hash;
}

/// Holds rows up to 5; the chain at row n is hash_of(n).
StreamReceiver receiver() {
    return StreamReceiver{{kStream, Epoch{1}, Seq{5}, hash_of(5)}};
}

Run run(std::uint64_t first, std::uint64_t last) {
    Run made{Epoch{1}, Seq{first}, Seq{last}, hash_of(static_cast<std::uint8_t>(first - 1)), {}};
    if (first <= 5 && last >= 5) {
        made.at_taken = hash_of(5);
    }
    return made;
}

wire::StreamPosition at(std::uint64_t seq) {
    return {kStream, Epoch{1}, Seq{seq}, hash_of(static_cast<std::uint8_t>(seq))};
}

TEST(StreamReceiver, TakesWhatFollows) {
    EXPECT_EQ(receiver().classify(run(6, 8)), Arrival::kNext);
}

TEST(StreamReceiver, TakesARunThatReachesPastWhatItHolds) {
    EXPECT_EQ(receiver().classify(run(4, 8)), Arrival::kNext);
}

TEST(StreamReceiver, KnowsARepeat) {
    EXPECT_EQ(receiver().classify(run(2, 5)), Arrival::kRepeat);
    EXPECT_EQ(receiver().classify(run(2, 3)), Arrival::kRepeat);
}

TEST(StreamReceiver, AsksForAGap) {
    EXPECT_EQ(receiver().classify(run(7, 8)), Arrival::kGap);
}

TEST(StreamReceiver, SeesAForkAtItsPosition) {
    replication::Run other = run(6, 8);
    other.previous = hash_of(99);
    EXPECT_EQ(receiver().classify(other), Arrival::kFork);
    replication::Run repeat = run(4, 5);
    repeat.at_taken = hash_of(99);
    EXPECT_EQ(receiver().classify(repeat), Arrival::kFork);
}

TEST(StreamReceiver, AsksAgainForAnotherEpoch) {
    replication::Run other = run(6, 8);
    other.epoch = Epoch{2};
    EXPECT_EQ(receiver().classify(other), Arrival::kOtherEpoch);
}

TEST(StreamReceiver, DoesNotAcknowledgeWhatIsWithTheStore) {
    StreamReceiver receiving = receiver();
    receiving.take(at(8));
    EXPECT_EQ(receiving.classify(run(6, 8)), Arrival::kUnderWay);
    EXPECT_EQ(receiving.held().seq, Seq{5});
    receiving.on_stored(at(8));
    EXPECT_EQ(receiving.classify(run(6, 8)), Arrival::kRepeat);
}

TEST(StreamReceiver, TakesTheNextRunBeforeTheStoreHasAnswered) {
    StreamReceiver receiving = receiver();
    receiving.take(at(8));
    EXPECT_EQ(receiving.classify(run(9, 9)), Arrival::kNext);
}

TEST(StreamReceiver, ForgetsWhatTheStoreCouldNotTake) {
    StreamReceiver receiving = receiver();
    receiving.take(at(6));
    receiving.take(at(7));
    receiving.on_store_failed();
    receiving.on_store_failed();
    EXPECT_EQ(receiving.taken().seq, Seq{5});
    EXPECT_EQ(receiving.classify(run(6, 8)), Arrival::kNext);
}

TEST(StreamReceiver, IsBusyWhenTooMuchIsWithTheStore) {
    StreamReceiver receiving = receiver();
    for (std::uint64_t seq = 6; seq < 6 + StreamReceiver::kRunsTakenMax; ++seq) {
        receiving.take(at(seq));
    }
    const std::uint64_t next = 6 + StreamReceiver::kRunsTakenMax;
    EXPECT_EQ(receiving.classify(run(next, next)), Arrival::kBusy);
}

}  // namespace
}  // namespace sarhad::replication
