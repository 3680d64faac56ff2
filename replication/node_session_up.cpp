// The upward half of a node's session: the rows of its outbox.
#include "core/text.h"
#include "replication/events.h"
#include "replication/frames.h"
#include "replication/node_session.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;

namespace {

/// A batch is one frame: rows and their heads stay under its limit.
constexpr std::uint64_t kBatchBytesMax = 48 * 1024;
constexpr std::uint64_t kBatchRowsMax = 256;
/// A batch of a slow line goes in one piece: so much beside its rows, and no less for them.
constexpr std::uint64_t kBatchHeadBytes = 256;
constexpr std::uint64_t kBatchBytesMin = 512;
/// What a row takes in a batch beside its sealed bytes, rounded up.
constexpr std::uint64_t kRowHeadBytes = 64;

bool is_oversized(const store::OutboxRow& row) {
    return row.sealed.size() > store::kSealedRowBytesMax;
}

bool has_seed(const wire::UpBatch& batch, std::uint32_t key_epoch) {
    return std::any_of(batch.seeds.begin(), batch.seeds.end(), [&](const wire::KeySeed& seed) {
        return seed.key_epoch == key_epoch;
    });
}

/// Whether `row` may follow in the same batch, its size apart.
bool fits(const wire::UpBatch& batch, const store::OutboxRow& row) {
    const bool has_room = batch.seeds.size() < wire::kMaxSeeds || has_seed(batch, row.key_epoch);
    return has_room && batch.rows.size() < kBatchRowsMax && batch.epoch == row.epoch;
}

/// Adds the row, and its key epoch's seed where the batch lacks it.
void add_row(wire::UpBatch& batch,
             const store::OutboxRow& row,
             const std::vector<wire::KeySeed>& seeds) {
    for (const wire::KeySeed& seed : seeds) {
        if (seed.key_epoch == row.key_epoch && !has_seed(batch, row.key_epoch)) {
            batch.seeds.push_back(seed);
        }
    }
    batch.rows.push_back({row.seq, row.key_epoch, row.key_index, row.created, row.sealed});
}

}  // namespace

void NodeSession::resume_outbox(Effects& effects, const wire::StreamPosition& held) {
    Upward& up = up_.at(held.stream);
    if (held.epoch != up.outbox.epoch || held.seq > up.sender.tail()) {
        quarantine_up(effects, held.stream, "central holds rows that this node does not have");
        return;
    }
    const bool is_at_acked = held.seq == up.sender.acked();
    const bool is_at_tail = held.seq == up.sender.tail();
    if ((is_at_acked && held.chain != up.outbox.acked_chain) ||
        (is_at_tail && held.chain != up.outbox.tail_chain)) {
        quarantine_up(effects, held.stream, "central holds other rows under the same numbers");
        return;
    }
    // Between the two, the store compares the chains.
    if (held.seq < up.sender.acked()) {
        log_.write(kCentralForgot, {{"stream", held.stream}, {"held", held.seq}});
        effects.emplace_back(RewindOutbox{held.stream, held.seq, held.chain});
    } else if (held.seq > up.sender.acked()) {
        effects.emplace_back(MarkAcked{held.stream, held.epoch, held.seq, held.chain});
    }
    up.outbox.acked_chain = held.chain;
    up.sender.resume(held.seq);
}

void NodeSession::on_ack(Effects& effects, const wire::Ack& ack, MonoTime now) {
    const auto up = up_.find(ack.stream);
    if (up == up_.end() || ack.epoch != up->second.outbox.epoch) {
        return;
    }
    if (up->second.sender.on_ack(ack.upto, now)) {
        up->second.outbox.acked_chain = ack.chain;
        effects.emplace_back(MarkAcked{ack.stream, ack.epoch, ack.upto, ack.chain});
    }
}

void NodeSession::on_nack(Effects& effects, const wire::Nack& nack, MonoTime now) {
    const auto up = up_.find(nack.stream);
    if (up == up_.end() || nack.epoch != up->second.outbox.epoch) {
        return;
    }
    if (is_refusal(nack.reason)) {
        if (!up->second.is_quarantined) {
            quarantine_up(effects, nack.stream, "central refuses the rows");
        }
    } else if (nack.reason == wire::NackReason::kGap) {
        up->second.sender.on_nack(nack.from, now);
    }
}

NodeSession::Effects NodeSession::on_committed(StreamId stream,
                                               const store::OutboxPosition& tail,
                                               MonoTime now) {
    Effects effects;
    Upward& up = up_.at(stream);
    if (tail.seq > up.sender.tail()) {
        up.outbox.tail_chain = tail.hash;
        up.sender.on_tail(tail.seq);
    }
    pump(effects, now);
    return effects;
}

NodeSession::Effects NodeSession::on_outbox_conflict(StreamId stream, std::string why) {
    Effects effects;
    if (!up_.at(stream).is_quarantined) {
        quarantine_up(effects, stream, std::move(why));
    }
    return effects;
}

NodeSession::Effects NodeSession::on_rows(StreamId stream,
                                          const std::vector<store::OutboxRow>& rows,
                                          const std::vector<wire::KeySeed>& seeds,
                                          MonoTime now) {
    Effects effects;
    Upward& up = up_.at(stream);
    if (!up.sender.is_load_wanted()) {
        up.sender.on_load_void();
        pump(effects, now);
        return effects;
    }
    if (rows.empty() || rows.front().seq != next(up.sender.sent())) {
        up.sender.on_load_failed(now);
        return effects;
    }
    if (std::any_of(rows.begin(), rows.end(), is_oversized)) {
        up.sender.on_load_void();
        quarantine_up(effects, stream, "a row is larger than a frame takes");
        return effects;
    }
    send_rows(effects, up, rows, seeds, now);
    pump(effects, now);
    return effects;
}

void NodeSession::send_rows(Effects& effects,
                            Upward& up,
                            const std::vector<store::OutboxRow>& rows,
                            const std::vector<wire::KeySeed>& seeds,
                            MonoTime now) {
    const StreamId stream = up.outbox.stream;
    const bool is_bulk = up_channel(stream) == wire::Channel::kBulk;
    const std::uint64_t piece = std::max(line_.piece(now), kBatchBytesMin + kBatchHeadBytes);
    const std::uint64_t batch_max =
        is_bulk ? std::min(kBatchBytesMax, piece - kBatchHeadBytes) : kBatchBytesMax;
    std::uint64_t bytes = 0;
    std::uint64_t batch_bytes = 0;
    wire::UpBatch batch;
    for (const store::OutboxRow& row : rows) {
        const std::uint64_t size = row.sealed.size() + kRowHeadBytes;
        if (!batch.rows.empty() && (batch_bytes + size > batch_max || !fits(batch, row))) {
            send_batch(effects, std::exchange(batch, {}), now);
            batch_bytes = 0;
        }
        if (batch.rows.empty()) {
            batch.stream = row.stream;
            batch.epoch = row.epoch;
            batch.prev = row.prev;
        }
        add_row(batch, row, seeds);
        batch_bytes += size;
        bytes += size;
    }
    send_batch(effects, batch, now);
    if (is_bulk) {
        [[maybe_unused]] const bool waits = up.sender.on_queued(rows.back().seq, bytes);
    } else {
        line_.on_urgent(now);
        up.sender.on_sent(rows.back().seq, bytes, now);
    }
}

void NodeSession::send_batch(Effects& effects, const wire::UpBatch& batch, MonoTime now) {
    const core::Bytes body = wire::encode(batch);
    const wire::SignedUpBatch signed_batch{body, key_.sign(wire::Domain::kUpBatch, body)};
    core::Bytes frame = to_frame(signed_batch, batch.stream);
    if (up_channel(batch.stream) == wire::Channel::kBulk) {
        line_.put(up_lane(batch.stream), batch.stream, batch.rows.back().seq, std::move(frame));
        return;
    }
    // A hit of now, not of a backlog: its alert at other ports waits for it.
    const bool is_live = batch.stream == wire::up::kHits &&
                         batch.rows.back().seq == up_.at(batch.stream).sender.tail();
    std::optional<core::Bytes> copy =
        is_live ? line_.copy_of_urgent(frame, now) : std::optional<core::Bytes>{};
    effects.emplace_back(SendFrame{wire::Channel::kControl, std::move(frame)});
    if (copy) {
        effects.emplace_back(SendFrame{wire::Channel::kBulk, *std::move(copy)});
    }
}

void NodeSession::quarantine_up(Effects& effects, StreamId stream, std::string reason) {
    log_.write(kForked, {{"up", stream}, {"why", reason}});
    up_.at(stream).is_quarantined = true;
    up_.at(stream).sender.suspend();
    if (state_ == State::kLive) {
        send_forked(effects, stream);
    }
    effects.emplace_back(Quarantine{identity_.node, Direction::kUp, stream, std::move(reason)});
}

/// There is no other way to tell central of an upward stream.
void NodeSession::send_forked(Effects& effects, StreamId stream) const {
    effects.emplace_back(
        SendFrame{wire::Channel::kControl, to_frame(stopped(kForkedUp, stream), stream)});
}

}  // namespace sarhad::replication
