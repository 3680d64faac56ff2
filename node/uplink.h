#pragma once

#include "node/lanes.h"
#include "node/parts.h"
#include "node/stores.h"
#include "node/trust_keeper.h"
#include "replication/node_session.h"
#include "replication/release.h"
#include "wire/streams.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

/// A stream, with its direction: each side counts its own from 1.
using StreamKey = std::pair<replication::Direction, core::StreamId>;

/// How the link to central stands.
struct UplinkStatus {
    wire::LinkState control{wire::LinkState::kDown};
    wire::LinkState bulk{wire::LinkState::kDown};
    replication::NodeSession::State session{replication::NodeSession::State::kDown};
    bool is_caught_up{false};  ///< Has what central had when it welcomed this session.
    std::optional<core::WallTime> last_contact;    ///< Of an authenticated frame of central.
    std::map<StreamKey, std::string> quarantines;  ///< Stopped streams: since when, and why.
    /// Lists that are not those of their edition, and are being repaired: since when, and why.
    std::map<core::StreamId, std::string> diverged;
    std::vector<replication::ComingList> coming{};  ///< Lists that come whole.
    std::uint64_t repairs{0};                       ///< Lists that were, since the start.
    std::uint64_t repaired_rows{0};                 ///< Their rows.
    /// By the centre's clock, all that it counts of persons is here as it was then.
    std::optional<core::WallTime> counted_as_of{};
};

/// Whom the uplink tells. Called on the loop.
struct UplinkListeners {
    std::function<void(const ListState&)> on_edition;
    std::function<void(const std::vector<facts::Alert>&)> on_alerts;
    std::function<void(const std::vector<facts::PairWithdrawal>&)> on_withdrawn;
    std::function<void(const std::vector<facts::Erasure>&)> on_erased;
    std::function<void()> on_expected;  ///< The port expects others than before.
    std::function<void(const AppliedRules&)> on_rules;
    std::function<void(const SettledRules&)> on_rules_settled;
    std::function<void(wire::LinkState)> on_link;    ///< Of the control channel.
    std::function<void(core::StreamId)> on_foreign;  ///< The list is in the store no more.
    TrustKeeper* trust{nullptr};  ///< Takes trust documents; null: they are passed over.
};

/// What the store did with a delta.
struct AppliedDelta {
    wire::StreamPosition position;
    wire::Hash256 root{};
    std::optional<ListState> completed;
    std::vector<facts::Alert> alerts;
    std::vector<facts::PairWithdrawal> withdrawn;
    std::vector<facts::Erasure> erased;
    std::optional<AppliedRules> rules{};
    std::optional<core::WallTime> counted_as_of{};
};

/// Runs the session with central: its frames on the transport, its effects on the store, its time
/// by the scheduler. Thread: loop. Everything given outlives it.
class Uplink {
public:
    Uplink(const NodeParts& parts,
           wire::NodeTransport& transport,
           const NodeKeys& keys,
           const wire::RecordSeal& seal,
           NodeStores& stores,
           Lanes& lanes,
           UplinkListeners listeners);
    Uplink(const Uplink&) = delete;
    Uplink& operator=(const Uplink&) = delete;

    /// Reads how far the streams are; before threads run.
    [[nodiscard]] core::Status load(const NodeSettings& settings);
    /// Takes the transport's callbacks.
    void start();
    void stop();
    /// The store committed rows up to these tails.
    void on_committed(const Tails& tails);
    /// A person has looked: the stream moves again, an upward one from where both ends agree, a
    /// downward one from its first delta; a list stays in force meanwhile. Answered after COMMIT.
    /// What is still wrong brings the quarantine back. kNotFound: it is not quarantined here;
    /// kConflict: somebody else is at it.
    void release(replication::ReleaseOrder order,
                 std::function<void(core::Result<Release>)> answer);
    /// Opens and counts every row of every list, on the pages' lane: one that is not that of its
    /// edition is repaired. No more than one look at a time.
    void check_lists();
    /// A whole edition that came otherwise than by the link, its chunks being in the store: made
    /// the list as one that came by it, and central goes on from there. Answered after COMMIT.
    /// kConflict: the stream is quarantined; errors as ListsStore::take_edition().
    void take_edition(std::shared_ptr<const editions::CheckedSnapshot> edition,
                      std::function<void(core::Result<ListState>)> answer);
    /// All rules that central had published when it welcomed this session are stored.
    [[nodiscard]] bool has_all_rules() const {
        return is_live() && session_->has_all(wire::kRuleStream);
    }
    /// Changes of rules that could not be taken are tried again, and rules that are on their way
    /// are put in force where all of them are here; central is told.
    void settle_rules();
    /// What does not belong to this node any more is taken out of the store.
    void withdraw_foreign();
    /// Every list is, and a note of `key` is kept with it. Central gives them anew once the link is
    /// there. `done`: after COMMIT, with how many there were.
    void withdraw_all(std::string key,
                      std::string note,
                      std::function<void(core::Result<std::size_t>)> done);
    /// Keeps the time of the last contact, so that a restart knows it. Each minute.
    void note_contact();
    [[nodiscard]] UplinkStatus status() const;
    /// As in status().
    [[nodiscard]] bool is_caught_up() const { return session_->is_caught_up(); }
    /// Central has welcomed the session.
    [[nodiscard]] bool is_live() const {
        return session_->state() == replication::NodeSession::State::kLive;
    }

private:
    using Effects = replication::NodeSession::Effects;

    void on_link(wire::Channel channel, wire::LinkState state);
    void on_frame(wire::Channel channel, core::ByteView frame);
    void on_timer();
    void arm();
    void run(Effects effects);

    void perform(replication::SendFrame& effect);
    void perform(replication::LoadRows& effect);
    void perform(replication::ApplyDelta& effect);
    void perform(replication::MarkAcked& effect);
    void perform(replication::RewindOutbox& effect);
    void perform(replication::TakeDocument& effect);
    void perform(replication::ResetLink& effect);
    void perform(replication::Quarantine& effect);
    void perform(replication::Diverged& effect);
    void perform(replication::CountList& effect);
    void perform(replication::ReadBuckets& effect);
    void perform(replication::PutRepaired& effect);
    void perform(replication::TakeAgain& effect);
    void perform(replication::PlanSnapshot& effect);
    void perform(replication::KeepChunks& effect);
    void perform(replication::InstallSnapshot& effect);

    struct Planned {
        std::shared_ptr<const editions::CheckedSnapshot> edition;
        replication::SnapshotPlan plan;
    };
    void on_planned(core::StreamId stream, const core::Result<Planned>& planned);
    struct Installed {
        ListState state;
        replication::Repaired repaired;
    };
    void install(const std::shared_ptr<const editions::CheckedSnapshot>& edition,
                 std::function<void(core::Result<Installed>)> done);
    void on_not_installed(core::StreamId stream, const core::Error& why);

    struct LoadedRows {
        std::vector<store::OutboxRow> rows;
        std::vector<wire::KeySeed> seeds;
    };
    [[nodiscard]] core::Result<LoadedRows> load_rows(const replication::LoadRows& request);
    void on_loaded(core::StreamId stream, const core::Result<LoadedRows>& loaded);
    [[nodiscard]] core::Status apply(const replication::ApplyDelta& effect,
                                     core::Seq head,
                                     AppliedDelta& applied);
    void commit_position_apart(const AppliedDelta& applied);
    void on_applied(core::StreamId stream, core::Status status, const AppliedDelta& applied);
    void keep_unmarked(const replication::MarkAcked& effect);
    void quarantine(const StreamKey& key, const std::string& why);
    [[nodiscard]] bool is_foreign(core::StreamId stream, const std::string& list) const;
    [[nodiscard]] static core::Error not_ours(const std::string& list);
    void on_foreign_out(const Withdrawn& list);
    [[nodiscard]] core::Status forget_applied(const StreamKey& key);
    void keep_quarantined(const std::map<std::string, std::string>& notes);
    void keep_diverged(const std::map<std::string, std::string>& notes);
    [[nodiscard]] static std::string diverged_note(core::StreamId stream);

    NodeParts parts_;
    wire::NodeTransport& transport_;
    const NodeKeys& keys_;
    const wire::BoxKey box_;  ///< Of keys_.sign: alerts of some ports are sealed to it.
    const wire::RecordSeal& seal_;
    Pages pages_;
    NodeStores& stores_;
    Lanes& lanes_;
    UplinkListeners listeners_;
    core::NodeId node_{0};  ///< Ours; from load() on.
    std::optional<replication::NodeSession> session_;
    std::map<core::StreamId, core::Epoch>
        epochs_;  ///< Of the outbox streams, as the session has them.
    UplinkStatus status_;
    std::set<StreamKey> releasing_;                              ///< Until the store has it.
    std::shared_ptr<const editions::CheckedSnapshot> snapshot_;  ///< That comes now.
    std::optional<core::WallTime> noted_contact_;
    std::optional<core::TimerId> timer_;
    std::vector<core::StreamId> found_differing_;  ///< By load(), for start().
    bool is_checking_{false};
    std::map<core::StreamId, replication::MarkAcked> unmarked_;      ///< That the disk refused.
    std::map<core::StreamId, replication::RewindOutbox> unrewound_;  ///< The same.
    std::map<core::StreamId, std::uint64_t> rewinds_;                ///< So many were asked for.
};

}  // namespace sarhad::node
