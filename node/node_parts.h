#pragma once

#include "daemon/loop_inbox.h"
#include "node/cargo_pump.h"
#include "node/central_places.h"
#include "node/dead_man.h"
#include "node/expected_desk.h"
#include "node/key_ring.h"
#include "node/live_lists.h"
#include "node/node.h"
#include "node/outbox_row.h"
#include "node/rescreener.h"
#include "node/rules_keeper.h"
#include "node/rules_teller.h"
#include "node/screener.h"
#include "node/state_teller.h"
#include "node/stores.h"
#include "node/trust_keeper.h"
#include "rules/live/live_rules.h"
#include "rules/pack.h"
#include "screening/known_pairs.h"
#include "wire/hash.h"

#include <optional>
#include <set>
#include <utility>

namespace sarhad::node {

/// A node looks around so often while something was just committed, or waits.
inline constexpr core::Duration kAwakeTick = std::chrono::seconds{1};

/// The store key seals what carriers sent as well, while it is there.
class SpoolSeal final : public intake::RawSeal {
public:
    explicit SpoolSeal(const wire::RecordSeal& seal) : seal_{seal} {}
    [[nodiscard]] core::Bytes seal(core::ByteView place, core::ByteView plain) const override {
        return seal_.seal(kRawTable, place, plain);
    }
    [[nodiscard]] core::Result<core::Bytes> open(core::ByteView place,
                                                 core::ByteView sealed) const override {
        return seal_.open(kRawTable, place, sealed);
    }

private:
    static constexpr std::string_view kRawTable = "raw";
    const wire::RecordSeal& seal_;
};

/// A node's insides, in the order in which they stand on one another.
struct Node::Parts {
    Parts(const NodeParts& given, const NodeSettings& site, NodeKeys own);

    /// What make() does once the memory is there.
    [[nodiscard]] core::Status load();
    void tick();
    [[nodiscard]] bool may_rest() const;
    void wake();
    void refresh_outbox();
    void purge_outbox();
    void purge_passages_kept();
    void check_lists();
    void look_at_rules();
    void recorded(const ScreenedMessage& message, Recorded how);
    [[nodiscard]] core::Status load_cargo(const ScreenerParts& screening);
    void cargo_screened(const ScreenedCargo& one);
    [[nodiscard]] CargoAsked cargo_asked(const CargoQuestion& question) const;
    [[nodiscard]] core::Result<CargoShown> shown(const StoredCargo& stored) const;
    void tell(NodeEvent event) const;
    void count_rules(const ScreenedTraveller& one);
    /// In force from now on; those among them that were held in another revision are no more.
    void put_rules(std::shared_ptr<const rules::LiveRules> newest);
    /// Before threads run: agencies' rules, and which of them were held.
    [[nodiscard]] core::Status load_rules();
    /// What is on record, old and new, in its order.
    void guard_rules(const std::vector<screening::GuardedDecision>& decisions);
    void keep_held_rules();
    /// What the rules that were loaded have released: no commit before threads may use the store.
    void keep_held_since_load();
    void on_in_force(const ListState& state);
    [[nodiscard]] UplinkListeners uplink_listeners();
    [[nodiscard]] RescreenListeners rescreen_listeners();
    [[nodiscard]] ExpectedListeners expected_listeners();
    /// What the order says, before it is held against what is known. On the pages' lane.
    [[nodiscard]] core::Result<facts::KnownPair> said_pair(const PairOrder& order,
                                                           core::WallTime now) const;
    [[nodiscard]] core::Status mark_cleared(std::vector<LateHitItem>& items) const;
    /// On lane kStore, or before threads run.
    [[nodiscard]] core::Status load_pairs();
    [[nodiscard]] core::Status load_go_aheads();
    [[nodiscard]] bool is_go_ahead_due() const;
    void note_go_ahead();
    [[nodiscard]] core::Status withdraw_foreign();
    [[nodiscard]] core::Status load_compartments();
    void heed_trust();
    void heed_revocation();
    void heed_dead_man();
    void heed_root();
    void look_for_central();
    [[nodiscard]] core::Status load_dead_man();
    [[nodiscard]] core::Status load_intake(const ScreenerParts& screening);
    [[nodiscard]] core::Status load_tellers();
    [[nodiscard]] core::Status take_over_ledger();
    [[nodiscard]] core::Result<facts::Inspection> inspection_of(const InspectionOrder& order) const;
    [[nodiscard]] core::Result<ListedItem> listed_behind(const HitAsked& asked) const;
    [[nodiscard]] core::Result<UpwardRow> ledger_row(const facts::LedgerEntry& entry);
    /// The entry with its crossing. On lane kStore.
    [[nodiscard]] core::Result<facts::LedgerEntry> entered(const LedgerOrder& order,
                                                           core::WallTime now);
    void commit_pair(
        const std::array<std::uint8_t, 16>& id,
        const std::function<core::Result<facts::KnownPair>(const std::optional<facts::KnownPair>&)>&
            change,
        const Answer<facts::KnownPair>& answer);
    void on_alerts(const std::vector<facts::Alert>& received);
    void on_withdrawn(const std::vector<facts::PairWithdrawal>& withdrawn);
    void on_erased(const std::vector<facts::Erasure>& erased) const;
    /// Screens by what is stored now, then answers.
    void reload_pairs(std::function<void(core::Result<bool>)> done);
    /// On lane kRead, as all that asks the spool.
    [[nodiscard]] core::Result<Discarded> discard(const Discard& discard, core::WallTime now);
    [[nodiscard]] screening::DataAge data_age() const;
    [[nodiscard]] screening::DataAge contact_age() const;
    /// The time that ticks have proved, where they have; else the machine's, and never before what
    /// central was last heard to say.
    [[nodiscard]] core::WallTime secure_now() const;
    void commit_screened(ScreenedMessage screened, Answer<facts::Crossing> answer);

    NodeParts outside;
    Pages pages;
    NodeSettings settings;
    NodeKeys keys;
    daemon::LoopInbox inbox;
    SwitchedTransport transport;
    wire::RecordSeal seal;
    SpoolSeal raw_seal;
    ListKeys list_keys;
    std::unique_ptr<NodeStores> stores;
    std::optional<Lanes> lanes;
    std::optional<OutboxSealer> sealer;
    std::optional<KeptLists> kept_lists;
    std::optional<LiveLists> lists;
    core::Published<screening::KnownPairs> pairs{
        std::make_shared<const screening::KnownPairs>(wire::blake2b)};
    /// Those in force; whoever brings others replaces them.
    core::Published<rules::LiveRules> rules{
        rules::LiveRules::none(rules::RulePack::empty(wire::blake2b).hash())};
    std::optional<RulesKeeper> rules_keeper;
    screening::RuleGuard guard;  ///< Loop.
    bool is_loaded{false};
    bool is_held_due{false};  ///< What is held changed before it could be kept.
    core::Published<screening::HeldRules> held_rules{
        std::make_shared<const screening::HeldRules>()};
    std::optional<Screener> screener;
    std::unique_ptr<TrustKeeper> trust;  ///< Null where the country has signed no root.
    CentralPlaces places;
    std::uint64_t heeded_root{0};     ///< Its version.
    std::optional<KeyRing> key_ring;  ///< Where there is trust.
    std::optional<Uplink> uplink;
    std::optional<BundleIntake> bundles;
    std::optional<IntakePump> intake;
    std::optional<CargoPump> cargo;
    std::optional<Rescreener> rescreener;
    std::optional<ExpectedDesk> expected;
    std::optional<StateTeller> state_teller;
    std::optional<RulesTeller> rules_teller;

    std::uint64_t next_desk_screening{0};
    std::set<std::uint64_t> desk_screenings;  ///< Begun and not on record yet.

    std::function<void(const NodeEvent&)> observer;
    core::WallTime started_at;
    core::MonoTime lists_checked_at{};
    core::MonoTime rules_settled_at{};
    replication::TrustVersions rules_settled_by{};  ///< Trust that refused changes were tried with.
    bool is_settle_due{false};  ///< The last try has not come to an end: the disk may be full.
    std::optional<facts::GoAhead> last_go_ahead;
    bool was_go_ahead_due{false};
    RecordCounts records;
    std::uint64_t suppressed{0};  ///< Hits, since the start.
    RuleCounts rule_counts;
    AlertCounts alerts;
    std::map<core::StreamId, OutboxStatus> outbox;
    std::optional<core::TimerId> timer;
    core::MonoTime minute_at{};  ///< When the work of each minute is due.
    core::MonoTime hour_at{};
    int quiet_ticks{0};  ///< Since something was committed.
    bool is_resting{false};
    std::function<void()> erase_begun;
    DeadMan dead_man_told{DeadMan::kHolds};
    std::optional<core::WallTime> lists_gone_at;  ///< The tick since which it was too long.
    core::MonoTime started_mono{};
    std::string erase_fault;  ///< Why the record is not written, as it was told.
    bool is_erasing{false};
    bool is_counting{false};
    std::optional<std::uint64_t> counted_at;  ///< Commits before `outbox` was counted.
    /// Commits, and the hour, when nothing was left to purge.
    std::optional<std::pair<std::uint64_t, core::WallTime>> purged_at;
    bool is_stopped{true};
};

}  // namespace sarhad::node
