#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "replication/bulk_line.h"
#include "replication/effects.h"
#include "replication/frames.h"
#include "replication/node_repair.h"
#include "replication/node_snapshots.h"
#include "replication/stream_receiver.h"
#include "replication/stream_sender.h"
#include "replication/trust/trust_versions.h"
#include "store/outbox.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/trust.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sarhad::replication {

/// What a node knows of itself when it starts a session.
struct NodeIdentity {
    core::NodeId node{0};
    std::array<std::uint8_t, 16> boot_id{};
    std::uint32_t schema_version{1};
    core::Duration ping_every{std::chrono::seconds{10}};
    std::uint32_t bulk_credit{GivenCredit::kGrantedMax};  ///< What central may have on its way.
    /// A list of which nothing is here comes whole where it has so many deltas.
    core::Seq snapshot_from{8};
};

/// An own stream as the outbox holds it.
struct OutboxStream {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq acked{0};
    core::Seq tail{0};
    wire::Hash256 acked_chain{};  ///< The chain at `acked`, and at `tail`.
    wire::Hash256 tail_chain{};
};

/// The node's end of the protocol: says HELLO, sends the outbox, takes deltas and alerts, and asks
/// again for what is missing.
///
/// Sans-IO: each on_...() returns the effects, to be run in the order returned; effects that ask
/// for an answer get it through the on_...() named at them. States: down -> greeting -> live.
/// Thread: any one (the loop in the product).
class NodeSession {
public:
    using Effects = std::vector<NodeEffect>;

    static constexpr core::Duration kHelloTimeout = std::chrono::seconds{10};
    /// Silent for so many ping intervals: the link is dead.
    static constexpr int kPingsMissedMax = 3;
    static_assert(store::kSealedRowBytesMax + 512 <= wire::kMaxBody, "a row fits its own batch");

    enum class State : std::uint8_t { kDown, kGreeting, kLive };

    /// `key`, `trust` and `log` outlive the session.
    NodeSession(const NodeIdentity& identity,
                const wire::SigningKey& key,
                const wire::TrustStore& trust,
                std::vector<wire::StreamPosition> applied,
                std::vector<OutboxStream> outbox,
                core::Log& log);

    /// The control connection stands: greet.
    [[nodiscard]] Effects on_link_up(core::WallTime wall, core::MonoTime now);
    void on_link_down();
    /// The bulk connection is a new one: central must learn whose it is, where the control one
    /// stands.
    [[nodiscard]] Effects on_bulk_up(core::WallTime wall, core::MonoTime now);
    [[nodiscard]] Effects on_frame(wire::Channel channel,
                                   core::ByteView frame,
                                   core::WallTime wall,
                                   core::MonoTime now);
    [[nodiscard]] Effects on_timer(core::WallTime wall, core::MonoTime now);
    /// The store committed rows: the outbox of `stream` now ends at `tail`.
    [[nodiscard]] Effects on_committed(core::StreamId stream,
                                       const store::OutboxPosition& tail,
                                       core::MonoTime now);
    /// Answers MarkAcked and RewindOutbox where the outbox cannot follow central.
    [[nodiscard]] Effects on_outbox_conflict(core::StreamId stream, std::string why);
    /// The trust documents that hold here, for the next HELLO to name.
    void set_trust(const TrustVersions& held) { trust_held_ = held; }
    /// The stream was quarantined before this process started, and nobody has looked since.
    void keep_quarantined(Direction direction, core::StreamId stream);
    /// A person has looked: the stream moves again. Where a link stands the node greets anew, so
    /// that both ends compare; what they still disagree about brings the quarantine back. kDown:
    /// nothing of the stream is with the store, which has forgotten how far it was, and all of it
    /// is taken again.
    [[nodiscard]] Effects release(Direction direction,
                                  core::StreamId stream,
                                  core::WallTime wall,
                                  core::MonoTime now);
    /// Answers LoadRows: rows in order from the one after LoadRequest::after, none where nothing
    /// was there; other rows are not sent and asked for again later. `seeds`: those that the rows'
    /// key epochs need. A row over store::kSealedRowBytesMax quarantines the stream.
    [[nodiscard]] Effects on_rows(core::StreamId stream,
                                  const std::vector<store::OutboxRow>& rows,
                                  const std::vector<wire::KeySeed>& seeds,
                                  core::MonoTime now);
    /// Answers ApplyDelta. `root`: of the stream's state after it.
    [[nodiscard]] Effects on_applied(const wire::StreamPosition& position,
                                     const wire::Hash256& root,
                                     core::MonoTime now);
    /// What is in force of a stream, as it is known at the start.
    void set_root(core::StreamId stream, const wire::Hash256& root);
    /// What is in force of a stream has changed without a delta: central is told.
    [[nodiscard]] Effects on_root(const wire::StreamPosition& position, const wire::Hash256& root);
    /// Answers ApplyDelta that could not be done. kCorrupt: the state before or after it is another
    /// one: a list is repaired, another stream is quarantined; kConflict: it is not the next.
    [[nodiscard]] Effects on_apply_failed(core::StreamId stream,
                                          core::Errc why,
                                          core::MonoTime now);

    /// The store found that a list's rows are not those of its edition: it is repaired. No change
    /// where that is known, or the stream is quarantined.
    [[nodiscard]] Effects diverge(core::StreamId stream, std::string why, core::MonoTime now);
    /// It was found before this process started.
    void keep_diverged(core::StreamId stream);
    /// Answers CountList.
    [[nodiscard]] Effects on_counted(core::StreamId stream,
                                     core::Result<ListAsItIs> list,
                                     core::MonoTime now);
    /// Answers ReadBuckets.
    [[nodiscard]] Effects on_rows_read(core::StreamId stream,
                                       const core::Result<std::vector<RowAsItIs>>& rows,
                                       core::MonoTime now);
    /// Answers PutRepaired: with what is stored now, or why nothing is.
    [[nodiscard]] Effects on_repaired(core::StreamId stream,
                                      const core::Result<Repaired>& repaired,
                                      core::MonoTime now);

    /// Answers PlanSnapshot. kConflict: a newer edition is here.
    [[nodiscard]] Effects on_planned(core::StreamId stream,
                                     const core::Result<SnapshotPlan>& plan,
                                     core::MonoTime now);
    /// Answers KeepChunks. kCorrupt: a chunk has not the rows that were signed.
    [[nodiscard]] Effects on_chunks_kept(core::StreamId stream,
                                         const core::Status& kept,
                                         core::MonoTime now);
    /// Answers InstallSnapshot: with what is stored now, or why nothing is.
    [[nodiscard]] Effects on_installed(core::StreamId stream,
                                       const core::Result<Repaired>& installed,
                                       core::MonoTime now);

    /// Says HELLO again where a link stands: something that central sends after WELCOME was lost.
    [[nodiscard]] Effects greet_anew(core::WallTime wall, core::MonoTime now);

    [[nodiscard]] State state() const { return state_; }
    /// All that central had published when it welcomed this session has been applied.
    [[nodiscard]] bool is_caught_up() const;
    /// All of the stream that central had published when it welcomed this session is applied.
    [[nodiscard]] bool has_all(core::StreamId stream) const;
    /// Up to where central had published the stream when it welcomed this session, or the last one;
    /// 0 where it did not name it.
    [[nodiscard]] core::Seq head_of(core::StreamId stream) const;
    /// When on_timer() has something to do; a century away while the link is down.
    [[nodiscard]] core::MonoTime deadline() const;
    /// Lists that come whole.
    [[nodiscard]] std::vector<ComingList> coming() const { return snapshots_.coming(); }
    /// When the last frame of central came by the control connection; none before the first of this
    /// session.
    [[nodiscard]] std::optional<core::MonoTime> heard_at() const { return heard_at_; }

private:
    struct Upward {
        OutboxStream outbox;
        StreamSender sender;
        bool is_quarantined{false};
    };
    struct Downward {
        StreamReceiver receiver;
        bool is_quarantined{false};
        bool is_diverged{false};  ///< Nothing is taken of it until it is repaired.
        bool is_pulled{false};    ///< Nor while it comes as a snapshot.
    };

    /// Why nothing is taken of it.
    [[nodiscard]] static wire::NackReason nack_of(const Downward& down) {
        return down.is_quarantined ? wire::NackReason::kFork : wire::NackReason::kBadPre;
    }

    void greet(Effects& effects, core::WallTime wall, core::MonoTime now);
    [[nodiscard]] wire::Hello hello(core::WallTime wall) const;
    void on_message(Effects& effects,
                    const Received& received,
                    core::WallTime wall,
                    core::MonoTime now);
    void on_error(Effects& effects,
                  const wire::ErrorReport& error,
                  core::StreamId stream,
                  core::WallTime wall,
                  core::MonoTime now);
    void on_stopped(Effects& effects, core::StreamId stream);
    void on_welcome(Effects& effects, const wire::Welcome& welcome, core::MonoTime now);
    void compare_down(Effects& effects, const wire::Welcome& welcome);
    void resume_outbox(Effects& effects, const wire::StreamPosition& held);
    void send_rows(Effects& effects,
                   Upward& up,
                   const std::vector<store::OutboxRow>& rows,
                   const std::vector<wire::KeySeed>& seeds,
                   core::MonoTime now);
    void send_batch(Effects& effects, const wire::UpBatch& batch, core::MonoTime now);
    void on_delta(Effects& effects, const Received& received, const wire::Delta& delta);
    void on_verified(Effects& effects,
                     wire::Channel channel,
                     const wire::Delta& delta,
                     wire::DeltaBody body);
    void on_ack(Effects& effects, const wire::Ack& ack, core::MonoTime now);
    void on_nack(Effects& effects, const wire::Nack& nack, core::MonoTime now);
    void set_diverged(Effects& effects, core::StreamId stream, std::string why, core::MonoTime now);
    void resume_repair(Effects& effects, core::MonoTime now);
    void after_repair(Effects& effects, Effects steps, core::MonoTime now);
    void tell_stand(Effects& effects, core::StreamId stream);
    void take_whole(Effects& effects, core::StreamId stream, core::MonoTime now);
    void on_tell(Effects& effects, const wire::ReconTell& tell, core::MonoTime now);
    [[nodiscard]] bool is_parted(const wire::StreamPosition& central);
    void want_snapshots(Effects& effects, const wire::Welcome& welcome, core::MonoTime now);
    void pull(Effects& effects, core::StreamId stream, core::MonoTime now);
    void end_pull(Effects& effects, core::StreamId stream);
    void on_manifest(Effects& effects, const wire::Manifest& manifest, core::MonoTime now);
    void after_snapshot(Effects& effects, Effects steps);
    void settle(Effects& effects, const Repaired& repaired);
    void tell_root(Effects& effects, core::StreamId stream);
    void pump(Effects& effects, core::MonoTime now);
    void load_bulk(Effects& effects, core::MonoTime now);
    void send_bulk(Effects& effects, core::MonoTime now);
    [[nodiscard]] bool is_void(core::StreamId stream, core::Seq upto) const;
    void send(Effects& effects, wire::Channel channel, const wire::Message& message) const;
    void send_ack(Effects& effects, const wire::StreamPosition& held, const wire::Hash256& root);
    void send_ack(Effects& effects,
                  wire::Channel channel,
                  const wire::StreamPosition& held,
                  const wire::Hash256& root);
    void send_nack(Effects& effects, const wire::StreamPosition& held, wire::NackReason reason);
    void send_forked(Effects& effects, core::StreamId stream) const;
    void quarantine_up(Effects& effects, core::StreamId stream, std::string reason);
    void quarantine_down(Effects& effects, core::StreamId stream, std::string reason);
    Downward& downward(core::StreamId stream);

    NodeIdentity identity_;
    const wire::SigningKey& key_;
    const wire::TrustStore& trust_;
    core::Log& log_;
    std::map<core::StreamId, Upward> up_;
    std::map<core::StreamId, Downward> down_;
    std::map<core::StreamId, wire::Hash256> roots_;
    std::set<core::StreamId> ignored_;  ///< Signed by central, and unknown to this program.
    ReportPace reports_;
    NodeRepair repair_;
    NodeSnapshots snapshots_;
    std::map<core::StreamId, core::MonoTime> told_whole_;  ///< When that word was followed last.
    std::optional<core::MonoTime> offered_at_;  ///< Central's last offer that was taken up.
    BulkLine line_;
    TrustVersions trust_held_;
    std::map<core::StreamId, core::Seq> welcomed_;  ///< Central's heads then.

    State state_{State::kDown};
    std::optional<core::MonoTime> heard_at_;
    core::MonoTime greeted_at_{};
    core::MonoTime pinged_at_{};
    std::uint64_t ping_counter_{0};
    /// Of the last HELLO; starts at random, so that no WELCOME of an earlier process fits.
    std::uint64_t greeting_{0};
};

}  // namespace sarhad::replication
