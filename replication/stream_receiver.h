#pragma once

#include "core/ids.h"
#include "wire/messages.h"

#include <cstdint>
#include <optional>

namespace sarhad::replication {

/// How a run of rows stands to what has been taken already.
enum class Arrival : std::uint8_t {
    kNext,        ///< Reaches past what was taken, without a gap: store what is new in it.
    kRepeat,      ///< Durable here already: acknowledge again.
    kUnderWay,    ///< With the store right now: its acknowledgement comes.
    kBusy,        ///< Too much is with the store: drop it, it will be sent again.
    kGap,         ///< Something before it is missing: ask for it.
    kFork,        ///< The same numbers with another content: quarantine.
    kOtherEpoch,  ///< Of an epoch that is not ours: ask from our position.
};

/// A run of consecutive rows as it arrived.
struct Run {
    core::Epoch epoch{0};
    core::Seq first{0};
    core::Seq last{0};
    wire::Hash256 previous{};  ///< The chain before `first`.
    /// The run's own chain at taken().seq, where the run reaches over it.
    std::optional<wire::Hash256> at_taken;
};

/// What one side holds of one stream that the other side sends.
///
/// Two positions: held() is durable and may be acknowledged; taken() is with the store. Runs are
/// taken in order and given to the store in order, so that it can commit several at once.
/// Sans-IO. Invariant: held() only grows within an epoch, and by what on_stored() reports.
/// Thread: any one.
class StreamReceiver {
public:
    /// Runs that may be with the store at once: past it, the network's own window pauses the peer.
    static constexpr std::uint32_t kRunsTakenMax = 64;

    explicit StreamReceiver(const wire::StreamPosition& held) : held_{held}, taken_{held} {}

    [[nodiscard]] Arrival classify(const Run& run) const;
    /// A run that is kNext goes to the store; `after` is the position that it will give.
    void take(const wire::StreamPosition& after);
    /// The store committed one run, up to `held`.
    void on_stored(const wire::StreamPosition& held);
    /// The store could not commit a run: what was taken after it is void and will be sent again.
    void on_store_failed();

    [[nodiscard]] const wire::StreamPosition& held() const { return held_; }
    [[nodiscard]] const wire::StreamPosition& taken() const { return taken_; }

private:
    wire::StreamPosition held_;
    wire::StreamPosition taken_;
    std::uint32_t runs_taken_{0};
};

}  // namespace sarhad::replication
