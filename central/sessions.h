#pragma once

#include "central/boot_ids.h"
#include "central/values.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/random.h"
#include "core/scheduler.h"
#include "replication/catch_ups.h"
#include "replication/central_session.h"
#include "wire/transport.h"
#include "wire/trust.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace sarhad::central {

/// What the sessions ask of their owner. Each call may come from any function of Sessions, on the
/// loop; the answers go to Sessions later, never from inside the call.
class SessionOwner {
public:
    SessionOwner() = default;
    SessionOwner(const SessionOwner&) = delete;
    SessionOwner& operator=(const SessionOwner&) = delete;
    virtual ~SessionOwner() = default;
    virtual void on_live(core::NodeId node) = 0;
    virtual void on_silent(core::NodeId node) = 0;
    /// The node has said HELLO, for the first time or again; WELCOME is on its way.
    virtual void on_greeted(core::NodeId node) = 0;
    /// Answer with on_stored() or on_store_failed().
    virtual void on_rows(replication::StoreRows rows) = 0;
    /// Answer with on_deltas() or on_deltas_gone().
    virtual void on_load(core::NodeId node, const replication::LoadRows& wanted) = 0;
    /// From an ACK, or from HELLO: then `root` is zero.
    virtual void on_applied(const replication::RecordApplied& applied) = 0;
    virtual void on_quarantine(const replication::Quarantine& quarantine) = 0;
    virtual void on_resumed(const replication::Resumed& resumed) = 0;
    /// Answer with on_recon().
    virtual void on_recon_ask(const replication::AnswerRecon& asked) = 0;
    /// Answer with on_manifest().
    virtual void on_manifest_asked(const replication::AnswerManifest& asked) = 0;
    /// Answer with on_chunks().
    virtual void on_chunks_asked(const replication::LoadChunks& asked) = 0;
    virtual void on_diverged(const replication::NodeDiverged& diverged) = 0;
    virtual void on_repaired(const replication::NodeRepaired& repaired) = 0;
    /// A frame under the key of a node that may not speak: it is counted, and nothing else.
    virtual void on_stranger(const wire::Peer& peer, core::ByteView frame) = 0;
};

/// Central's end of the protocol with every node that may speak: whose frame it is, which
/// connection counts, timers. Thread: loop. Everything given outlives it.
class Sessions {
public:
    struct Parts {
        core::Clock& clock;
        core::Scheduler& scheduler;
        wire::CentralTransport& transport;
        core::Log& log;
        const wire::TrustStore& trust;
        core::Random& random;
    };

    Sessions(const Parts& parts, SessionOwner& owner);
    Sessions(const Sessions&) = delete;
    Sessions& operator=(const Sessions&) = delete;
    ~Sessions();

    /// From now on the node may speak. It has no session yet (checked).
    void add(core::NodeId node,
             const std::vector<wire::StreamPosition>& held,
             const std::vector<wire::StreamPosition>& heads);
    /// The node is revoked: nothing is taken from it or sent to it any more, also on the
    /// connection that it has now. Its last frames are `last`, or else the word that it is revoked;
    /// where there are some, its connection stays for what it has to say to them.
    void remove(core::NodeId node, const std::vector<wire::Message>& last);
    /// Every session ends; timers too.
    void close();

    void on_frame(const wire::Peer& peer, core::ByteView frame);
    void on_published(const wire::StreamPosition& head);
    /// Messages that belong to no stream, on the control connection, behind what is on its way. To
    /// a node that is not live nothing is sent.
    void send(core::NodeId node, const std::vector<wire::Message>& messages);
    /// What the node said last that it holds.
    [[nodiscard]] replication::TrustVersions trust_held(core::NodeId node) const;
    /// The node's stream was quarantined before this process started. A downward one that is still
    /// another is found to be so at the next HELLO, or refused.
    void keep_quarantined(const QuarantineRow& row);
    /// A person has looked: as CentralSession::release(); kEveryStream: the node is heard again,
    /// and found out again where it still is two machines.
    void release(core::NodeId node, replication::Direction direction, core::StreamId stream);
    /// As CentralSession::withhold().
    void withhold(core::NodeId node, std::set<core::StreamId> streams);
    /// As CentralSession::offer_repair().
    void offer_repair(core::NodeId node, core::StreamId stream);
    // Answers; for a node that is gone they are dropped.
    void on_recon(core::NodeId node, const wire::ReconTell& tell);
    void on_manifest(core::NodeId node, const wire::Manifest& manifest);
    void on_chunks(core::NodeId node, const wire::ChunkTell& tell);
    void on_stored(core::NodeId node, const wire::StreamPosition& position);
    void on_store_failed(core::NodeId node, core::StreamId stream, core::Errc why);
    void on_deltas(core::NodeId node,
                   core::StreamId stream,
                   const std::vector<replication::PublishedDelta>& deltas);

    /// As CentralSession::on_deltas_gone().
    void on_deltas_gone(core::NodeId node, core::StreamId stream);

    [[nodiscard]] bool is_live(core::NodeId node) const;
    /// The last authenticated frame since the start.
    [[nodiscard]] std::optional<core::WallTime> heard_at(core::NodeId node) const;
    /// As CentralSession; none before the first HELLO since the start.
    [[nodiscard]] std::optional<std::uint64_t> reported_depth(core::NodeId node) const;
    /// Frames of nodes that may not speak, or of a connection that was followed by a newer one.
    [[nodiscard]] std::uint64_t refused_frames() const { return refused_frames_; }

private:
    struct Line {
        explicit Line(replication::CentralSession made) : session{std::move(made)} {}
        replication::CentralSession session;
        std::array<std::optional<wire::PeerId>, 2> newest{};  ///< By channel.
        bool was_live{false};
        std::uint64_t greeted{0};  ///< Session that the owner was told of.
        std::optional<core::WallTime> heard_at{};
        std::optional<core::TimerId> timer{};
        core::MonoTime timer_at{};
        BootIds boots{};
        bool is_cloned{false};  ///< Two machines have the node's keys: until a person has looked.
    };
    using Effects = replication::CentralSession::Effects;

    [[nodiscard]] static std::optional<wire::PeerId>& newest_of(Line& line, wire::Channel channel);
    [[nodiscard]] static bool is_superseded(Line& line, const wire::Peer& peer);
    /// True where two machines have the node's keys: neither is heard, each HELLO is told so.
    [[nodiscard]] bool is_cloned(const wire::Peer& peer, Line& line, core::ByteView frame);
    [[nodiscard]] Line* find(core::NodeId node);
    void run(core::NodeId node, Effects effects);
    void run_one(core::NodeId node, replication::CentralEffect effect);
    void after_step(core::NodeId node, Line& line);
    void arm(core::NodeId node, Line& line);
    void on_timer(core::NodeId node);
    void disarm(Line& line);
    void begin_bulk(core::NodeId node, Line& line);
    void admit();

    Parts parts_;
    SessionOwner& owner_;
    std::map<core::NodeId, std::unique_ptr<Line>> lines_;
    std::deque<std::pair<core::NodeId, replication::CentralEffect>> effects_;
    bool is_running_{false};
    std::uint64_t refused_frames_{0};
    replication::CatchUps catch_ups_;
    std::optional<core::TimerId> admission_{};
};

}  // namespace sarhad::central
