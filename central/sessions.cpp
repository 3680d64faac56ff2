#include "central/sessions.h"

#include "central/events.h"
#include "core/check.h"
#include "replication/frames.h"
#include "wire/streams.h"

#include <algorithm>
#include <variant>

namespace sarhad::central {

using core::NodeId;
using core::StreamId;

namespace {

/// So that a deadline that stays in the past cannot spin the loop.
constexpr core::Duration kLeastTimer = std::chrono::milliseconds{1};
/// A place that is given back is filled within this.
constexpr core::Duration kAdmissionEvery = std::chrono::milliseconds{50};

}  // namespace

Sessions::Sessions(const Parts& parts, SessionOwner& owner)
    : parts_{parts}, owner_{owner}, catch_ups_{parts.random} {}

Sessions::~Sessions() {
    close();
}

void Sessions::add(NodeId node,
                   const std::vector<wire::StreamPosition>& held,
                   const std::vector<wire::StreamPosition>& heads) {
    auto line = std::make_unique<Line>(
        replication::CentralSession{node, parts_.trust, held, heads, parts_.log});
    line->session.hold_bulk();
    SARHAD_CHECK(lines_.emplace(node, std::move(line)).second);
}

void Sessions::remove(NodeId node, const std::vector<wire::Message>& last) {
    const auto found = lines_.find(node);
    if (found == lines_.end()) {
        return;
    }
    disarm(*found->second);
    Effects parting;
    for (const wire::Message& message : last) {
        parting.emplace_back(
            replication::SendFrame{wire::Channel::kControl, replication::to_frame(message)});
    }
    if (last.empty()) {
        parting = found->second->session.revoke();
    }
    for (replication::CentralEffect& effect : parting) {
        run_one(node, std::move(effect));
    }
    lines_.erase(found);
    catch_ups_.leave(node);
    if (last.empty()) {
        parts_.transport.forget(node);
    }
}

void Sessions::close() {
    if (admission_) {
        parts_.scheduler.cancel(*std::exchange(admission_, std::nullopt));
    }
    for (auto& [node, line] : lines_) {
        disarm(*line);
        line->session.close();
    }
}

Sessions::Line* Sessions::find(NodeId node) {
    const auto found = lines_.find(node);
    return found == lines_.end() ? nullptr : found->second.get();
}

std::optional<wire::PeerId>& Sessions::newest_of(Line& line, wire::Channel channel) {
    return line.newest.at(static_cast<std::size_t>(channel));
}

/// Both transports number connections upwards, libzmq in 32 bits that may wrap.
bool Sessions::is_superseded(Line& line, const wire::Peer& peer) {
    std::optional<wire::PeerId>& newest = newest_of(line, peer.channel);
    if (newest) {
        const auto ahead =
            static_cast<std::int32_t>(static_cast<std::uint32_t>(peer.connection.value()) -
                                      static_cast<std::uint32_t>(newest->value()));
        if (ahead < 0) {
            return true;
        }
    }
    newest = peer.connection;
    return false;
}

void Sessions::on_frame(const wire::Peer& peer, core::ByteView frame) {
    Line* line = find(peer.node);
    if (line == nullptr) {
        ++refused_frames_;
        owner_.on_stranger(peer, frame);
        return;
    }
    const std::optional<wire::PeerId> before = newest_of(*line, peer.channel);
    if (is_superseded(*line, peer)) {
        ++refused_frames_;
        return;
    }
    if (is_cloned(peer, *line, frame)) {
        ++refused_frames_;
        return;
    }
    if (peer.channel == wire::Channel::kBulk && before != peer.connection) {
        run(peer.node, line->session.on_bulk_connected(parts_.clock.mono()));
    }
    line->heard_at = parts_.clock.wall();
    run(peer.node,
        line->session.on_frame(peer.channel, frame, *line->heard_at, parts_.clock.mono()));
}

void Sessions::on_published(const wire::StreamPosition& head) {
    const core::MonoTime now = parts_.clock.mono();
    for (auto& [node, line] : lines_) {
        if (!wire::is_expected_stream(head.stream) || head.stream == wire::expected_stream(node)) {
            run(node, line->session.on_published(head, now));
        }
    }
}

void Sessions::send(NodeId node, const std::vector<wire::Message>& messages) {
    if (!is_live(node)) {
        return;
    }
    Effects effects;
    for (const wire::Message& message : messages) {
        effects.emplace_back(
            replication::SendFrame{wire::Channel::kControl, replication::to_frame(message)});
    }
    run(node, std::move(effects));
}

replication::TrustVersions Sessions::trust_held(NodeId node) const {
    const auto found = lines_.find(node);
    return found == lines_.end() ? replication::TrustVersions{}
                                 : found->second->session.trust_held();
}

void Sessions::keep_quarantined(const QuarantineRow& row) {
    Line* line = find(row.node);
    if (line == nullptr || row.direction == replication::Direction::kDown) {
        return;
    }
    if (row.stream == kEveryStream) {
        line->is_cloned = true;
        return;
    }
    if (row.reason == replication::kStoppedByNode) {
        line->session.keep_stopped(row.stream);
    } else {
        line->session.keep_quarantined(row.stream);
    }
}

void Sessions::release(NodeId node, replication::Direction direction, StreamId stream) {
    Line* line = find(node);
    if (line != nullptr && stream == kEveryStream) {
        line->is_cloned = false;
        line->boots.forget();
    } else if (line != nullptr) {
        run(node, line->session.release(direction, stream, parts_.clock.mono()));
    }
}

void Sessions::withhold(NodeId node, std::set<StreamId> streams) {
    if (Line* line = find(node)) {
        run(node, line->session.withhold(std::move(streams), parts_.clock.mono()));
    }
}

void Sessions::offer_repair(NodeId node, StreamId stream) {
    if (Line* line = find(node)) {
        run(node, line->session.offer_repair(stream));
    }
}

void Sessions::on_recon(NodeId node, const wire::ReconTell& tell) {
    if (Line* line = find(node)) {
        run(node, line->session.on_recon(tell, parts_.clock.mono()));
    }
}

void Sessions::on_manifest(NodeId node, const wire::Manifest& manifest) {
    if (Line* line = find(node)) {
        run(node, line->session.on_manifest(manifest, parts_.clock.mono()));
    }
}

void Sessions::on_chunks(NodeId node, const wire::ChunkTell& tell) {
    if (Line* line = find(node)) {
        run(node, line->session.on_chunks(tell, parts_.clock.mono()));
    }
}

void Sessions::on_stored(NodeId node, const wire::StreamPosition& position) {
    if (Line* line = find(node)) {
        run(node, line->session.on_stored(position, parts_.clock.mono()));
    }
}

void Sessions::on_store_failed(NodeId node, StreamId stream, core::Errc why) {
    if (Line* line = find(node)) {
        run(node, line->session.on_store_failed(stream, why));
    }
}

void Sessions::on_deltas(NodeId node,
                         StreamId stream,
                         const std::vector<replication::PublishedDelta>& deltas) {
    if (Line* line = find(node)) {
        run(node, line->session.on_deltas(stream, deltas, parts_.clock.mono()));
    }
}

void Sessions::on_deltas_gone(NodeId node, StreamId stream) {
    if (Line* line = find(node)) {
        run(node, line->session.on_deltas_gone(stream, parts_.clock.mono()));
    }
}

/// Effects run one after the other, also those that an answer given meanwhile brings.
void Sessions::run(NodeId node, Effects effects) {
    for (replication::CentralEffect& effect : effects) {
        effects_.emplace_back(node, std::move(effect));
    }
    if (Line* line = find(node)) {
        after_step(node, *line);
    }
    if (is_running_) {
        return;
    }
    is_running_ = true;
    while (!effects_.empty()) {
        auto next = std::move(effects_.front());
        effects_.pop_front();
        run_one(next.first, std::move(next.second));
    }
    is_running_ = false;
}

void Sessions::run_one(NodeId node, replication::CentralEffect effect) {
    if (find(node) == nullptr) {
        return;  // Revoked meanwhile: nothing more goes to it.
    }
    if (auto* send = std::get_if<replication::SendFrame>(&effect)) {
        const core::Status sent =
            parts_.transport.send(node, send->channel, std::move(send->frame));
        if (!sent) {
            return;  // As if it were lost on the way, which the protocol expects.
        }
    } else if (auto* rows = std::get_if<replication::StoreRows>(&effect)) {
        owner_.on_rows(std::move(*rows));
    } else if (const auto* load = std::get_if<replication::LoadRows>(&effect)) {
        owner_.on_load(node, *load);
    } else if (const auto* applied = std::get_if<replication::RecordApplied>(&effect)) {
        owner_.on_applied(*applied);
    } else if (const auto* quarantine = std::get_if<replication::Quarantine>(&effect)) {
        owner_.on_quarantine(*quarantine);
    } else if (const auto* resumed = std::get_if<replication::Resumed>(&effect)) {
        owner_.on_resumed(*resumed);
    } else if (const auto* asked = std::get_if<replication::AnswerRecon>(&effect)) {
        owner_.on_recon_ask(*asked);
    } else if (const auto* manifest = std::get_if<replication::AnswerManifest>(&effect)) {
        owner_.on_manifest_asked(*manifest);
    } else if (const auto* chunks = std::get_if<replication::LoadChunks>(&effect)) {
        owner_.on_chunks_asked(*chunks);
    } else if (const auto* diverged = std::get_if<replication::NodeDiverged>(&effect)) {
        owner_.on_diverged(*diverged);
    } else if (const auto* repaired = std::get_if<replication::NodeRepaired>(&effect)) {
        owner_.on_repaired(*repaired);
    }
}

void Sessions::after_step(NodeId node, Line& line) {
    const bool is_live = line.session.is_live();
    if (is_live != line.was_live) {
        line.was_live = is_live;
        if (is_live) {
            begin_bulk(node, line);
            owner_.on_live(node);
        } else {
            catch_ups_.leave(node);
            owner_.on_silent(node);
        }
    }
    if (is_live && line.session.is_caught_up()) {
        catch_ups_.give_back(node);
    }
    if (line.greeted != line.session.session()) {
        line.greeted = line.session.session();
        owner_.on_greeted(node);
    }
    arm(node, line);
    if (!admission_ && catch_ups_.waiting() > 0) {
        admission_ = parts_.scheduler.after(core::Duration::zero(), [this] { admit(); });
    }
}

/// Who has nothing to catch up asks nobody.
void Sessions::begin_bulk(NodeId node, Line& line) {
    const core::MonoTime now = parts_.clock.mono();
    if (!line.session.is_caught_up()) {
        catch_ups_.ask(node, now);
        return;
    }
    for (replication::CentralEffect& effect : line.session.admit_bulk(now)) {
        effects_.emplace_back(node, std::move(effect));  // run() comes to them.
    }
}

/// By a timer of its own: those that begin may be others than the one whose step made room.
void Sessions::admit() {
    admission_.reset();
    const core::MonoTime now = parts_.clock.mono();
    for (const NodeId node : catch_ups_.admit(now)) {
        if (Line* line = find(node)) {
            run(node, line->session.admit_bulk(now));
        }
    }
    if (const auto due = catch_ups_.deadline(); due && !admission_) {
        const core::Duration delay = std::max<core::Duration>(*due - now, kLeastTimer);
        admission_ = parts_.scheduler.after(std::min(delay, kAdmissionEvery), [this] { admit(); });
    }
}

void Sessions::arm(NodeId node, Line& line) {
    const std::optional<core::MonoTime> due = line.session.deadline();
    if (!due) {
        disarm(line);
        return;
    }
    if (line.timer && line.timer_at <= *due) {
        return;  // It fires early enough, and looks again then.
    }
    disarm(line);
    line.timer_at = *due;
    const core::Duration delay = std::max<core::Duration>(*due - parts_.clock.mono(), kLeastTimer);
    line.timer = parts_.scheduler.after(delay, [this, node] { on_timer(node); });
}

void Sessions::on_timer(NodeId node) {
    if (Line* line = find(node)) {
        line->timer.reset();
        run(node, line->session.on_timer(parts_.clock.mono()));
    }
}

void Sessions::disarm(Line& line) {
    if (line.timer) {
        parts_.scheduler.cancel(*line.timer);
        line.timer.reset();
    }
}

bool Sessions::is_live(NodeId node) const {
    const auto found = lines_.find(node);
    return found != lines_.end() && found->second->session.is_live();
}

std::optional<core::WallTime> Sessions::heard_at(NodeId node) const {
    const auto found = lines_.find(node);
    return found == lines_.end() ? std::nullopt : found->second->heard_at;
}

std::optional<std::uint64_t> Sessions::reported_depth(NodeId node) const {
    const auto found = lines_.find(node);
    return found == lines_.end() ? std::nullopt : found->second->session.reported_depth();
}

}  // namespace sarhad::central
