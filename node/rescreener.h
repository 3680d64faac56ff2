#pragma once

#include "core/published.h"
#include "facts/date.h"
#include "facts/known_pair.h"
#include "facts/late_hit.h"
#include "node/cargo_rescan.h"
#include "node/lanes.h"
#include "node/late_hits_store.h"
#include "node/parts.h"
#include "node/stores.h"
#include "screening/known_pairs.h"
#include "screening/rule_guard.h"
#include "watchlists/recent_travellers.h"
#include "wire/record_seal.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

/// Whoever passed longer ago is screened no more.
inline constexpr core::Duration kRescreenWindow = std::chrono::hours{90 * 24};
inline constexpr std::size_t kDueAtOnce = 200;   ///< Entries looked for in one go.
inline constexpr std::size_t kFillAtOnce = 500;  ///< Crossings read into the index in one go.
/// Where more entries are due, all cargo is screened again: that is no more work.
inline constexpr std::uint64_t kRescanEntriesMax = 2'000;
inline constexpr std::size_t kLateHitsAnEntry = 200;  ///< The strongest; more tell nobody more.

/// How re-screening stands.
struct RescreenStatus {
    std::uint64_t due{0};        ///< Entries that wait, as of the last round.
    std::uint64_t late_hits{0};  ///< Since the first start; discreet ones are told to nobody here.
    std::uint64_t travellers{0};
    /// Crossings decided on data that was not fresh, until they are screened against what came.
    std::uint64_t on_old_data{0};
    std::string fault;  ///< Why it waits; empty: it does not.
};

/// What re-screening asks of the rest of the node. Called on the loop.
struct RescreenListeners {
    std::function<const std::vector<ListState>&()> in_force;
    /// Screenings begun so far, and whether all those begun before a mark are on record.
    std::function<std::pair<std::uint64_t, std::uint64_t>()> mark;
    std::function<bool(std::pair<std::uint64_t, std::uint64_t>)> is_past;
    std::function<void(const Tails&)> on_rows;
    /// The node's data is FRESH, and it has all that central has published.
    std::function<bool()> is_current;
    /// What the decisions say that were read in: each on record once, in their order.
    std::function<void(const std::vector<screening::GuardedDecision>&)> on_read;
    /// Cargo is to be screened again.
    std::function<void()> on_cargo;
};

/// Screens those who have passed against every entry that an edition brings or changes, once it is
/// in force. What is due is on the disk (DueEntry), so a crash loses nothing, and one transaction
/// stores the late hits and takes the entry off: each is found once. An entry stays due until
/// everybody whose screening had begun before its edition came in force is on record. So who was
/// screened on old data has been screened again once the node is current and nothing is due.
/// Thread: loop; the index is touched by one task at a time. Everything outlives it.
class Rescreener {
public:
    Rescreener(const NodeParts& parts,
               const NodeSettings& settings,
               const wire::RecordSeal& seal,
               const ListKeys& keys,
               OutboxSealer& sealer,
               const core::Published<watchlists::ListSnapshot>& lists,
               const core::Published<screening::KnownPairs>& pairs,
               NodeStores& stores,
               Lanes& lanes,
               RescreenListeners listeners);

    /// Before threads run. Errors: the store's.
    [[nodiscard]] core::Status load();
    void start() { is_stopped_ = false; }
    void stop() { is_stopped_ = true; }
    void on_in_force(const ListState& state);
    /// Once a second, or rarer at rest: those who have passed meanwhile are read in, what is due is
    /// done. Nothing is read where nothing was stored since a round that found nothing to do, the
    /// day is the same, and so is whether the node is current.
    void tick();
    /// The last round found nothing to do.
    [[nodiscard]] bool is_at_rest() const { return !is_busy_ && idle_at_.has_value(); }
    [[nodiscard]] const RescreenStatus& status() const { return status_; }

private:
    struct Page;
    struct Round;
    using RoundPtr = std::shared_ptr<Round>;

    void fill();
    void add(std::vector<StoredCrossing> page);
    [[nodiscard]] core::Result<Page> read_in(const std::vector<StoredCrossing>& page);
    void take_due();
    /// What was to be done later becomes due.
    void take_later();
    void search(const RoundPtr& round);
    [[nodiscard]] core::Status find_travellers(Round& round);
    void read_found(const RoundPtr& round);
    void confirm(const RoundPtr& round);
    void find_cargo(const RoundPtr& round);
    [[nodiscard]] core::Status judge(Round& round, core::WallTime now) const;
    [[nodiscard]] core::Status judge_one(Round& round,
                                         const facts::Crossing& crossing,
                                         core::WallTime now) const;
    void commit(const RoundPtr& round);
    void committed(const Round& round);
    void settle();
    void rest(const core::Status& status);

    NodeParts parts_;
    const NodeSettings& settings_;
    Pages pages_;
    const wire::RecordSeal& seal_;
    const ListKeys& keys_;
    OutboxSealer& sealer_;
    const core::Published<watchlists::ListSnapshot>& lists_;
    const core::Published<screening::KnownPairs>& pairs_;
    NodeStores& stores_;
    Lanes& lanes_;
    RescreenListeners listeners_;
    CargoRescan cargo_;
    watchlists::RecentTravellers travellers_;
    watchlists::MatchScratch scratch_;
    RescreenStatus status_;
    /// When an edition came in force, for those of this run.
    std::map<core::StreamId, std::pair<std::uint64_t, std::uint64_t>> marks_;
    std::set<core::StreamId> settled_;  ///< Of the round under way.
    std::int64_t filled_{-1};           ///< Crossings up to it are in travellers_; -1: none read.
    /// Of a round that found nothing to do: the next would find nothing either, until this changes.
    struct Seen {
        std::uint64_t commits{0};
        facts::PartialDate today{};
        bool is_current{false};
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    std::optional<Seen> idle_at_;
    Seen begun_{};  ///< Of the round under way.
    core::MonoTime forgets_at_{};
    bool is_to_forget_{false};
    bool is_cargo_marked_{false};  ///< All cargo is screened again by the lists in force now.
    bool is_busy_{false};
    bool is_wanted_{false};  ///< Again at once.
    bool is_stopped_{true};
};

}  // namespace sarhad::node
