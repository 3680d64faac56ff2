#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "replication/bulk_line.h"
#include "replication/effects.h"
#include "replication/frames.h"
#include "replication/stream_receiver.h"
#include "replication/stream_sender.h"
#include "replication/trust/trust_versions.h"
#include "wire/messages.h"
#include "wire/trust.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sarhad::replication {

/// A published delta as central keeps it: the signed bytes that every node gets, verbatim.
struct PublishedDelta {
    core::Seq seq;
    core::Bytes delta;  ///< An encoded wire::Delta.
};

/// Central's end of the protocol with one node: answers HELLO, takes the node's rows, sends it what
/// is published, and knows what the node has applied.
///
/// Sans-IO, as NodeSession. A node has one session for as long as central runs; each HELLO starts
/// it anew. Thread: any one (the loop in the product).
class CentralSession {
public:
    using Effects = std::vector<CentralEffect>;

    /// No frame for so long: the node is silent and nothing more is sent to it.
    static constexpr core::Duration kSilentAfter = std::chrono::seconds{30};

    /// `held`: what central has stored of this node's streams. `heads`: the streams published.
    /// `trust` and `log` outlive the session.
    CentralSession(core::NodeId node,
                   const wire::TrustStore& trust,
                   const std::vector<wire::StreamPosition>& held,
                   const std::vector<wire::StreamPosition>& heads,
                   core::Log& log);

    [[nodiscard]] Effects on_frame(wire::Channel channel,
                                   core::ByteView frame,
                                   core::WallTime wall,
                                   core::MonoTime now);
    /// The node's bulk connection is another one from the frame on that comes next. What was sent
    /// before never arrived.
    [[nodiscard]] Effects on_bulk_connected(core::MonoTime now);
    /// From the next HELLO after a silence on, nothing goes by bulk in either direction before
    /// admit_bulk().
    void hold_bulk();
    [[nodiscard]] Effects admit_bulk(core::MonoTime now);
    /// Nothing of a list is left to send, and the node has said that no rows wait.
    [[nodiscard]] bool is_caught_up() const;
    [[nodiscard]] Effects on_timer(core::MonoTime now);
    /// Central committed a delta: the stream's head moved.
    [[nodiscard]] Effects on_published(const wire::StreamPosition& head, core::MonoTime now);
    /// Answers LoadRows: consecutive deltas from the one after LoadRequest::after, none where
    /// nothing was there; other deltas are not sent and asked for again later.
    [[nodiscard]] Effects on_deltas(core::StreamId stream,
                                    const std::vector<PublishedDelta>& deltas,
                                    core::MonoTime now);
    /// Answers LoadRows where the deltas after LoadRequest::after are not kept any more: the node
    /// is told to take the list whole, again and again until it asks for it.
    [[nodiscard]] Effects on_deltas_gone(core::StreamId stream, core::MonoTime now);
    /// Answers StoreRows.
    [[nodiscard]] Effects on_stored(const wire::StreamPosition& position, core::MonoTime now);
    [[nodiscard]] Effects on_store_failed(core::StreamId stream, core::Errc why);
    /// The upward stream was quarantined before this process started, and nobody has looked since:
    /// by central's own judgement, or by the node's.
    void keep_quarantined(core::StreamId stream);
    void keep_stopped(core::StreamId stream);
    /// A person has looked. kUp: rows are taken from where it stands; kDown: deltas are sent from
    /// where the node last said that it is. What still disagrees brings the quarantine back.
    [[nodiscard]] Effects release(Direction direction, core::StreamId stream, core::MonoTime now);
    /// Answers AnswerRecon.
    [[nodiscard]] Effects on_recon(const wire::ReconTell& tell, core::MonoTime now);
    /// Answers AnswerManifest.
    [[nodiscard]] Effects on_manifest(const wire::Manifest& manifest, core::MonoTime now);
    /// Answers LoadChunks.
    [[nodiscard]] Effects on_chunks(const wire::ChunkTell& tell, core::MonoTime now);
    /// The node acknowledged a root that is not the published one: it is told to look.
    [[nodiscard]] Effects offer_repair(core::StreamId stream);
    /// The lists that do not belong to the node, all of them: nothing of their rows goes to it from
    /// now on. One that is not among them any more goes from its first delta on.
    [[nodiscard]] Effects withhold(std::set<core::StreamId> streams, core::MonoTime now);
    /// Ends the session: nothing of this node counts until its next HELLO.
    void close();
    /// The node is revoked: ends the session and tells the node so, for it to end its own at once.
    /// Its owner gives this session no frame afterwards.
    [[nodiscard]] Effects revoke();

    [[nodiscard]] bool is_live() const { return is_live_; }
    /// Counts the node's HELLOs.
    [[nodiscard]] std::uint64_t session() const { return session_; }
    /// The trust documents that the node's last HELLO said it holds.
    [[nodiscard]] const TrustVersions& trust_held() const { return trust_held_; }
    /// When on_timer() has something to do; none while the session is closed.
    [[nodiscard]] std::optional<core::MonoTime> deadline() const;
    [[nodiscard]] std::optional<core::MonoTime> heard_at() const { return heard_at_; }
    /// Rows that wait in the node's outbox: those up to the tails in its HELLO, less what is held
    /// here, then what its last PING said; what is stored since is taken off. None before HELLO.
    [[nodiscard]] std::optional<std::uint64_t> reported_depth() const { return reported_depth_; }

private:
    struct Published {
        wire::StreamPosition head;
        StreamSender sender;
        bool is_quarantined{false};
        bool is_diverged{false};  ///< The node takes nothing of it until it has repaired it.
        bool is_pulled{false};    ///< The node gets the list whole; it goes on behind it.
        bool is_told{false};  ///< The node has answered, since its HELLO, that it stopped it too.
        wire::StreamPosition named{};         ///< Where the node said last that it stands.
        wire::Lane lane{wire::Lane::kDelta};  ///< Of what waits, where it goes by bulk.
    };
    struct Upstream {
        StreamReceiver receiver;
        bool is_quarantined{false};
        bool is_stopped_by_node{false};
        bool is_stop_said{false};  ///< Since the node's last HELLO.
    };

    void on_message(Effects& effects,
                    const Received& received,
                    core::WallTime wall,
                    core::MonoTime now);
    void on_bulk_frame(Effects& effects,
                       Received received,
                       core::WallTime wall,
                       core::MonoTime now);
    void on_hello(Effects& effects,
                  const wire::Hello& hello,
                  core::WallTime wall,
                  core::MonoTime now);
    [[nodiscard]] std::uint64_t depth_by(const std::vector<wire::StreamPosition>& tails) const;
    void compare_up(Effects& effects, const wire::Hello& hello);
    void tell_quarantined_up(Effects& effects);
    void on_error(Effects& effects, const wire::ErrorReport& error, core::StreamId stream);
    void end_stops(Effects& effects);
    void resume_streams(Effects& effects, const wire::Hello& hello);
    void resume_down(Effects& effects, Published& published);
    void tell_stopped(Effects& effects);
    void note_unknown(const wire::Hello& hello);
    /// True where it has quarantined the stream.
    bool is_forked(Effects& effects,
                   const Published& published,
                   const wire::StreamPosition& applied);
    void on_batch(Effects& effects, const wire::SignedUpBatch& signed_batch);
    void on_verified(Effects& effects, wire::UpBatch batch);
    void store(Effects& effects, wire::UpBatch batch, const wire::StreamPosition& after);
    void on_ack(Effects& effects, const wire::Ack& ack, core::MonoTime now);
    void on_nack(Effects& effects, const wire::Nack& nack, core::MonoTime now);
    void pause_diverged(Effects& effects, Published& published);
    bool end_repair(Effects& effects, Published& published, const wire::Ack& ack);
    void ask_diverged(Effects& effects);
    void tell_unasked(Effects& effects, core::StreamId stream, wire::ReconWhat what);
    void on_recon_ask(Effects& effects, const wire::ReconAsk& ask);
    void on_manifest_req(Effects& effects, const wire::ManifestReq& ask);
    void on_chunk_req(const wire::ChunkReq& ask);
    [[nodiscard]] bool begin_pull(core::StreamId stream);
    bool end_pull(Effects& effects, Published& published, const wire::Ack& ack);
    void give_up_pull(Published& published, core::Seq from) const;
    void give_up_chunks(Published& published);
    void load_chunks(Effects& effects, core::MonoTime now);
    void pump(Effects& effects, core::MonoTime now);
    void load_bulk(Effects& effects, core::MonoTime now);
    void load_lane(Effects& effects, wire::Lane lane);
    void send_bulk(Effects& effects, core::MonoTime now);
    [[nodiscard]] bool is_withheld(core::StreamId stream) const;
    [[nodiscard]] bool is_stopped(const Published& published) const;
    void tell_withheld(Effects& effects, Published& published) const;
    void queue_deltas(Published& published, const std::vector<PublishedDelta>& deltas);
    void send_urgent(Effects& effects,
                     Published& published,
                     const std::vector<PublishedDelta>& deltas,
                     core::MonoTime now);
    [[nodiscard]] bool is_void(core::StreamId stream, core::Seq upto) const;
    void send(Effects& effects, wire::Channel channel, const wire::Message& message) const;
    void send_ack(Effects& effects, const wire::StreamPosition& held) const;
    void send_nack(Effects& effects,
                   const wire::StreamPosition& held,
                   wire::NackReason reason) const;
    void quarantine_up(Effects& effects, core::StreamId stream, std::string reason);
    void quarantine_down(Effects& effects, core::StreamId stream, std::string reason);
    /// Null past wire::kMaxPositions streams: WELCOME could not name them.
    Upstream* received(core::StreamId stream);

    core::NodeId node_;
    const wire::TrustStore& trust_;
    core::Log& log_;
    std::map<core::StreamId, Upstream> up_;
    std::map<core::StreamId, Published> down_;
    std::set<core::StreamId> withheld_;  ///< Streams of lists that do not belong to the node.
    BulkLine line_{GivenCredit::kGrantedMax};
    std::map<wire::Lane, core::StreamId> loaded_;  ///< By lane: whose turn it was.

    /// What the node asked for of a list, and how much of it has been sent.
    struct Pull {
        wire::ChunkReq ask;  ///< What is left of it.
        std::uint64_t told{0};
    };
    std::optional<Pull> pull_;
    bool is_loading_chunks_{false};
    bool is_answering_manifest_{false};

    bool is_live_{false};
    bool is_answering_{false};  ///< A question of its repair is with the store.
    bool is_bulk_held_{false};  ///< By a hold_bulk(): each new session waits to be admitted.
    bool is_bulk_admitted_{true};
    TrustVersions trust_held_;
    ReportPace reports_;
    std::uint64_t session_{0};
    std::optional<std::uint64_t> reported_depth_;
    std::optional<core::MonoTime> heard_at_;
};

}  // namespace sarhad::replication
