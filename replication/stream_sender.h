#pragma once

#include "core/clock.h"
#include "core/ids.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace sarhad::replication {

/// How much of one stream may be on its way unacknowledged.
struct Window {
    std::uint64_t rows_max{0};
    std::uint64_t bytes_max{0};
};

/// Rows of a stream to be read from the store: those after `after`, in order.
struct LoadRequest {
    core::Seq after{0};
    std::uint64_t rows_max{0};
    std::uint64_t bytes_max{0};
    friend bool operator==(const LoadRequest&, const LoadRequest&) = default;
};

/// What one side has sent of one stream, and what the other has acknowledged.
///
/// Used by a node for each stream of its outbox and by central for each stream that it publishes.
/// Sans-IO: the owner loads the rows, sends them and reports both. What is in flight lives in
/// memory only: after a restart it is simply sent again.
/// Invariant: acked() <= left <= sent() <= tail(); acked() falls only by resume().
/// Thread: any one.
class StreamSender {
public:
    static constexpr core::Duration kResendMin = std::chrono::seconds{2};
    static constexpr core::Duration kResendMax = std::chrono::seconds{30};
    /// What the slowest link that is worth having carries in a second: 128 kbit/s.
    static constexpr std::uint64_t kLinkBytesMin = 16 * 1024;

    StreamSender(Window window, core::Seq acked, core::Seq tail);

    /// A new session: the other side holds everything up to `held`. Nothing is in flight.
    void resume(core::Seq held);
    /// The session is over: nothing is sent until resume().
    void suspend();
    /// The store holds rows up to `tail`; a lower tail than before is ignored.
    void on_tail(core::Seq tail);
    /// What to load next, or none while a load is under way or the window is full.
    [[nodiscard]] std::optional<LoadRequest> next_load();
    /// True while rows of the load under way may be sent; false where a rewind, an acknowledgement
    /// or the end of the session overtook it: end it with on_load_void().
    [[nodiscard]] bool is_load_wanted() const;
    /// The load ended: the rows up to `upto` have been handed to the network.
    void on_sent(core::Seq upto, std::uint64_t bytes, core::MonoTime now);
    /// The load ended: the rows up to `upto` wait for the line. They are sent again where they are
    /// not acknowledged after on_left(). False where they are void.
    [[nodiscard]] bool on_queued(core::Seq upto, std::uint64_t bytes);
    /// The rows up to `upto` have left; an acknowledgement may take `way` beside their own time.
    void on_left(core::Seq upto, core::Duration way, core::MonoTime now);
    /// The load ended and nothing of it was sent, because it is no longer wanted.
    void on_load_void();
    /// The load ended without the rows that were asked for: tried again when deadline() comes.
    void on_load_failed(core::MonoTime now);
    /// True where the acknowledgement moves the position. Any acknowledgement puts off sending
    /// again: the other side is at it.
    [[nodiscard]] bool on_ack(core::Seq upto, core::MonoTime now);
    /// The other side wants everything from `from` on again. Heard once in kResendMin for the same
    /// `from`: each frame behind a lost one brings a NACK.
    void on_nack(core::Seq from, core::MonoTime now);
    /// Sends again what has been unacknowledged for too long.
    void on_timer(core::MonoTime now);
    /// When on_timer() has something to do; none while nothing is in flight.
    [[nodiscard]] std::optional<core::MonoTime> deadline() const;

    [[nodiscard]] core::Seq acked() const { return acked_; }
    [[nodiscard]] core::Seq sent() const { return sent_; }
    [[nodiscard]] core::Seq tail() const { return tail_; }
    [[nodiscard]] bool is_loading() const { return is_loading_; }
    /// Nothing of it waits for the line.
    [[nodiscard]] bool has_all_left() const { return left_ == sent_; }

private:
    /// Rows that were sent together: the last of them, and their bytes.
    struct Sent {
        core::Seq upto;
        std::uint64_t bytes;
    };

    void rewind_to(core::Seq seq);
    /// How long to wait for an acknowledgement: the link has to carry what is in flight first.
    [[nodiscard]] core::Duration patience() const;

    Window window_;
    core::Seq acked_;
    core::Seq sent_;
    core::Seq tail_;
    core::Seq left_;  ///< Handed to the network; the rest of sent() waits for the line.
    core::Duration way_{};
    std::deque<Sent> in_flight_{};  ///< At most a window's rows; what was acknowledged has left.
    std::uint64_t bytes_in_flight_{0};
    bool is_active_{false};
    bool is_loading_{false};
    bool is_load_stale_{false};  ///< Rewound while a load was under way: its rows do not count.
    bool is_paused_{false};      ///< The last load failed: none until the deadline.
    std::optional<core::MonoTime> deadline_{};
    core::Duration resend_after_{kResendMin};
    core::Seq nacked_{0};  ///< Where the last NACK rewound to.
    std::optional<core::MonoTime> nacked_at_{};
};

}  // namespace sarhad::replication
