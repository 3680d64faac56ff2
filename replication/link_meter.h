#pragma once

#include "core/clock.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace sarhad::replication {

/// Measures the way to the other side by what it reports of the bytes sent: the rate at which they
/// arrive, and the round trip where nothing stands in a queue.
///
/// The rate is the highest of the last few seconds, each sample taken over the longer of the times
/// in which its bytes were sent and reported: a queue that empties at once does not pass for a fast
/// line. The round trip is the least, less the time that the frame itself takes; so that a queue of
/// our own making is not taken for distance, the owner lets the line run empty, and then sends one
/// frame alone, where kDrainEvery has passed without another sign of an empty line: is_draining().
/// Nothing of it is proof: a peer may report what it likes, and only the credit bounds what that
/// does. Sans-IO. Thread: any one. Source: Cardwell and others, BBR, ACM Queue 14(5), 2016.
class LinkMeter {
public:
    static constexpr core::Duration kDrainEvery = std::chrono::seconds{30};
    /// On a new connection: by then the rate is known, and the round trip may hold a queue.
    static constexpr core::Duration kFirstDrainAfter = std::chrono::seconds{5};
    static constexpr core::Duration kRateWindowMin = std::chrono::seconds{2};
    /// Frames in flight, so that libzmq's queue of 64 holds them and what goes beside them.
    static constexpr std::size_t kFramesInFlightMax = 40;

    /// Another connection: nothing is in flight and nothing is known.
    void restart();
    /// A frame of `bytes` went out.
    void on_sent(std::uint64_t bytes, core::MonoTime now);
    /// One that did not wait for its turn: it takes room on the line, and says nothing of its end.
    void on_sent_beside(std::uint64_t bytes, core::MonoTime now);
    /// There was room and nothing to send: what is measured now says nothing of the line's end.
    void on_nothing_to_send();
    /// The other side has had all that was sent up to `upto` bytes, from restart() on.
    void on_received(std::uint64_t upto, core::MonoTime now);

    [[nodiscard]] std::uint64_t sent() const { return sent_; }
    [[nodiscard]] std::uint64_t received() const { return received_; }
    [[nodiscard]] std::uint64_t in_flight() const { return sent_ - received_; }
    [[nodiscard]] bool is_full() const { return frames_.size() >= kFramesInFlightMax; }
    /// Bytes a second; 0: not known yet.
    [[nodiscard]] std::uint64_t rate() const;
    /// None before the first report.
    [[nodiscard]] std::optional<core::Duration> round_trip() const { return round_trip_; }
    /// Bytes that arrive at rate() in `time`.
    [[nodiscard]] std::uint64_t carried_in(core::Duration time) const;
    /// How long `bytes` take at rate(); nothing where it is not known.
    [[nodiscard]] core::Duration time_of(std::uint64_t bytes) const;
    /// A new line, whose rate rises from round to round.
    [[nodiscard]] bool is_growing() const { return steady_rounds_ < kSteadyRounds; }
    [[nodiscard]] bool is_draining() const { return is_draining_; }
    /// The only frame in flight is there to measure an empty line.
    [[nodiscard]] bool is_alone() const { return !frames_.empty() && frames_.back().is_alone; }

private:
    struct InFlight {
        std::uint64_t upto{0};
        std::uint64_t bytes{0};
        core::MonoTime sent_at;
        core::MonoTime first_sent_at;      ///< Of the bytes that its sample counts.
        std::uint64_t received_before{0};  ///< received() when it was sent, and since when.
        core::MonoTime received_at;
        bool is_ours_to_blame{false};  ///< We had nothing more to send.
        bool is_alone{false};          ///< Sent into an empty line, to measure it.
    };

    void take_round_trip(const InFlight& frame, core::MonoTime now);
    void take_rate(const InFlight& frame, core::MonoTime now);
    void watch_growth(const InFlight& frame);

    std::uint64_t sent_{0};
    std::uint64_t received_{0};
    std::deque<InFlight> frames_;
    core::MonoTime first_sent_at_{};
    core::MonoTime received_at_{};
    std::uint64_t idle_until_{0};  ///< Bytes sent up to here were all that there was.
    std::uint64_t rate_now_{0};    ///< Highest of this window, and of the one before.
    std::uint64_t rate_before_{0};
    core::MonoTime window_ends_{};
    static constexpr int kSteadyRounds = 2;
    int steady_rounds_{0};
    std::uint64_t round_ends_{0};  ///< With the report of so many bytes.
    std::uint64_t rate_of_round_{0};
    std::optional<core::Duration> round_trip_;
    core::MonoTime drain_at_{};
    bool is_draining_{false};
    bool is_distance_known_{false};  ///< It was measured on an empty line.
};

}  // namespace sarhad::replication
