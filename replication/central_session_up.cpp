// The upward half of central's session: the rows of the node's outbox.
#include "core/plant.h"
#include "replication/central_session.h"
#include "replication/events.h"
#include "replication/frames.h"
#include "replication/up_batch.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;

std::uint64_t CentralSession::depth_by(const std::vector<wire::StreamPosition>& tails) const {
    std::uint64_t depth = 0;
    for (const wire::StreamPosition& tail : tails) {
        const auto found = up_.find(tail.stream);
        const bool is_known =
            found != up_.end() && found->second.receiver.held().epoch == tail.epoch;
        const Seq held = is_known ? found->second.receiver.held().seq : Seq{0};
        depth += tail.seq.value() - std::min(held, tail.seq).value();
    }
    return depth;
}

/// Only where both stand at the same number. A late HELLO names an older tail, which says nothing;
/// where the node has more, it compares our position with its own rows.
void CentralSession::compare_up(Effects& effects, const wire::Hello& hello) {
    for (const wire::StreamPosition& tail : hello.up) {
        const auto found = up_.find(tail.stream);
        if (found == up_.end() || found->second.is_quarantined) {
            continue;
        }
        const wire::StreamPosition held = found->second.receiver.held();
        if (tail.epoch == held.epoch && tail.seq == held.seq && tail.chain != held.chain) {
            send_nack(effects, held, wire::NackReason::kFork);
            quarantine_up(effects, tail.stream, "the node has other rows under the same numbers");
        }
    }
}

/// Our NACK may have been lost, or the node has restarted before it could note it.
void CentralSession::tell_quarantined_up(Effects& effects) {
    for (auto& [stream, upstream] : up_) {
        upstream.is_stop_said = false;
        if (upstream.is_quarantined) {
            send_nack(effects, upstream.receiver.held(), wire::NackReason::kFork);
        }
    }
}

void CentralSession::on_error(Effects& effects, const wire::ErrorReport& error, StreamId stream) {
    log_.write(kPeerReported, {{"node", node_}, {"code", error.code}});
    Upstream* const stopped = error.code == kForkedUp ? received(stream) : nullptr;
    if (stopped == nullptr) {
        return;
    }
    stopped->is_stop_said = true;
    if (!std::exchange(stopped->is_stopped_by_node, true)) {
        log_.write(kForked, {{"node", node_}, {"up", stream}, {"why", kStoppedByNode}});
        effects.emplace_back(
            Quarantine{node_, Direction::kUp, stream, std::string{kStoppedByNode}});
    }
}

/// A PING follows what the node said after WELCOME: what it did not say there has ended.
void CentralSession::end_stops(Effects& effects) {
    for (auto& [stream, upstream] : up_) {
        if (upstream.is_stopped_by_node && !upstream.is_stop_said) {
            upstream.is_stopped_by_node = false;
            effects.emplace_back(Resumed{node_, stream});
        }
    }
}

void CentralSession::keep_quarantined(StreamId stream) {
    if (Upstream* const upstream = received(stream)) {
        upstream->is_quarantined = true;
    }
}

void CentralSession::keep_stopped(StreamId stream) {
    if (Upstream* const upstream = received(stream)) {
        upstream->is_stopped_by_node = true;
    }
}

void CentralSession::on_batch(Effects& effects, const wire::SignedUpBatch& signed_batch) {
    core::Result<wire::Opened> opened = trust_.open_up_batch(signed_batch, node_);
    core::Result<wire::UpBatch> batch =
        opened ? wire::decode_up_batch(*opened) : core::Result<wire::UpBatch>{opened.error()};
    if (!batch) {
        log_.write(kBatchRefused, {{"node", node_}, {"why", batch.error().what}});
        return;
    }
    on_verified(effects, *std::move(batch));
}

void CentralSession::on_verified(Effects& effects, wire::UpBatch batch) {
    Upstream* const found = received(batch.stream);
    if (found == nullptr) {
        log_.write(kBatchRefused, {{"node", node_}, {"why", "more streams than WELCOME names"}});
        return;
    }
    Upstream& stream = *found;
    const wire::StreamPosition held = stream.receiver.held();
    const wire::StreamPosition taken = stream.receiver.taken();
    if (stream.is_quarantined) {
        // The node has not heard: it has restarted, or our NACK was lost.
        send_nack(effects, held, wire::NackReason::kFork);
        return;
    }
    core::Result<BatchChain> chain = chain_of(batch, taken.seq);
    if (!chain) {
        log_.write(kBatchRefused, {{"node", node_}, {"why", chain.error().what}});
        return;
    }
    const wire::StreamPosition after{batch.stream, batch.epoch, batch.rows.back().seq, chain->last};
    const Run run{batch.epoch, batch.rows.front().seq, after.seq, batch.prev, chain->at_seq};
    switch (stream.receiver.classify(run)) {
        case Arrival::kNext:
            drop_held(batch, taken.seq, taken.chain);
            stream.receiver.take(after);
            store(effects, std::move(batch), after);
            return;
        case Arrival::kRepeat:
            send_ack(effects, held);
            return;
        case Arrival::kUnderWay:
        case Arrival::kBusy:
            return;
        case Arrival::kGap:
        case Arrival::kOtherEpoch:
            send_nack(effects, taken, wire::NackReason::kGap);
            return;
        case Arrival::kFork:
            send_nack(effects, held, wire::NackReason::kFork);
            quarantine_up(effects, batch.stream, "another content under a number already held");
            return;
    }
}

void CentralSession::store(Effects& effects,
                           wire::UpBatch batch,
                           const wire::StreamPosition& after) {
    if (is_planted(core::Plant::kAckBeforeCommit)) {
        send_ack(effects, after);
    }
    effects.emplace_back(StoreRows{node_, std::move(batch), after});
}

CentralSession::Effects CentralSession::on_stored(const wire::StreamPosition& position,
                                                  MonoTime /*now*/) {
    Effects effects;
    StreamReceiver& receiver = up_.at(position.stream).receiver;
    const std::uint64_t rows =
        position.seq.value() - std::min(receiver.held().seq, position.seq).value();
    receiver.on_stored(position);
    if (reported_depth_) {
        *reported_depth_ -= std::min(*reported_depth_, rows);
    }
    if (is_live_ && !is_planted(core::Plant::kAckBeforeCommit)) {
        send_ack(effects, position);
    }
    return effects;
}

CentralSession::Effects CentralSession::on_store_failed(StreamId stream, core::Errc why) {
    Effects effects;
    Upstream& failed = up_.at(stream);
    failed.receiver.on_store_failed();
    // kCorrupt is of our own store, kNotFound of a key that we lack: neither is the node's fault,
    // and both are mended here, so the node sends again.
    const bool is_final = why == core::Errc::kInvalid || why == core::Errc::kUnauthenticated;
    if (is_final && !failed.is_quarantined) {
        if (is_live_) {
            send_nack(effects, failed.receiver.held(), wire::NackReason::kBadSignature);
        }
        quarantine_up(effects, stream, "rows that do not open with this node's keys");
    }
    return effects;
}

void CentralSession::quarantine_up(Effects& effects, StreamId stream, std::string reason) {
    log_.write(kForked, {{"node", node_}, {"up", stream}, {"why", reason}});
    up_.at(stream).is_quarantined = true;
    effects.emplace_back(Quarantine{node_, Direction::kUp, stream, std::move(reason)});
}

CentralSession::Upstream* CentralSession::received(StreamId stream) {
    const auto found = up_.find(stream);
    if (found != up_.end()) {
        return &found->second;
    }
    if (up_.size() >= wire::kMaxPositions) {
        return nullptr;
    }
    const StreamReceiver nothing{{stream, core::Epoch{1}, Seq{0}, wire::Hash256{}}};
    return &up_.emplace(stream, Upstream{nothing}).first->second;
}

}  // namespace sarhad::replication
