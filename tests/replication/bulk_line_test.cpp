#include "replication/bulk_line.h"

#include "session_rig.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <vector>

/// Two ends of a bulk connection over a simulated line: a queue, a rate, a distance.
namespace sarhad::replication {
namespace {

using core::Bytes;
using core::Duration;
using core::MonoTime;
using core::Seq;
using core::StreamId;
using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::Lane;

struct LineOptions {
    std::uint64_t rate{32'000};  ///< Bytes a second.
    Duration way{milliseconds{300}};
    std::uint64_t lost{0};  ///< Permille of frames.
    std::uint32_t granted{GivenCredit::kGrantedMax};
};

/// One sender that always has something in its lanes, and the other end.
class SimulatedLine {
public:
    SimulatedLine(std::uint64_t seed, const LineOptions& options)
        : random_{seed}, options_{options}, far_{options.granted} {
        reach();
    }

    /// What the sender has to send: so many frames of a lane wait at any time.
    void fill(Lane lane, std::size_t frame_bytes) { lanes_[lane] = frame_bytes; }
    void set(const LineOptions& options) { options_ = options; }

    void run(Duration time) {
        const MonoTime end = now_ + time;
        for (; now_ < end; now_ = now_ + milliseconds{1}) {
            step();
        }
    }
    /// The other side says what it did not have.
    void lie(const wire::Credit& credit) {
        std::ignore = near_.on_received({StreamId{0}, Lane::kUrgent, 0, credit}, now_);
    }
    void use_lane_0() { near_.on_urgent(now_); }
    void reconnect() {
        down_.clear();
        up_.clear();
        near_.restart();
        far_.restart();
        free_at_ = now_;
        reach();
    }

    [[nodiscard]] std::uint64_t arrived(Lane lane) { return arrived_[lane]; }
    [[nodiscard]] std::uint64_t arrived() const {
        std::uint64_t all = 0;
        for (const auto& [lane, bytes] : arrived_) {
            all += bytes;
        }
        return all;
    }
    /// The longest that a packet put on the line now would have waited, since the last call.
    [[nodiscard]] Duration worst_queue() { return std::exchange(worst_queue_, Duration::zero()); }
    [[nodiscard]] std::uint64_t over_limit() const { return over_limit_; }
    [[nodiscard]] const BulkLine& near() const { return near_; }

private:
    struct Flying {
        MonoTime at;
        Bytes frame;
    };

    void reach() {  // The other side's first CREDIT.
        far_.want_report();
        std::ignore = near_.on_received(
            {StreamId{0}, Lane::kUrgent, 0, wire::Credit{0, options_.granted, false}}, now_);
    }

    void step() {
        while (!up_.empty() && up_.front().at <= now_) {
            give(near_, up_.front().frame);
            up_.pop_front();
        }
        while (!down_.empty() && down_.front().at <= now_) {
            arrive(down_.front().frame);
            down_.pop_front();
        }
        for (const auto& [lane, bytes] : lanes_) {
            while (near_.wants_more(lane, now_)) {
                near_.put(lane, StreamId{100}, Seq{++seq_}, frame_of(lane, bytes));
            }
        }
        for (Lanes::Piece& piece : near_.take(now_)) {
            send(std::move(piece.frame));
        }
        over_limit_ += near_.credit().meter().in_flight() > options_.granted ? 1U : 0U;
        if (auto question = near_.due_credit(now_)) {
            send(*std::move(question));
        }
        if (auto report = far_.due_credit(now_)) {
            up_.push_back({now_ + options_.way, *std::move(report)});
        }
        worst_queue_ = std::max(worst_queue_, free_at_ - std::min(free_at_, now_));
    }
    void send(Bytes frame) {
        const std::uint64_t us = frame.size() * 1'000'000 / options_.rate;
        free_at_ = std::max(free_at_, now_) + std::chrono::microseconds{us};
        if (!random_.happens(options_.lost)) {
            down_.push_back({free_at_ + options_.way, std::move(frame)});
        }
    }
    std::optional<Received> give(BulkLine& to, const Bytes& frame) {
        Received received = *from_frame(wire::Channel::kBulk, frame);
        auto opened = to.on_received(std::move(received), now_);
        return opened ? *std::move(opened) : std::nullopt;
    }
    void arrive(const Bytes& frame) {
        arrived_[from_frame(wire::Channel::kBulk, frame)->lane] += frame.size();
        std::ignore = give(far_, frame);
    }
    static Bytes frame_of(Lane lane, std::size_t bytes) {
        return wire::encode_frame(wire::Delta{Bytes(bytes, 5), {}, {}}, lane, StreamId{100});
    }

    SeededRandom random_;
    LineOptions options_;
    MonoTime now_{kStart};
    MonoTime free_at_{kStart};
    BulkLine near_{0};
    BulkLine far_;
    std::map<Lane, std::size_t> lanes_;
    std::deque<Flying> down_;
    std::deque<Flying> up_;
    std::map<Lane, std::uint64_t> arrived_;
    std::uint64_t seq_{0};
    std::uint64_t over_limit_{0};
    Duration worst_queue_{};
};

std::uint64_t use_permille(SimulatedLine& line, const LineOptions& options, seconds time) {
    const std::uint64_t before = line.arrived();
    line.run(time);
    return (line.arrived() - before) * 1000 /
           (options.rate * static_cast<std::uint64_t>(time.count()));
}

/// Four times the minutes that a line stood still would pass before what is lost goes again.
TEST(BulkLine, IsNotPatientForMinutesAfterALineStoodStill) {
    BulkLine line{GivenCredit::kGrantedMax};
    const MonoTime begun{};
    const auto report = [&](std::uint32_t received, MonoTime now) {
        const wire::Credit credit{received, GivenCredit::kGrantedMax, false};
        ASSERT_TRUE(line.on_received({StreamId{0}, Lane::kUrgent, 0, credit}, now));
    };
    report(0, begun);
    line.put(Lane::kDelta, StreamId{100}, Seq{1}, Bytes(1000));
    const auto pieces = line.take(begun);
    ASSERT_EQ(pieces.size(), 1U);
    report(static_cast<std::uint32_t>(pieces.front().frame.size()), begun + seconds{200});
    EXPECT_EQ(line.patience(), BulkLine::kPatienceMax);
}

TEST(BulkLine, FillsALineAndLeavesASmallQueue) {
    for (const LineOptions& options : {LineOptions{32'000, milliseconds{300}},
                                       LineOptions{8'000, milliseconds{300}},
                                       LineOptions{250'000, milliseconds{20}},
                                       LineOptions{500'000, milliseconds{300}}}) {
        SimulatedLine line{1, options};
        line.fill(Lane::kDelta, 48'000);
        line.run(seconds{30});
        std::ignore = line.worst_queue();
        EXPECT_GE(use_permille(line, options, seconds{60}), 920U) << options.rate;
        // Half a round trip's queue, and a piece or two.
        EXPECT_LE(line.worst_queue(), options.way + milliseconds{500}) << options.rate;
        EXPECT_EQ(line.over_limit(), 0U);
    }
}

TEST(BulkLine, AnUrgentFrameFindsNoQueueAfterLaneZeroWasUsed) {
    SimulatedLine line{1, {}};
    line.fill(Lane::kDelta, 48'000);
    line.run(seconds{30});
    line.use_lane_0();
    line.run(milliseconds{500});
    std::ignore = line.worst_queue();
    line.run(milliseconds{100});
    EXPECT_LE(line.worst_queue(), milliseconds{200});
}

TEST(BulkLine, NoLaneStarves) {
    SimulatedLine line{1, {}};
    line.fill(Lane::kDelta, 48'000);
    line.fill(Lane::kUplink, 600);
    line.fill(Lane::kBulk, 60'000);
    line.run(seconds{120});
    const std::uint64_t all = line.arrived();
    EXPECT_GE(line.arrived(Lane::kUplink) * 10, all * 2);
    EXPECT_GE(line.arrived(Lane::kBulk) * 100, all * 8);
}

TEST(BulkLine, WhatIsOnItsWayIsNeverMoreThanWasGranted) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SeededRandom random{seed};
        LineOptions options{500 + random.below(2'000'000),
                            milliseconds{static_cast<std::int64_t>(1 + random.below(600))},
                            random.below(300),
                            static_cast<std::uint32_t>(8192 + random.below(200'000))};
        SimulatedLine line{seed, options};
        line.fill(Lane::kDelta, 1 + random.below(60'000));
        line.run(seconds{20});
        EXPECT_EQ(line.over_limit(), 0U) << seed;
    }
}

TEST(BulkLine, GoesOnAfterLossesAndANewConnection) {
    LineOptions options{32'000, milliseconds{300}, 200};
    SimulatedLine line{3, options};
    line.fill(Lane::kDelta, 48'000);
    line.run(seconds{60});
    EXPECT_GT(line.arrived(), 200'000U);
    line.set({32'000, milliseconds{300}, 1000});  // Nothing arrives.
    line.run(seconds{40});
    const std::uint64_t before = line.arrived();
    line.set({32'000, milliseconds{300}, 0});
    line.run(seconds{60});
    EXPECT_GT(line.arrived(), before + 800'000U);
    line.reconnect();
    line.run(seconds{5});
    EXPECT_GE(use_permille(line, {32'000}, seconds{30}), 850U);
}

TEST(BulkLine, FollowsALineThatBecomesSlow) {
    SimulatedLine line{1, {250'000, milliseconds{300}}};
    line.fill(Lane::kDelta, 48'000);
    line.run(seconds{30});
    line.set({32'000, milliseconds{300}});
    line.run(seconds{80});
    std::ignore = line.worst_queue();
    EXPECT_GE(use_permille(line, {32'000}, seconds{20}), 900U);
    EXPECT_LE(line.worst_queue(), milliseconds{600});
}

TEST(BulkLine, NoLieOfThePeerGoesPastTheGrant) {
    SeededRandom random{7};
    SimulatedLine line{7, {32'000, milliseconds{300}, 0, 40'000}};
    line.fill(Lane::kDelta, 48'000);
    for (int i = 0; i < 3000; ++i) {
        const auto received = static_cast<std::uint32_t>(random.below(1ULL << 32U));
        line.lie({random.happens(500) ? line.near().credit().mark() : received, 40'000, false});
        line.run(milliseconds{5});
    }
    EXPECT_EQ(line.over_limit(), 0U);
}

TEST(BulkLine, SendsNothingThatWasNotGranted) {
    BulkLine line{0};
    line.put(Lane::kDelta, StreamId{100}, Seq{1}, to_frame(wire::Ping{}));
    EXPECT_TRUE(line.take(kStart).empty());
    const auto question = line.due_credit(kStart);
    ASSERT_TRUE(question);
    EXPECT_TRUE(std::get<wire::Credit>(from_frame(wire::Channel::kBulk, *question)->message).asks);
    EXPECT_FALSE(line.due_credit(kStart + seconds{1}));
    EXPECT_TRUE(line.due_credit(kStart + seconds{4}));
}

/// One frame there, and its report a round trip later.
BulkLine measured(Duration round_trip) {
    BulkLine line{GivenCredit::kGrantedMax};
    const auto credit = [&](std::uint32_t mark, MonoTime now) {
        std::ignore = line.on_received(
            {StreamId{0}, Lane::kUrgent, 0, wire::Credit{mark, GivenCredit::kGrantedMax, false}},
            now);
    };
    credit(0, kStart);
    line.put(Lane::kDelta, StreamId{100}, Seq{1}, to_frame(wire::Ping{}));
    std::ignore = line.take(kStart);
    credit(line.credit().mark(), kStart + round_trip);
    return line;
}

TEST(BulkLine, ALongLineCarriesACopyOfAnAlertAndCountsIt) {
    BulkLine line = measured(milliseconds{600});
    const std::uint32_t before = line.credit().mark();
    const Bytes alert =
        to_delta_frame(wire::kAlertStream, wire::encode(wire::Delta{Bytes(900, 3), {}, {}}));
    const auto copy = line.copy_of_urgent(alert, kStart + seconds{1});
    ASSERT_TRUE(copy);
    const auto received = from_frame(wire::Channel::kBulk, *copy);
    ASSERT_TRUE(received);
    EXPECT_TRUE(std::holds_alternative<wire::Delta>(received->message));
    EXPECT_EQ(received->mark, before + alert.size());
    EXPECT_EQ(line.credit().meter().in_flight(), alert.size());
    BulkLine there{GivenCredit::kGrantedMax};
    std::ignore = there.due_credit(kStart);
    std::ignore = there.on_received(*received, kStart);
    EXPECT_TRUE(there.due_credit(kStart));  // At once: nothing else may come for long.
}

TEST(BulkLine, AShortLineALargeFrameAndAFullGrantAreNoPlaceForACopy) {
    BulkLine near = measured(milliseconds{20});
    const Bytes alert = to_delta_frame(wire::kAlertStream, Bytes(900, 3));
    EXPECT_FALSE(near.copy_of_urgent(alert, kStart + seconds{1}));
    BulkLine far = measured(milliseconds{600});
    EXPECT_FALSE(far.copy_of_urgent(Bytes(5000, 3), kStart + seconds{1}));
    std::size_t copies = 0;
    while (far.copy_of_urgent(alert, kStart + seconds{1})) {
        ++copies;
    }
    EXPECT_EQ(copies, LinkMeter::kFramesInFlightMax);
    BulkLine unknown{GivenCredit::kGrantedMax};
    EXPECT_FALSE(unknown.copy_of_urgent(alert, kStart));
}

TEST(BulkLine, CopiesOfAlertsOnAnIdleLineDoNotPassForItsRate) {
    BulkLine line = measured(milliseconds{600});
    const std::uint64_t before = line.credit().meter().rate();
    MonoTime now = kStart + seconds{1};
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(line.copy_of_urgent(to_frame(wire::Ping{1}), now));
        std::ignore = line.take(now);
        now = now + seconds{4};
        std::ignore =
            line.on_received({StreamId{0},
                              Lane::kUrgent,
                              0,
                              wire::Credit{line.credit().mark(), GivenCredit::kGrantedMax, false}},
                             now);
    }
    EXPECT_EQ(line.credit().meter().rate(), before);
}

TEST(BulkLine, OneQuestionOfARepairWaitsTheNewest) {
    BulkLine line{0};
    wire::ReconAsk ask;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        ask.number = number;
        line.put_repair(StreamId{100}, to_frame(ask));
    }
    std::ignore = line.on_received(
        {StreamId{0}, Lane::kUrgent, 0, wire::Credit{0, GivenCredit::kGrantedMax, false}}, kStart);
    const std::vector<Lanes::Piece> taken = line.take(kStart);
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_FALSE(taken[0].left);
    const auto received = from_frame(wire::Channel::kBulk, taken[0].frame);
    ASSERT_TRUE(received);
    EXPECT_EQ(std::get<wire::ReconAsk>(received->message).number, 3U);
    EXPECT_EQ(received->lane, Lane::kUplink);
}

TEST(BulkLine, AReportOfAnEarlierProcessIsNotOneOfThis) {
    // A restarted central counts from 0 again: the port once reported what it had of the one
    // before.
    BulkLine port{1000};
    std::ignore = port.on_received({StreamId{1}, Lane::kDelta, 500, wire::Ping{}}, kStart);
    port.restart();
    const auto report = port.due_credit(kStart);
    ASSERT_TRUE(report);
    EXPECT_EQ(std::get<wire::Credit>(from_frame(wire::Channel::kBulk, *report)->message).received,
              0U);
}

TEST(BulkLine, ReportsEachTwoKilobytesAndWhatIsAsked) {
    BulkLine line{1000};
    std::ignore = line.due_credit(kStart);
    const auto come = [&](std::uint32_t mark) {
        std::ignore = line.on_received({StreamId{1}, Lane::kUplink, mark, wire::Ping{}}, kStart);
    };
    come(500);
    EXPECT_TRUE(line.due_credit(kStart));  // The first one.
    come(2000);
    EXPECT_FALSE(line.due_credit(kStart));
    come(2548);
    EXPECT_TRUE(line.due_credit(kStart));
    std::ignore =
        line.on_received({StreamId{0}, Lane::kUrgent, 2548, wire::Credit{0, 0, true}}, kStart);
    EXPECT_TRUE(line.due_credit(kStart));
    EXPECT_FALSE(line.due_credit(kStart));
}

}  // namespace
}  // namespace sarhad::replication
