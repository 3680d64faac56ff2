#include "replication/central_session.h"

#include "replication/events.h"
#include "replication/frames.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;
using core::WallTime;

namespace {

constexpr Window kUrgentWindow{64, 16 * 1024};
constexpr Window kBulkWindow{64, 1024 * 1024};

Window window_of(StreamId stream) {
    return down_channel(stream) == wire::Channel::kControl ? kUrgentWindow : kBulkWindow;
}

/// Where the node stands in the stream of `head`; at 0 where it does not name it.
wire::StreamPosition position_in(const std::vector<wire::StreamPosition>& positions,
                                 const wire::StreamPosition& head) {
    for (const wire::StreamPosition& position : positions) {
        if (position.stream == head.stream && position.epoch == head.epoch) {
            return position;
        }
    }
    return {head.stream, head.epoch, Seq{0}, {}};
}

}  // namespace

CentralSession::CentralSession(core::NodeId node,
                               const wire::TrustStore& trust,
                               const std::vector<wire::StreamPosition>& held,
                               const std::vector<wire::StreamPosition>& heads,
                               core::Log& log)
    : node_{node}, trust_{trust}, log_{log} {
    for (const wire::StreamPosition& position : held) {
        up_.emplace(position.stream, Upstream{StreamReceiver{position}});
    }
    for (const wire::StreamPosition& head : heads) {
        down_.emplace(head.stream,
                      Published{head, StreamSender{window_of(head.stream), Seq{0}, head.seq}});
    }
}

CentralSession::Effects CentralSession::on_frame(wire::Channel channel,
                                                 core::ByteView frame,
                                                 WallTime wall,
                                                 MonoTime now) {
    Effects effects;
    core::Result<Received> received = from_frame(channel, frame);
    if (!received) {
        log_.write(kFrameRefused, {{"node", node_}, {"why", received.error().what}});
        if (const auto report = reports_.answer(received.error(), now)) {
            send(effects, wire::Channel::kControl, *report);
        }
        return effects;
    }
    const bool is_hello = std::holds_alternative<wire::Hello>(received->message);
    if (is_hello && channel == wire::Channel::kBulk) {
        return effects;  // It has told the transport, and on_bulk_connected(), whose this is.
    }
    if (!is_live_ && std::holds_alternative<wire::ErrorReport>(received->message)) {
        return effects;  // An error is not answered by an error.
    }
    if (!is_hello && !is_live_) {
        // The node believes in a session that we do not have (we restarted): it must greet again.
        send(effects,
             wire::Channel::kControl,
             wire::ErrorReport{std::string{kNotWelcomed}, "say HELLO", true});
        return effects;
    }
    heard_at_ = now;
    if (channel == wire::Channel::kBulk) {
        on_bulk_frame(effects, *std::move(received), wall, now);
    } else {
        on_message(effects, *received, wall, now);
    }
    pump(effects, now);
    return effects;
}

void CentralSession::on_message(Effects& effects,
                                const Received& received,
                                WallTime wall,
                                MonoTime now) {
    const wire::Message& message = received.message;
    if (const auto* hello = std::get_if<wire::Hello>(&message)) {
        on_hello(effects, *hello, wall, now);
    } else if (const auto* batch = std::get_if<wire::SignedUpBatch>(&message)) {
        on_batch(effects, *batch);
    } else if (const auto* ack = std::get_if<wire::Ack>(&message)) {
        on_ack(effects, *ack, now);
    } else if (const auto* nack = std::get_if<wire::Nack>(&message)) {
        on_nack(effects, *nack, now);
    } else if (const auto* ask = std::get_if<wire::ReconAsk>(&message)) {
        on_recon_ask(effects, *ask);
    } else if (const auto* wanted = std::get_if<wire::ManifestReq>(&message)) {
        on_manifest_req(effects, *wanted);
    } else if (const auto* chunks = std::get_if<wire::ChunkReq>(&message)) {
        on_chunk_req(*chunks);
    } else if (const auto* ping = std::get_if<wire::Ping>(&message)) {
        reported_depth_ = ping->outbox_depth;
        end_stops(effects);
        tell_stopped(effects);
        ask_diverged(effects);
        send(effects, wire::Channel::kControl, wire::Pong{ping->counter});
    } else if (const auto* error = std::get_if<wire::ErrorReport>(&message)) {
        on_error(effects, *error, received.stream);
    }
}

void CentralSession::on_hello(Effects& effects,
                              const wire::Hello& hello,
                              WallTime wall,
                              MonoTime now) {
    const bool speaks_ours =
        hello.proto_min <= wire::kProtocol && hello.proto_max >= wire::kProtocol;
    if (hello.node != node_ || !speaks_ours) {
        log_.write(kHelloRefused, {{"node", node_}, {"says", hello.node}});
        send(effects,
             wire::Channel::kControl,
             wire::ErrorReport{"hello_refused", "node id or protocol version", true});
        return;
    }
    is_live_ = true;
    heard_at_ = now;
    reported_depth_ = depth_by(hello.up);
    trust_held_ = {
        hello.root_version, hello.revocations_version, hello.head_version, 0, hello.compartments};
    ++session_;
    log_.write(kSessionLive, {{"node", node_}, {"session", session_}});
    note_unknown(hello);
    wire::Welcome welcome;
    welcome.proto = wire::kProtocol;
    welcome.wall = wall;
    welcome.session = session_;
    welcome.greeting = hello.greeting;
    for (const auto& [stream, received] : up_) {
        welcome.up.push_back(received.receiver.held());
    }
    for (const auto& [stream, published] : down_) {
        const bool is_named =
            std::any_of(hello.down.begin(), hello.down.end(), [id = stream](const auto& position) {
                return position.stream == id && position.seq > Seq{0};
            });
        if (is_named || !is_withheld(stream)) {
            welcome.down.push_back(published.head);
        }
    }
    send(effects, wire::Channel::kControl, welcome);
    line_.begin_session();
    pull_.reset();
    tell_quarantined_up(effects);
    compare_up(effects, hello);
    resume_streams(effects, hello);
    tell_stopped(effects);
}

/// The node stands in a stream of which nothing is published here: the backup is from before its
/// first delta.
void CentralSession::note_unknown(const wire::Hello& hello) {
    for (const wire::StreamPosition& applied : hello.down) {
        const StreamId stream = applied.stream;
        const bool is_of_node = stream <= wire::down::kCounters || wire::is_list_stream(stream) ||
                                stream == wire::expected_stream(node_);
        if (is_of_node && applied.seq > Seq{0} && !down_.contains(stream)) {
            const wire::StreamPosition nothing{stream, applied.epoch, Seq{0}, {}};
            down_.emplace(stream,
                          Published{nothing, StreamSender{window_of(stream), Seq{0}, Seq{0}}});
        }
    }
}

void CentralSession::resume_streams(Effects& effects, const wire::Hello& hello) {
    for (auto& [stream, published] : down_) {
        published.named = position_in(hello.down, published.head);
        if (std::exchange(published.is_diverged, false)) {  // It says so again where it still is.
            effects.emplace_back(NodeRepaired{node_, stream});
        }
        published.is_pulled = false;  // It asks again.
        published.is_told = false;    // It may have started anew, and lost its note of it.
        if (is_withheld(stream)) {
            tell_withheld(effects, published);
        } else if (!published.is_quarantined) {
            resume_down(effects, published);
        }
    }
}

void CentralSession::resume_down(Effects& effects, Published& published) {
    const wire::StreamPosition& applied = published.named;
    if (is_forked(effects, published, applied)) {
        return;
    }
    if (applied.seq > published.sender.acked()) {  // Its ACK was lost with the last link.
        effects.emplace_back(RecordApplied{node_, applied, {}});
    }
    published.sender.resume(applied.seq);
}

void CentralSession::on_ack(Effects& effects, const wire::Ack& ack, MonoTime now) {
    const auto found = down_.find(ack.stream);
    if (found == down_.end() || ack.epoch != found->second.head.epoch ||
        found->second.is_quarantined || is_withheld(ack.stream)) {
        return;
    }
    if (is_forked(effects, found->second, {ack.stream, ack.epoch, ack.upto, ack.chain})) {
        tell_stopped(effects);
        return;
    }
    if (end_repair(effects, found->second, ack) || end_pull(effects, found->second, ack)) {
        return;
    }
    const wire::StreamPosition position{ack.stream, ack.epoch, ack.upto, ack.chain};
    // What a node has in force of the rules may change without a delta.
    const bool has_other_root = ack.stream == wire::kRuleStream &&
                                position == found->second.named && ack.root != wire::Hash256{};
    if (found->second.sender.on_ack(ack.upto, now) || has_other_root) {
        found->second.named = position;
        effects.emplace_back(RecordApplied{node_, position, ack.root});
    }
}

void CentralSession::on_nack(Effects& effects, const wire::Nack& nack, MonoTime now) {
    const auto found = down_.find(nack.stream);
    if (found == down_.end() || nack.epoch != found->second.head.epoch ||
        is_withheld(nack.stream)) {
        return;
    }
    if (nack.reason == wire::NackReason::kGap && std::exchange(found->second.is_pulled, false)) {
        give_up_pull(found->second, nack.from);
    } else if (nack.reason == wire::NackReason::kGap) {
        found->second.sender.on_nack(nack.from, now);
    } else if (nack.reason == wire::NackReason::kBadPre && wire::is_list_stream(nack.stream)) {
        pause_diverged(effects, found->second);
    } else if (is_refusal(nack.reason)) {
        found->second.is_told = true;
        if (!found->second.is_quarantined) {
            quarantine_down(effects, nack.stream, "the node refuses the stream");
        }
    }
}

CentralSession::Effects CentralSession::on_timer(MonoTime now) {
    Effects effects;
    if (!is_live_ || now < deadline().value_or(now)) {
        return effects;
    }
    if (now - heard_at_.value_or(now) >= kSilentAfter) {
        log_.write(kNodeSilent, {{"node", node_}});
        close();
        return effects;
    }
    for (auto& [stream, published] : down_) {
        published.sender.on_timer(now);
    }
    pump(effects, now);
    return effects;
}

CentralSession::Effects CentralSession::on_published(const wire::StreamPosition& head,
                                                     MonoTime now) {
    Effects effects;
    const auto found = down_.find(head.stream);
    if (found != down_.end()) {
        if (head.epoch != found->second.head.epoch || head.seq > found->second.head.seq) {
            found->second.head = head;
        }
        found->second.sender.on_tail(head.seq);
    } else {
        Published published{head, StreamSender{window_of(head.stream), Seq{0}, head.seq}};
        published.named = position_in({}, head);
        if (is_live_ && !is_withheld(head.stream)) {
            published.sender.resume(Seq{0});
        }
        down_.emplace(head.stream, published);
    }
    pump(effects, now);
    return effects;
}

CentralSession::Effects CentralSession::on_deltas(StreamId stream,
                                                  const std::vector<PublishedDelta>& deltas,
                                                  MonoTime now) {
    Effects effects;
    Published& published = down_.at(stream);
    if (!published.sender.is_load_wanted()) {
        published.sender.on_load_void();
        pump(effects, now);
        return effects;
    }
    if (deltas.empty() || deltas.front().seq != next(published.sender.sent())) {
        published.sender.on_load_failed(now);
        return effects;
    }
    if (down_channel(stream) == wire::Channel::kBulk) {
        queue_deltas(published, deltas);
        pump(effects, now);
        return effects;
    }
    send_urgent(effects, published, deltas, now);
    pump(effects, now);
    return effects;
}

void CentralSession::send_urgent(Effects& effects,
                                 Published& published,
                                 const std::vector<PublishedDelta>& deltas,
                                 MonoTime now) {
    const StreamId stream = published.head.stream;
    std::uint64_t bytes = 0;
    for (const PublishedDelta& delta : deltas) {
        bytes += delta.delta.size();
        core::Bytes frame = to_delta_frame(stream, delta.delta);
        // The alert of now, not one of a backlog.
        const bool is_live = stream == wire::kAlertStream && delta.seq == published.head.seq;
        std::optional<core::Bytes> copy =
            is_live ? line_.copy_of_urgent(frame, now) : std::optional<core::Bytes>{};
        effects.emplace_back(SendFrame{wire::Channel::kControl, std::move(frame)});
        if (copy) {
            effects.emplace_back(SendFrame{wire::Channel::kBulk, *std::move(copy)});
        }
    }
    line_.on_urgent(now);
    published.sender.on_sent(deltas.back().seq, bytes, now);
}

CentralSession::Effects CentralSession::release(Direction direction,
                                                StreamId stream,
                                                MonoTime now) {
    Effects effects;
    if (direction == Direction::kUp) {
        if (const auto found = up_.find(stream); found != up_.end()) {
            found->second.is_quarantined = false;
            found->second.is_stopped_by_node = false;
        }
        return effects;
    }
    const auto found = down_.find(stream);
    if (found == down_.end()) {
        return effects;
    }
    Published& published = found->second;
    published.is_quarantined = false;
    published.sender.resume(Seq{0});  // What the node has is said, and recorded, anew.
    published.sender.suspend();
    if (is_live_ && !is_withheld(stream)) {
        resume_down(effects, published);
        pump(effects, now);
    }
    return effects;
}

void CentralSession::close() {
    is_live_ = false;
    if (is_bulk_held_) {
        hold_bulk();
    }
    for (auto& [stream, published] : down_) {
        published.sender.suspend();
    }
}

CentralSession::Effects CentralSession::revoke() {
    Effects effects;
    send(effects, wire::Channel::kControl, wire::ErrorReport{std::string{kRevoked}, {}, true});
    close();
    return effects;
}

std::optional<MonoTime> CentralSession::deadline() const {
    if (!is_live_ || !heard_at_) {
        return std::nullopt;
    }
    MonoTime due = *heard_at_ + kSilentAfter;
    due = std::min(due, line_.deadline().value_or(due));
    for (const auto& [stream, published] : down_) {
        due = std::min(due, published.sender.deadline().value_or(due));
    }
    return due;
}

void CentralSession::send(Effects& effects,
                          wire::Channel channel,
                          const wire::Message& message) const {
    SendFrame send{channel, to_frame(message)};
    if (channel == wire::Channel::kBulk) {
        line_.mark(send.frame);
    }
    effects.emplace_back(std::move(send));
}

void CentralSession::send_ack(Effects& effects, const wire::StreamPosition& held) const {
    send(effects,
         up_channel(held.stream),
         wire::Ack{held.stream, held.epoch, held.seq, held.chain, {}});
}

void CentralSession::send_nack(Effects& effects,
                               const wire::StreamPosition& held,
                               wire::NackReason reason) const {
    send(effects,
         up_channel(held.stream),
         wire::Nack{held.stream, held.epoch, next(held.seq), reason});
}

void CentralSession::quarantine_down(Effects& effects, StreamId stream, std::string reason) {
    log_.write(kForked, {{"node", node_}, {"down", stream}, {"why", reason}});
    down_.at(stream).is_quarantined = true;
    down_.at(stream).sender.suspend();
    effects.emplace_back(Quarantine{node_, Direction::kDown, stream, std::move(reason)});
}

}  // namespace sarhad::replication
