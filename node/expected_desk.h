#pragma once

#include "node/lanes.h"
#include "node/outbox_row.h"
#include "node/parts.h"
#include "node/screener.h"
#include "node/stores.h"
#include "screening/screen.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sarhad::node {

/// What the desk asks of the rest of the node. Called on the loop.
struct ExpectedListeners {
    std::function<screening::DataAge()> data_age;
    std::function<void(const ScreenedMessage&, Recorded)> on_recorded;
    std::function<void(const Tails&)> on_rows;
    std::function<std::uint64_t()> begin;    ///< A screening begins: its number.
    std::function<void(std::uint64_t)> end;  ///< It is on record, or given up.
};

/// Of what is kept here, and of what goes to central.
struct ExpectedSeals {
    const wire::RecordSeal& here;
    OutboxSealer& upward;
};

/// Screens whom the port expects as soon as central's word of them is here, one journey after the
/// other: each traveller is a crossing from then on, so that lists that change find him and a hit
/// goes the way of any hit. Who is on record by the journey's older list, or by the port's own
/// spool, is not screened twice; who is on no list of it any more and had no hit is erased, and
/// central is told that he did not come. What is due is on the disk, so that a crash loses nothing.
/// Takes what is past its hour away.
/// Thread: loop. Everything given outlives it.
class ExpectedDesk {
public:
    ExpectedDesk(const NodeParts& parts,
                 const ExpectedSeals& seals,
                 const Screener& screener,
                 NodeStores& stores,
                 Lanes& lanes,
                 ExpectedListeners listeners);
    ExpectedDesk(const ExpectedDesk&) = delete;
    ExpectedDesk& operator=(const ExpectedDesk&) = delete;

    void start();
    void stop() { is_stopped_ = true; }
    /// Once a second, and when a journey has come.
    void tick();

private:
    struct Round;
    using RoundPtr = std::shared_ptr<Round>;

    void take_away();
    void take_due();
    void screen(const RoundPtr& round);
    [[nodiscard]] core::Status compare(Round& round) const;
    void commit(const RoundPtr& round);
    [[nodiscard]] core::Status record(store::Transaction& transaction, Round& round);
    [[nodiscard]] core::Status tell_left(store::Transaction& transaction, const Round& round);
    void finish(const RoundPtr& round, const core::Status& status);
    void rest(const core::Status& status);

    NodeParts parts_;
    const wire::RecordSeal& seal_;
    OutboxSealer& sealer_;
    const Screener& screener_;
    NodeStores& stores_;
    Lanes& lanes_;
    ExpectedListeners listeners_;
    std::string fault_;  ///< Why it waits, as it was told; empty: it does not.
    core::MonoTime look_again_{};
    bool is_busy_{false};
    bool is_wanted_{false};  ///< Again at once.
    bool is_stopped_{true};
    /// Commits when nothing was due: the next look would find nothing either, until this changes.
    std::optional<std::uint64_t> idle_at_;
};

}  // namespace sarhad::node
