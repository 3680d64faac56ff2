#pragma once

#include "core/clock.h"
#include "replication/link_meter.h"
#include "wire/flow.h"

#include <cstdint>
#include <optional>

namespace sarhad::replication {

/// What the other side lets us send on the bulk connection, and how much of it this line carries.
///
/// In flight is never more than limit(), and limit() never more than what was granted: whatever the
/// measurement says, and whatever a peer reports. What is lost on the way is learnt from the mark
/// of the next frame that arrives; where none does, the owner asks at deadline(). Sans-IO. Thread:
/// any one.
class SendCredit {
public:
    /// What a line may always carry: less would leave a long one idle.
    static constexpr std::uint64_t kInFlightMin = 8 * 1024;
    /// Pieces: about an eighth of a second of the line, within these.
    static constexpr std::uint64_t kPieceMin = 2 * 1024;
    static constexpr std::uint64_t kSlowPieceMax = 4 * 1024;
    /// Below this rate, 512 kbit/s, kSlowPieceMax holds.
    static constexpr std::uint64_t kSlowBelow = 64 * 1024;
    static constexpr core::Duration kAskAfterMin = std::chrono::seconds{2};
    static constexpr core::Duration kAskAfterMax = std::chrono::seconds{30};

    /// Another connection: nothing is in flight, granted or known.
    void restart();
    /// Whether a frame of `bytes` may go now. One that is larger than the limit goes alone, where
    /// it is within the grant.
    [[nodiscard]] bool may_send(std::uint64_t bytes, core::MonoTime now) const;
    void on_sent(std::uint64_t bytes, core::MonoTime now);
    /// Of a frame of lane 0 that goes beside the lanes: neither its turn nor the limit is asked,
    /// only what was granted.
    [[nodiscard]] bool may_send_beside(std::uint64_t bytes) const;
    void on_sent_beside(std::uint64_t bytes, core::MonoTime now);
    void on_nothing_to_send() { meter_.on_nothing_to_send(); }
    /// A report that names bytes which were not sent on this connection is not heard.
    void on_credit(const wire::Credit& credit, core::MonoTime now);
    /// Lane 0 was used: for a round trip the bulk leaves no queue before it.
    void on_urgent(core::MonoTime now);
    /// Whether to ask for a report now: none came for long, or a frame went alone to be measured.
    [[nodiscard]] bool wants_answer(core::MonoTime now) const;
    /// We asked: the next time is twice as far away.
    void on_asked(core::MonoTime now);

    [[nodiscard]] std::uint64_t limit(core::MonoTime now) const;
    /// Into what pieces frames are cut now: at most half of the limit, that two are on their way.
    [[nodiscard]] std::uint64_t piece(core::MonoTime now) const;
    /// The mark of a frame that goes now: what is counted of it included.
    [[nodiscard]] std::uint32_t mark() const;
    /// When to ask, should nothing be heard until then; none before the first frame waits.
    [[nodiscard]] core::MonoTime ask_at() const { return ask_at_; }
    /// When may_send() may say more though nothing is heard; none where it will not.
    [[nodiscard]] std::optional<core::MonoTime> changes_at(core::MonoTime now) const;
    [[nodiscard]] const LinkMeter& meter() const { return meter_; }

private:
    [[nodiscard]] bool is_yielding(core::MonoTime now) const;

    LinkMeter meter_;
    std::uint64_t granted_{0};
    std::uint64_t base_{0};  ///< Bytes of the process's earlier connections: marks go on.
    std::optional<core::MonoTime> urgent_at_;
    core::MonoTime next_at_{};  ///< Frames are spread: an empty line is not filled in a burst.
    core::MonoTime ask_at_{};
    core::Duration ask_after_{kAskAfterMin};
    bool is_measuring_{false};
};

/// The other half: what came on the bulk connection, and what we grant.
class GivenCredit {
public:
    /// What one side holds at most of the other's bulk before it is stored.
    static constexpr std::uint32_t kGrantedMax = 1024 * 1024;
    /// A report so often: for each piece of a slow line.
    static constexpr std::uint32_t kReportEvery = 1536;

    /// Another process may count there now.
    void restart();
    /// Any frame of the bulk connection came.
    void on_mark(std::uint32_t mark);
    /// Say it even where nothing came.
    void want_report() { is_wanted_ = true; }
    /// The report that is due; none where nothing is.
    [[nodiscard]] std::optional<wire::Credit> report();
    /// What is granted from now on: 0 holds the other side's bulk back.
    void grant(std::uint32_t bytes);
    [[nodiscard]] std::uint32_t granted() const { return granted_; }

private:
    std::uint32_t granted_{kGrantedMax};
    std::uint32_t received_{0};
    std::uint32_t reported_{0};
    bool has_mark_{false};
    bool is_wanted_{false};
};

}  // namespace sarhad::replication
