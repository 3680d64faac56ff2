#include "replication/stream_sender.h"

#include <gtest/gtest.h>

#include <tuple>

namespace sarhad::replication {
namespace {

using core::MonoTime;
using core::Seq;
using std::chrono::seconds;

constexpr MonoTime kStart{seconds{100}};

StreamSender sender_at(std::uint64_t acked, std::uint64_t tail) {
    StreamSender sender{{10, 1000}, Seq{acked}, Seq{tail}};
    sender.resume(Seq{acked});
    return sender;
}

TEST(StreamSender, LoadsNothingBeforeASession) {
    StreamSender sender{{10, 1000}, Seq{0}, Seq{5}};
    EXPECT_FALSE(sender.next_load());
}

TEST(StreamSender, LoadsOnceAtATime) {
    StreamSender sender = sender_at(0, 5);
    EXPECT_EQ(sender.next_load(), (LoadRequest{Seq{0}, 10, 1000}));
    EXPECT_FALSE(sender.next_load());
}

TEST(StreamSender, StopsWhereTheWindowIsFull) {
    StreamSender sender = sender_at(0, 50);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{10}, 100, kStart);
    EXPECT_FALSE(sender.next_load());
    EXPECT_TRUE(sender.on_ack(Seq{4}, kStart));
    EXPECT_EQ(sender.next_load()->rows_max, 4U);
}

TEST(StreamSender, StopsWhereTheBytesAreFull) {
    StreamSender sender = sender_at(0, 50);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{2}, 1000, kStart);
    EXPECT_FALSE(sender.next_load());
}

TEST(StreamSender, SendsAgainWhatStaysUnacknowledged) {
    StreamSender sender = sender_at(0, 5);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{5}, 10, kStart);
    sender.on_timer(kStart + seconds{1});
    EXPECT_FALSE(sender.next_load());
    sender.on_timer(kStart + StreamSender::kResendMin);
    EXPECT_EQ(sender.next_load()->after, Seq{0});
}

TEST(StreamSender, WaitsLongerEachTime) {
    StreamSender sender = sender_at(0, 1);
    MonoTime now = kStart;
    core::Duration waited = StreamSender::kResendMin;
    for (int round = 0; round < 8; ++round) {
        ASSERT_TRUE(sender.next_load());
        sender.on_sent(Seq{1}, 10, now);
        EXPECT_EQ(*sender.deadline() - now, std::min(waited, StreamSender::kResendMax));
        now = *sender.deadline();
        sender.on_timer(now);
        waited *= 2;
    }
}

TEST(StreamSender, DoesNotSendAWindowTwiceThatASlowLinkIsStillCarrying) {
    StreamSender sender{{64, 512 * 1024}, Seq{0}, Seq{16}};
    sender.resume(Seq{0});
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{16}, 512 * 1024, kStart);
    // 256 kbit/s: 32 KiB a second, one row each, acknowledged as they come.
    for (std::uint64_t second = 1; second <= 16; ++second) {
        const MonoTime now = kStart + seconds{second};
        sender.on_timer(now);
        ASSERT_EQ(sender.sent(), Seq{16}) << "sent again after " << second << " s";
        if (second > 1) {
            std::ignore = sender.on_ack(Seq{second - 1}, now);
        }
    }
}

TEST(StreamSender, ARepeatedAcknowledgementPutsOffSendingAgain) {
    StreamSender sender = sender_at(3, 9);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{9}, 10, kStart);
    EXPECT_FALSE(sender.on_ack(Seq{3}, kStart + seconds{1}));
    EXPECT_EQ(*sender.deadline(), kStart + seconds{1} + StreamSender::kResendMin);
    sender.on_timer(*sender.deadline());
    EXPECT_EQ(sender.next_load()->after, Seq{3});
}

TEST(StreamSender, ResumesAfterWhatTheOtherSideHolds) {
    StreamSender sender = sender_at(0, 9);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{9}, 10, kStart);
    sender.suspend();
    EXPECT_FALSE(sender.next_load());
    sender.resume(Seq{4});
    EXPECT_EQ(sender.next_load()->after, Seq{4});
}

TEST(StreamSender, RowsOfALoadThatARewindOvertookDoNotCount) {
    StreamSender sender = sender_at(0, 9);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{5}, 10, kStart);
    ASSERT_TRUE(sender.next_load());
    sender.on_nack(Seq{3}, kStart);
    sender.on_sent(Seq{9}, 10, kStart);
    EXPECT_EQ(sender.next_load()->after, Seq{2});
}

TEST(StreamSender, AnAcknowledgementPastTheTailIsIgnored) {
    StreamSender sender = sender_at(0, 3);
    EXPECT_FALSE(sender.on_ack(Seq{4}, kStart));
    EXPECT_EQ(sender.acked(), Seq{0});
}

TEST(StreamSender, ALateNackDoesNotUndoAnAcknowledgement) {
    StreamSender sender = sender_at(0, 9);
    ASSERT_TRUE(sender.next_load());
    sender.on_sent(Seq{9}, 10, kStart);
    ASSERT_TRUE(sender.on_ack(Seq{7}, kStart));
    sender.on_nack(Seq{2}, kStart);
    EXPECT_EQ(sender.next_load()->after, Seq{7});
}

}  // namespace
}  // namespace sarhad::replication
