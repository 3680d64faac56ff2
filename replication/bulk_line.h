#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "replication/credit.h"
#include "replication/fragments.h"
#include "replication/frames.h"
#include "replication/lanes.h"
#include "wire/messages.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace sarhad::replication {

/// One end of the bulk connection: what waits for it and when it may go, what comes and what is
/// said of it. Both sessions have one. Sans-IO; frames are given back, nothing is sent.
/// Thread: any one.
class BulkLine {
public:
    /// What may wait here of one lane before more is read from the store: enough for the next
    /// report, on a fast line more.
    static constexpr std::uint64_t kWaitingMin = 64 * 1024;
    /// Of a copy of lane 0: it is no more than a piece of a slow line.
    static constexpr std::uint64_t kCopiedMax = 4 * 1024;
    /// There TCP takes a second and more for a packet that was lost and that nothing follows.
    static constexpr core::Duration kLongWay = std::chrono::milliseconds{100};
    /// What patience() gives at most: a line that stood still for minutes has no such distance.
    static constexpr core::Duration kPatienceMax = std::chrono::seconds{30};

    explicit BulkLine(std::uint32_t granted) { given_.grant(granted); }

    /// Another connection: what waits is void, and nothing is on its way.
    void restart();
    /// Another session: what waits is void, and the other side may count anew.
    void begin_session();

    // Out.
    [[nodiscard]] bool wants_more(wire::Lane lane, core::MonoTime now) const;
    void put(wire::Lane lane, core::StreamId stream, core::Seq upto, core::Bytes frame);
    /// As Lanes::drop_if().
    void drop_if(const std::function<bool(core::StreamId, core::Seq)>& is_void);
    /// What may go now, in order, marked.
    [[nodiscard]] std::vector<Lanes::Piece> take(core::MonoTime now);
    /// Marks a frame that is not counted: every frame of the connection bears the mark.
    void mark(core::Bytes& frame) const;
    /// A question of a repair, or the answer to one. One waits at a time, the newest: whoever asks
    /// waits for an answer to no other.
    void put_repair(core::StreamId stream, core::Bytes frame);
    /// A node's question about a snapshot: likewise, on lane 3.
    void put_snapshot_question(core::Bytes frame);
    /// Lane 0 carried an alert, or rows.
    void on_urgent(core::MonoTime now) { credit_.on_urgent(now); }
    /// The same frame of lane 0 once more, marked, to go by bulk before all that waits: whichever
    /// comes first counts, so that one lost packet of one connection holds nothing up. Counted as
    /// what take() gives. None where it is no gain: over kCopiedMax, on a line shorter than
    /// kLongWay or not measured, or where nothing more may be on its way.
    [[nodiscard]] std::optional<core::Bytes> copy_of_urgent(core::ByteView frame,
                                                            core::MonoTime now);
    /// How long what has left may take to be acknowledged, beside its own time on the line.
    [[nodiscard]] core::Duration patience() const;
    /// Bytes that a frame may have to go in one piece.
    [[nodiscard]] std::uint64_t piece(core::MonoTime now) const { return credit_.piece(now); }

    // In.
    /// A frame of the bulk connection: its message, where it is for the session, or the message
    /// that its piece completes. kInvalid, kExhausted: of the pieces, or of what they give.
    [[nodiscard]] core::Result<std::optional<Received>> on_received(Received received,
                                                                    core::MonoTime now);
    void grant(std::uint32_t bytes) { given_.grant(bytes); }
    void want_report() { given_.want_report(); }

    /// The CREDIT that is due, as a marked frame: what came, or a question.
    [[nodiscard]] std::optional<core::Bytes> due_credit(core::MonoTime now);
    /// When take() or due_credit() has something though nothing comes; none: never.
    [[nodiscard]] std::optional<core::MonoTime> deadline() const;

    [[nodiscard]] const SendCredit& credit() const { return credit_; }

private:
    SendCredit credit_;
    GivenCredit given_;
    Lanes lanes_;
    Fragments fragments_;
    std::optional<core::MonoTime> wakes_at_;  ///< take() has more then, though nothing comes.
};

}  // namespace sarhad::replication
