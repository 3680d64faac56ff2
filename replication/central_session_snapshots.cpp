// Lists that a node gets whole, seen from central: it sends what is asked for, and no more.
#include "replication/central_session.h"
#include "replication/frames.h"
#include "wire/streams.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;

namespace {

/// What a node may have granted beyond what was sent, whatever it says.
constexpr std::uint64_t kGrantedMax = 512 * 1024;

void take_off(core::Bytes& chunks, std::uint32_t chunk) {
    if (chunk / 8 < chunks.size()) {
        chunks[chunk / 8] &= static_cast<std::uint8_t>(~(1U << chunk % 8));
    }
}

}  // namespace

/// Nothing of the stream goes by deltas until the node says where it stands. False where it cannot
/// be had.
bool CentralSession::begin_pull(StreamId stream) {
    const auto found = down_.find(stream);
    if (found == down_.end() || found->second.is_quarantined || is_withheld(stream) ||
        !wire::is_list_stream(stream)) {
        return false;
    }
    found->second.sender.suspend();
    found->second.is_pulled = true;
    return true;
}

CentralSession::Effects CentralSession::on_deltas_gone(StreamId stream, MonoTime now) {
    Effects effects;
    Published& published = down_.at(stream);
    if (published.sender.is_load_wanted()) {
        published.sender.on_load_failed(now);
        tell_unasked(effects, stream, wire::ReconWhat::kWhole);
    } else {
        published.sender.on_load_void();
    }
    pump(effects, now);
    return effects;
}

/// True where the ACK is the first behind a list that came whole.
bool CentralSession::end_pull(Effects& effects, Published& published, const wire::Ack& ack) {
    if (!std::exchange(published.is_pulled, false)) {
        return false;
    }
    published.named = {ack.stream, ack.epoch, ack.upto, ack.chain};
    published.sender.resume(ack.upto);
    effects.emplace_back(RecordApplied{node_, published.named, ack.root});
    return true;
}

/// The node takes the deltas, from `from` on.
void CentralSession::give_up_pull(Published& published, Seq from) const {
    const Seq held{std::max<std::uint64_t>(from.value(), 1) - 1};
    if (!is_stopped(published)) {
        published.sender.resume(std::min(held, published.head.seq));
    }
}

/// The list does not belong to the node any more: what it asked for of it is not sent.
void CentralSession::give_up_chunks(Published& published) {
    published.is_pulled = false;
    if (pull_ && pull_->ask.stream == published.head.stream) {
        pull_.reset();
    }
}

void CentralSession::on_manifest_req(Effects& effects, const wire::ManifestReq& ask) {
    if (!begin_pull(ask.stream)) {
        line_.put(wire::Lane::kBulk,
                  ask.stream,
                  Seq{0},
                  to_frame(wire::Manifest{ask.stream, ask.number, {}}));
        return;
    }
    pull_.reset();
    if (!std::exchange(is_answering_manifest_, true)) {  // It asks again.
        effects.emplace_back(AnswerManifest{node_, ask});
    }
}

CentralSession::Effects CentralSession::on_manifest(const wire::Manifest& manifest, MonoTime now) {
    Effects effects;
    is_answering_manifest_ = false;
    if (is_live_ && !is_withheld(manifest.stream)) {
        line_.put(wire::Lane::kBulk, manifest.stream, Seq{0}, to_frame(manifest));
        pump(effects, now);
    }
    return effects;
}

void CentralSession::on_chunk_req(const wire::ChunkReq& ask) {
    if (!begin_pull(ask.stream)) {
        return;
    }
    const bool is_same = pull_ && pull_->ask.stream == ask.stream &&
                         pull_->ask.number == ask.number && pull_->ask.edition == ask.edition;
    if (!is_same) {
        pull_ = Pull{ask, 0};
    }
    pull_->ask.granted =
        std::min(std::max(pull_->ask.granted, ask.granted), pull_->told + kGrantedMax);
}

/// One load at a time: a slow node costs central no more than one message.
void CentralSession::load_chunks(Effects& effects, MonoTime now) {
    const bool is_due = pull_ && !is_loading_chunks_ && pull_->told < pull_->ask.granted &&
                        is_bulk_admitted_ && line_.wants_more(wire::Lane::kBulk, now);
    if (is_due) {
        is_loading_chunks_ = true;
        effects.emplace_back(LoadChunks{node_, pull_->ask});
    }
}

CentralSession::Effects CentralSession::on_chunks(const wire::ChunkTell& tell, MonoTime now) {
    Effects effects;
    is_loading_chunks_ = false;
    const bool is_wanted =
        is_live_ && pull_ && pull_->ask.stream == tell.stream && pull_->ask.number == tell.number;
    if (is_wanted) {
        line_.put(wire::Lane::kBulk, tell.stream, Seq{0}, to_frame(tell));
        for (const wire::ChunkPart& part : tell.parts) {
            pull_->told += part.part.size();
            pull_->ask.offset = part.offset + static_cast<std::uint32_t>(part.part.size());
            if (pull_->ask.offset == part.size) {
                take_off(pull_->ask.chunks, part.chunk);
                pull_->ask.offset = 0;
            }
        }
        const bool has_more =
            !tell.parts.empty() && std::any_of(pull_->ask.chunks.begin(),
                                               pull_->ask.chunks.end(),
                                               [](std::uint8_t byte) { return byte != 0; });
        if (!has_more) {
            pull_.reset();
        }
    }
    pump(effects, now);
    return effects;
}

}  // namespace sarhad::replication
