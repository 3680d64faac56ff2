#pragma once

#include "central/central_event.h"
#include "central/collector.h"
#include "central/erasure_log.h"
#include "central/erasures.h"
#include "central/expected.h"
#include "central/fleet.h"
#include "central/lanes.h"
#include "central/publications.h"
#include "central/publisher.h"
#include "central/sessions.h"
#include "central/store.h"
#include "central/sweeper.h"
#include "central/trust_issuer.h"
#include "core/executor.h"
#include "core/published.h"
#include "core/random.h"
#include "replication/release.h"
#include "wire/expected.h"
#include "wire/keyring.h"
#include "wire/transport.h"
#include "wire/trust.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules {
class RuleBook;
}

namespace sarhad::central {

inline constexpr std::size_t kRecentAlertsMax = 1024;  ///< Whose way to the nodes is measured.
inline constexpr std::size_t kCachedAlertsMax = 256;   ///< Deltas sent without asking the store.
inline constexpr std::size_t kAlertsPageMax = 200;
inline constexpr std::size_t kPairsPageMax = 200;
inline constexpr std::size_t kHistoryPageMax = 10'000;

/// What central stands on; all of it outlives it. `executor` and `scheduler` run no task of a
/// Central once it is gone: stop them first, or let them drop what they hold.
struct CentralParts {
    core::Clock& clock;
    core::Scheduler& scheduler;
    core::Executor& executor;
    core::Random& random;
    wire::CentralTransport& transport;
    core::Log& log;
    CentralStore& store;
    /// Told at start and after each change which nodes may speak, and which are revoked; may be
    /// empty where the transport knows by itself. On the loop.
    std::function<void(const std::vector<NodeRow>&, const std::vector<RevokedCaller>&)>
        set_allowed{};
    /// For what is shown; the read lane's own. Null where no reader can stand beside the writer (a
    /// VFS without shared memory): the store lane reads then.
    CentralPages* pages{nullptr};
    /// Null: nothing is erased here.
    ErasureLog* erasures{nullptr};
};

/// Central's own keys, and the agencies' (roles of kind kList, kRules).
struct CentralKeys {
    std::vector<wire::BoxKey> seal;  ///< Open the nodes' rows: the current one, then retired ones.
    wire::SigningKey sequencer;
    wire::SigningKey alert;
    wire::TrustStore agencies;
    std::optional<TrustIssuer> trust{};  ///< Where the country's root was signed.
};

class CountsMaker;
class ExpectedMaker;
class RuleDesk;
struct PublishedRules;
struct RuleDraftView;
class PortRulesBook;

/// What ports have of the rules that are published; of those that are not revoked.
struct RuleSpread {
    std::size_t have{0};               ///< All of them.
    std::size_t behind{0};             ///< Not yet.
    std::vector<core::NodeId> differ;  ///< They could not take some.
};

/// What the centre decides; the first two as in FleetTargets.
struct CentralSettings {
    core::Duration outdated_after{std::chrono::seconds{60}};
    std::uint64_t outdated_deltas{256};
    core::Duration expected_kept{kExpectedKept};
    PortCodes port_codes{};
    std::size_t expected_piece{wire::kExpectedPieceBytesMax};  ///< Bytes of a journey in a delta.
    core::Duration counts_every{kCountsToldEvery};             ///< Ports are told what changed.
};

/// A provisioned node with its state.
struct NodeReport {
    NodeRow node;
    NodeStatus status;
    std::vector<QuarantineRow> quarantines;
    std::vector<core::StreamId> diverged;  ///< Lists that it repairs, as of its session now.
    std::uint64_t tries{0};  ///< Frames that came under its key though it is revoked, since start.
};

/// All nodes; the sum over `states` is the number of nodes that are not revoked.
struct FleetReport {
    core::WallTime at;
    std::vector<NodeReport> nodes;  ///< Revoked ones not among them.
    std::vector<NodeReport> out;    ///< The revoked ones.
    std::uint64_t revoked{0};
    std::array<std::uint64_t, kAllStates.size()> states{};  ///< By NodeState.
};

/// The central daemon without its real IO: takes the nodes' rows, raises alerts, publishes lists,
/// knows how each node is. Thread: loop, unless said otherwise.
class Central final : private SessionOwner {
public:
    template <class T>
    using Done = std::function<void(core::Result<T>)>;  ///< Called once, on the loop, later.
    using Observer = std::function<void(const CentralEvent&)>;

    /// Reads the store; before any thread runs. Errors: the store's; kInvalid for a stored key.
    [[nodiscard]] static core::Result<std::unique_ptr<Central>> make(
        const CentralParts& parts, const CentralSettings& settings, CentralKeys keys);
    ~Central() override;

    /// Takes frames from now on.
    void start();
    /// Takes none any more, and sends none. What the store has begun still ends.
    void stop();
    void set_observer(Observer observer) { observer_ = std::move(observer); }

    // What is known now.
    [[nodiscard]] FleetReport fleet() const;
    /// kNotFound; a revoked node is reported too.
    [[nodiscard]] core::Result<NodeReport> node(core::NodeId id) const;
    [[nodiscard]] const std::vector<StreamHead>& heads() const { return heads_; }
    [[nodiscard]] const std::vector<EditionMark>& editions() const { return editions_; }
    /// Why the last write to the store failed; empty once one succeeds.
    [[nodiscard]] const std::string& store_fault() const { return store_fault_; }
    [[nodiscard]] std::uint64_t refused_frames() const { return sessions_->refused_frames(); }

    /// The same port and keys again give the node that has them: whoever saw no answer asks again.
    /// kConflict: another node has the port or a key.
    /// kInvalid: an unusable key, or a port that is none (core::parse_port()).
    void provision_node(NewNode node, Done<NodeRow> done);
    void revoke_node(core::NodeId node, Done<NodeRow> done);
    /// The store has added this node and revoked those whose place it takes: from now on it counts.
    void adopt_node(const NodeRow& added, const std::vector<NodeRow>& replaced);
    /// A list file and its agency's signatures; errors as read_submission(), make_edition(). Where
    /// `leave` was needed, the log says so.
    void publish(core::Bytes list_file,
                 std::vector<wire::Signature> signatures,
                 ShrinkLeave leave,
                 Done<StreamHead> done);
    /// List files that come in pieces.
    [[nodiscard]] Publications& publications() { return *publications_; }
    /// A person has looked: the stream moves again, and what is still wrong brings the quarantine
    /// back. kNotFound: no such node, or the stream is not quarantined here.
    void release_stream(core::NodeId node,
                        const replication::ReleaseOrder& order,
                        Done<std::vector<ReleaseRow>> done);
    [[nodiscard]] const std::vector<QuarantineRow>& quarantines() const { return quarantines_; }
    /// The newest kReleasesShownMax, newest first.
    void releases(Done<std::vector<ReleaseRow>> done);
    /// What ports screened of cargo; at most kCargoPageMax.
    void cargo(CargoAsked asked, Done<std::vector<CargoRow>> done);
    /// At most kPairsPageMax.
    void pairs(PairsAsked asked, Done<std::vector<PairRow>> done);
    /// What the port had, for whoever must prove it. kNotFound: no node of it had said
    /// anything by then, or the rows of an edition in question are not known any more.
    void prove_state(const StateAsked& asked, Done<wire::StateProof> done);
    /// Somebody orders that what is known of a crossing be erased: a second person must agree.
    /// `asked_at` is set here. Errors as CentralStore::ask_erasure().
    void ask_erasure(ErasureRow asked, Done<ErasureRow> done);
    /// He agrees: it is gone here, and every port is told. kNotFound; kConflict: it is done, or who
    /// agrees may be who asked.
    void approve_erasure(std::int64_t number, Speaker by, Done<ErasureRow> done);
    /// The newest kErasuresShownMax, newest first.
    void erasures(Done<std::vector<ErasureRow>> done);
    void walk_chain(const ChainAsked& asked, Done<ChainPiece> done);
    /// The list's owner says that a pair is wrong: its port is told to let it go. `at` is set here.
    /// Errors as CentralStore::withdraw_pair().
    void withdraw_pair(facts::PairWithdrawal withdrawal, Done<facts::PairWithdrawal> done);
    /// What a carrier sends: its messages are taken and told to the ports that they touch, none
    /// where one is refused. Where the store fails some may be: the same again takes the others.
    /// Errors as read_expected_file() and ExpectedMaker::take().
    void take_expected(core::Bytes file, Done<std::vector<TakenMessage>> done);
    /// Errors as ExpectedMaker::cancel().
    void cancel_expected(const facts::JourneyId& journey, Speaker by, Done<ExpectedRow> done);
    /// At most kExpectedPageMax.
    void expected(ExpectedAsked asked, Done<std::vector<ExpectedRow>> done);
    /// kNotFound.
    void expected_journey(const facts::JourneyId& journey, Done<ExpectedRow> done);
    /// An author's change of his agency's rules waits for a second person from now on. Errors as
    /// RuleDesk::draft().
    void draft_rules(std::string owner, wire::SignedRuleChange change, Done<RuleDraftView> done);
    /// The second person's word: ports get it. Errors as RuleDesk::approve().
    void approve_rules(std::int64_t number,
                       core::Bytes approval,
                       wire::Signature approver,
                       Done<PublishedRules> done);
    /// A change that waits is taken back. Errors as RuleDesk::withdraw().
    void withdraw_rules(std::int64_t number,
                        wire::SignedRuleWithdrawal said,
                        Done<RuleDraftView> done);
    void rule_drafts(Done<std::vector<RuleDraftView>> done);
    [[nodiscard]] std::shared_ptr<const rules::RuleBook> rule_book() const;
    [[nodiscard]] RuleSpread rule_spread() const;
    /// How often each published rule hit lately: CentralStore::rule_hits().
    void rule_hits(Done<RuleHits> done);
    /// What differs at ports from the rules as they are published, as they say.
    [[nodiscard]] const PortRulesBook& port_rules() const { return *port_rules_; }
    [[nodiscard]] core::WallTime now() const { return parts_.clock.wall(); }
    /// At most kAlertsPageMax.
    void alerts(core::Seq before, std::size_t limit, Done<std::vector<AlertRow>> done);
    void crossings_summary(std::optional<core::NodeId> node, Done<std::vector<HeldRows>> done);
    /// At most kHistoryPageMax.
    void edition_history(core::StreamId stream, Done<std::vector<AppliedEdition>> done);
    /// Runs `work`, which needs nothing of central, on a match thread: the text of a full page is
    /// some megabytes.
    void off_loop(std::function<std::string()> work, Done<std::string> done);
    /// The agencies' keys are these from now on, unless a signed root says whose lists count; what
    /// is published stays.
    void set_agencies(const wire::TrustStore& agencies);
    /// The folder of trust documents has changed: every node is told, and those that are revoked in
    /// it are. Errors as TrustIssuer::renew(); what held stays then.
    [[nodiscard]] core::Status set_trust_documents(
        const std::vector<wire::SignedDocument>& documents);
    /// Whether the list is given to the node (docs/protocol.md, "Compartments").
    [[nodiscard]] bool is_entitled(core::NodeId node, const std::string& list) const;
    /// Null where the list belongs to every node.
    [[nodiscard]] const wire::Compartment* compartment_of(const std::string& list) const;
    /// Null where no root was signed.
    [[nodiscard]] const TrustIssuer* trust() const { return issuer_ ? &*issuer_ : nullptr; }
    /// Why no tick is signed; empty while they are.
    [[nodiscard]] const std::string& trust_fault() const { return not_issued_; }

private:
    struct RecentAlert {
        core::Seq seq{0};
        AlertId id{};
        core::WallTime raised_at;
        core::WallTime screened_at;
    };

    Central(const CentralParts& parts, const CentralSettings& settings, CentralKeys keys);
    [[nodiscard]] core::Status load();
    [[nodiscard]] core::Status revoke_by_documents();
    [[nodiscard]] core::Status trust_anew();
    [[nodiscard]] core::Status load_alerts();

    void on_live(core::NodeId node) override;
    void on_silent(core::NodeId node) override;
    void on_greeted(core::NodeId node) override;
    void on_rows(replication::StoreRows rows) override;
    void on_load(core::NodeId node, const replication::LoadRows& wanted) override;
    void on_applied(const replication::RecordApplied& applied) override;
    void on_quarantine(const replication::Quarantine& quarantine) override;
    void on_resumed(const replication::Resumed& resumed) override;
    void on_recon_ask(const replication::AnswerRecon& asked) override;
    void on_manifest_asked(const replication::AnswerManifest& asked) override;
    void on_chunks_asked(const replication::LoadChunks& asked) override;
    void on_diverged(const replication::NodeDiverged& diverged) override;
    void on_repaired(const replication::NodeRepaired& repaired) override;
    void on_stranger(const wire::Peer& peer, core::ByteView frame) override;

    void on_collected(core::NodeId node, core::StreamId stream, core::Result<Collected> outcome);
    void tell_collected(core::NodeId node, const Collected& collected);
    void note_port_rules(const Collected& collected);
    [[nodiscard]] bool send_cached(core::NodeId node, const replication::LoadRows& wanted);
    void on_recorded(const Applied& applied);
    void tell_applied(const Applied& applied, core::Seq before);
    [[nodiscard]] core::Seq applied_seq(core::NodeId node, core::StreamId stream) const;
    [[nodiscard]] std::optional<core::WallTime> alerts_missing_since(core::NodeId node) const;
    /// How a write ended: null where it is stored.
    void note_write(const core::Error* failed);
    template <class T>
    void note_write(const core::Result<T>& written) {
        note_write(written ? nullptr : &written.error());
    }
    void check_root(const Applied& applied);
    [[nodiscard]] core::Status load_rules();
    void check_rules(const Applied& applied);
    [[nodiscard]] bool is_news(const Applied& applied) const;
    void quarantine(const QuarantineRow& row);
    void record(const QuarantineRow& row);
    void record_again();
    void on_released(const std::vector<ReleaseRow>& lifted);
    void on_other_history(const Applied& applied);
    void on_provisioned(const NodeRow& node);
    void on_revoked(const NodeRow& node);
    [[nodiscard]] bool is_to_be_shown(const NodeRow& node) const;
    [[nodiscard]] std::vector<wire::Message> parting_of(const NodeRow& node) const;
    void show_revocation(const NodeRow& node, std::uint64_t root_held);
    /// False where it is nothing new.
    [[nodiscard]] bool on_erase_told(const NodeRow& node, const wire::EraseTell& told);
    void on_erasure_kept(const Erasure& erasure);
    void store_edition(std::shared_ptr<const SubmittedEdition> edition,
                       ShrinkLeave leave,
                       Done<StreamHead> done);
    void on_published(const StreamHead& head,
                      const std::optional<Shrunk>& shrunk,
                      std::uint64_t deltas);
    void set_head(const StreamHead& head);

    /// Of what was published on lane kStore, told on the loop.
    template <class T>
    struct WithHeads {
        T outcome;
        std::vector<StreamHead> heads;  ///< Of the streams of expected traffic.
    };
    [[nodiscard]] core::Result<std::vector<StreamHead>> expected_heads();
    [[nodiscard]] std::vector<ExpectedReader> expected_readers() const;
    void on_expected(const std::vector<StreamHead>& heads);
    void hand_over_expected(std::optional<facts::JourneyId> after);
    void keep_expected();
    void remove_gone_expected();
    void keep_counts();
    void count_step();

    [[nodiscard]] core::Result<ErasureRow> erase(ErasureRow row);
    [[nodiscard]] core::Result<ErasureRow> approve(std::int64_t number,
                                                   const Speaker& by,
                                                   core::WallTime at);
    void on_erased(const ErasureRow& row, const Done<ErasureRow>& done);
    [[nodiscard]] core::Status erase_again();
    void tick();
    void issue_trust();
    void tell_not_issued(const core::Error& why);
    void greet_with_trust(core::NodeId node);
    [[nodiscard]] bool is_revoked_by_document(const NodeRow& node) const;
    [[nodiscard]] bool reads_trust(const NodeRow& node) const;
    void revoke_now(NodeRow node);
    void share_out();
    void tell_compartments(const std::map<std::string, std::uint64_t>& before) const;
    void flush_applied();
    void flush_contacts();
    void tell(const CentralEvent& event) const;
    void publish_trust();
    void tell_allowed() const;
    /// Of the streams that the node may be sent.
    [[nodiscard]] std::vector<wire::StreamPosition> head_positions(core::NodeId node) const;
    [[nodiscard]] NodeReport report_of(const NodeRow& node, const FleetTargets& targets) const;
    [[nodiscard]] FleetTargets targets() const;
    [[nodiscard]] FleetTargets targets_of(core::NodeId node, const FleetTargets& all) const;
    [[nodiscard]] CentralPages& pages() const {
        return parts_.pages != nullptr ? *parts_.pages : parts_.store;
    }
    [[nodiscard]] core::Lane pages_lane() const {
        return parts_.pages != nullptr ? core::Lane::kRead : core::Lane::kStore;
    }

    CentralParts parts_;
    CentralSettings settings_;
    std::vector<wire::BoxKey> seal_keys_;  ///< Until the collector has them.
    wire::SigningKey sequencer_;
    wire::SigningKey alert_key_;
    wire::TrustStore agencies_;
    std::optional<TrustIssuer> issuer_;
    bool is_issuing_{false};
    std::string not_issued_;
    wire::TrustStore trust_;  ///< Agencies and nodes; the loop's own.
    core::Published<wire::TrustStore> shared_trust_;
    Lanes lanes_;
    core::Published<ClosedLists> closed_lists_;
    std::unique_ptr<Collector> collector_;  ///< Store thread.
    std::unique_ptr<Sessions> sessions_;
    std::unique_ptr<Publications> publications_;
    std::unique_ptr<Sweeper> sweeper_;
    std::unique_ptr<ExpectedMaker> expected_;  ///< Store thread.
    std::unique_ptr<CountsMaker> counts_;      ///< Store thread.
    std::unique_ptr<RuleDesk> rule_desk_;      ///< Store thread, but for its book.
    std::unique_ptr<PortRulesBook> port_rules_;
    bool is_removing_expected_{false};
    bool is_hand_over_due_{false};  ///< One has failed.
    core::MonoTime expected_swept_at_{};
    bool is_counting_{false};
    bool is_telling_counts_{false};  ///< The steps under way may tell.
    core::MonoTime counted_at_{};
    core::MonoTime counts_told_at_{};
    std::string counts_fault_;
    Observer observer_;

    std::map<core::NodeId, NodeRow> nodes_;
    std::vector<StreamHead> heads_;
    std::vector<EditionMark> editions_;
    std::map<core::NodeId, std::map<core::StreamId, Applied>> applied_;
    std::vector<QuarantineRow> quarantines_;
    std::vector<QuarantineRow> unwritten_;  ///< Of them, those that the disk refused.
    std::set<std::pair<core::NodeId, core::StreamId>> diverged_;
    std::deque<RecentAlert> recent_alerts_;
    std::deque<replication::PublishedDelta> cached_alerts_;

    /// Of a revoked node: what came under its key all the same.
    struct Knocks {
        std::uint64_t count{0};
        std::optional<core::MonoTime> shown_at{};
        bool is_keeping{false};  ///< What it told is on its way to the store.
    };
    std::map<core::NodeId, Knocks> knocks_;

    std::vector<Applied> unrecorded_;  ///< Not yet on the way to the store.
    bool is_recording_{false};
    std::string store_fault_;
    std::optional<core::TimerId> tick_;
    core::MonoTime contacts_at_{};
};

}  // namespace sarhad::central
