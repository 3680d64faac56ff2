// What comes down: a delta is verified, told apart by its number, handed on, and answered.
#include "core/plant.h"
#include "replication/events.h"
#include "replication/frames.h"
#include "replication/node_session.h"
#include "wire/hash.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;

/// Central may have been restored from a backup and have published since under numbers that were
/// used before: what this node holds would then pass for a repeat, and alerts would be missed in
/// silence. Where central is ahead, its next delta names the chain that it follows.
void NodeSession::compare_down(Effects& effects, const wire::Welcome& welcome) {
    if (is_planted(core::Plant::kForkUnseen)) {
        return;
    }
    for (auto& [stream, down] : down_) {
        const wire::StreamPosition& taken = down.receiver.taken();
        const auto head = std::find_if(
            welcome.down.begin(), welcome.down.end(), [id = stream](const auto& position) {
                return position.stream == id;
            });
        const bool is_named = head != welcome.down.end();
        const Seq published = is_named ? head->seq : Seq{0};
        const bool is_ahead = taken.seq > published;
        const bool differs = is_named && taken.seq == published && taken.chain != head->chain;
        if (down.is_quarantined || (!is_ahead && !differs)) {
            continue;
        }
        send_nack(effects, down.receiver.held(), wire::NackReason::kFork);
        quarantine_down(effects,
                        stream,
                        is_ahead ? "this node has applied more than central has published"
                                 : "central has another history than this node has applied");
    }
}

void NodeSession::on_delta(Effects& effects, const Received& received, const wire::Delta& delta) {
    const StreamId stream = received.stream;
    // Verify before decoding: decode_delta() takes nothing but what the trust store opened.
    const wire::Role role =
        stream == wire::kAlertStream ? wire::Role::alert() : wire::Role::sequencer({});
    core::Result<wire::Opened> opened = trust_.open_delta(delta, role);
    core::Result<wire::DeltaBody> body =
        opened ? wire::decode_delta(*opened) : core::Result<wire::DeltaBody>{opened.error()};
    if (body && body->stream != stream) {
        body = core::Error{core::Errc::kUnauthenticated, "signed for another stream"};
    }
    if (!body) {
        log_.write(kDeltaRefused, {{"stream", stream}, {"why", body.error().what}});
        return;
    }
    const bool is_known = stream == wire::kAlertStream || stream == wire::down::kDesk ||
                          stream == wire::kRuleStream || stream == wire::down::kCounters ||
                          wire::is_list_stream(stream) ||
                          stream == wire::expected_stream(identity_.node);
    if (!is_known) {
        // A position or an ACK here would mean that a newer program never gets it.
        if (ignored_.insert(stream).second) {
            log_.write(kStreamIgnored, {{"stream", stream}});
        }
        return;
    }
    on_verified(effects, received.channel, delta, *std::move(body));
}

void NodeSession::on_verified(Effects& effects,
                              wire::Channel channel,
                              const wire::Delta& delta,
                              wire::DeltaBody body) {
    Downward& down = downward(body.stream);
    if (down.is_pulled) {
        return;  // Sent before central heard of it, or after a restart; it comes behind the list.
    }
    if (down.is_quarantined || down.is_diverged) {
        // Central has not heard: its session is new, or our NACK was lost.
        send_nack(effects, down.receiver.held(), nack_of(down));
        return;
    }
    const bool may_be_erased = body.stream == wire::kAlertStream ||
                               body.stream == wire::down::kCounters ||
                               wire::is_expected_stream(body.stream);
    const bool is_erased =
        may_be_erased && body.ops.empty() && body.erased_chain != wire::Hash256{};
    const wire::Hash256 chain =
        is_erased ? body.erased_chain : wire::chain_hash(body.prev_chain, delta.body);
    const bool is_at_taken = body.seq == down.receiver.taken().seq;
    const Run run{body.epoch,
                  body.seq,
                  body.seq,
                  body.prev_chain,
                  is_at_taken ? std::optional{chain} : std::nullopt};
    const wire::StreamPosition& held = down.receiver.held();
    switch (down.receiver.classify(run)) {
        case Arrival::kNext:
            down.receiver.take({body.stream, body.epoch, body.seq, chain});
            effects.emplace_back(ApplyDelta{std::move(body), wire::encode(delta), chain});
            return;
        case Arrival::kRepeat:  // An alert's copy too: its ACK goes the way that it came.
            send_ack(effects, channel, held, roots_[held.stream]);
            return;
        case Arrival::kUnderWay:
        case Arrival::kBusy:
            return;
        case Arrival::kGap:
        case Arrival::kOtherEpoch:
            send_nack(effects, held, wire::NackReason::kGap);
            return;
        case Arrival::kFork:
            send_nack(effects, held, wire::NackReason::kFork);
            quarantine_down(effects, body.stream, "another content under a number already applied");
            return;
    }
}

NodeSession::Effects NodeSession::on_applied(const wire::StreamPosition& position,
                                             const wire::Hash256& root,
                                             MonoTime /*now*/) {
    Effects effects;
    downward(position.stream).receiver.on_stored(position);
    roots_[position.stream] = root;
    if (state_ == State::kLive) {
        send_ack(effects, position, root);
    }
    return effects;
}

void NodeSession::set_root(StreamId stream, const wire::Hash256& root) {
    roots_[stream] = root;
}

NodeSession::Effects NodeSession::on_root(const wire::StreamPosition& position,
                                          const wire::Hash256& root) {
    Effects effects;
    // A delta that is stored and not told of yet brings a root of its own.
    if (downward(position.stream).receiver.held() == position) {
        roots_[position.stream] = root;
        tell_root(effects, position.stream);
    }
    return effects;
}

void NodeSession::tell_root(Effects& effects, StreamId stream) {
    const auto found = down_.find(stream);
    if (state_ != State::kLive || found == down_.end() || found->second.is_quarantined) {
        return;
    }
    if (const wire::StreamPosition& held = found->second.receiver.held(); held.seq > Seq{0}) {
        send_ack(effects, held, roots_[stream]);
    }
}

bool NodeSession::has_all(StreamId stream) const {
    const auto found = down_.find(stream);
    return found != down_.end() && found->second.receiver.held().seq >= head_of(stream);
}

Seq NodeSession::head_of(StreamId stream) const {
    const auto found = welcomed_.find(stream);
    return found == welcomed_.end() ? Seq{0} : found->second;
}

NodeSession::Effects NodeSession::on_apply_failed(StreamId stream, core::Errc why, MonoTime now) {
    Effects effects;
    Downward& down = downward(stream);
    down.receiver.on_store_failed();
    if (why == core::Errc::kCorrupt && wire::is_list_stream(stream)) {
        set_diverged(effects, stream, "a delta does not lead to the state it was signed for", now);
    } else if (why == core::Errc::kCorrupt && !down.is_quarantined) {
        if (state_ == State::kLive) {
            send_nack(effects, down.receiver.held(), wire::NackReason::kBadPre);
        }
        quarantine_down(
            effects, stream, "the state after a delta is not the one it was signed for");
    }
    // Otherwise the disk could not: central sends it again when its own time is up.
    return effects;
}

void NodeSession::quarantine_down(Effects& effects, StreamId stream, std::string reason) {
    log_.write(kForked, {{"down", stream}, {"why", reason}});
    downward(stream).is_quarantined = true;
    downward(stream).is_diverged = false;
    downward(stream).is_pulled = false;
    repair_.drop(stream);
    snapshots_.drop(stream);
    effects.emplace_back(Quarantine{identity_.node, Direction::kDown, stream, std::move(reason)});
}

NodeSession::Downward& NodeSession::downward(StreamId stream) {
    const StreamReceiver nothing{{stream, core::Epoch{1}, Seq{0}, wire::Hash256{}}};
    return down_.emplace(stream, Downward{nothing}).first->second;  // Or the one there is.
}

}  // namespace sarhad::replication
