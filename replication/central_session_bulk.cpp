// The bulk connection of central's session: what is read from the store for it, and when it goes.
#include "replication/central_session.h"
#include "replication/events.h"
#include "replication/frames.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;
using core::WallTime;

namespace {

/// What is read at once: a delta or two. More would only wait.
constexpr std::uint64_t kLoadBytesMax = 64 * 1024;
/// A stream that lacks more deltas than this, some 3 MB, is a list that comes for the first time:
/// it waits for the lists whose news are of today.
constexpr std::uint64_t kBehindMax = 64;

bool is_bulk(StreamId stream) {
    return down_channel(stream) == wire::Channel::kBulk;
}

}  // namespace

CentralSession::Effects CentralSession::on_bulk_connected(MonoTime now) {
    Effects effects;
    line_.restart();
    pull_.reset();
    if (!is_live_) {
        return effects;
    }
    for (auto& [stream, published] : down_) {
        if (!is_stopped(published) && is_bulk(stream)) {
            published.sender.resume(published.sender.acked());
        }
    }
    pump(effects, now);
    return effects;
}

void CentralSession::hold_bulk() {
    is_bulk_held_ = true;
    is_bulk_admitted_ = false;
    line_.grant(0);
}

CentralSession::Effects CentralSession::admit_bulk(MonoTime now) {
    Effects effects;
    is_bulk_admitted_ = true;
    line_.grant(GivenCredit::kGrantedMax);
    pump(effects, now);
    return effects;
}

bool CentralSession::is_caught_up() const {
    const bool has_all = std::all_of(down_.begin(), down_.end(), [this](const auto& one) {
        const Published& published = one.second;
        const bool is_held = is_stopped(published) && !published.is_pulled;
        return !is_bulk(one.first) || is_held || published.sender.acked() >= published.head.seq;
    });
    return has_all && reported_depth_ == std::uint64_t{0};
}

void CentralSession::on_bulk_frame(Effects& effects,
                                   Received received,
                                   WallTime wall,
                                   MonoTime now) {
    core::Result<std::optional<Received>> opened = line_.on_received(std::move(received), now);
    if (!opened) {
        log_.write(kFrameRefused, {{"node", node_}, {"why", opened.error().what}});
        return;
    }
    if (!*opened) {
        return;
    }
    const Received& whole = **opened;
    const bool is_ping = std::holds_alternative<wire::Ping>(whole.message);
    if (is_ping) {  // Its twin on the control connection is answered.
        line_.want_report();
    } else if (!std::holds_alternative<wire::Hello>(whole.message)) {
        on_message(effects, whole, wall, now);
    }
}

void CentralSession::pump(Effects& effects, MonoTime now) {
    if (!is_live_) {
        return;
    }
    for (auto& [stream, published] : down_) {
        if (published.is_quarantined || is_bulk(stream)) {
            continue;
        }
        if (const auto request = published.sender.next_load()) {
            effects.emplace_back(LoadRows{stream, *request});
        }
    }
    load_bulk(effects, now);
    load_chunks(effects, now);
    send_bulk(effects, now);
}

void CentralSession::load_bulk(Effects& effects, MonoTime now) {
    line_.drop_if([this](StreamId stream, Seq upto) { return is_void(stream, upto); });
    for (auto& [stream, published] : down_) {
        if (is_bulk(stream) && published.sender.has_all_left()) {  // Else it would overtake itself.
            const std::uint64_t behind =
                published.head.seq.value() - published.sender.acked().value();
            published.lane = behind > kBehindMax ? wire::Lane::kBulk : wire::Lane::kDelta;
        }
    }
    for (const wire::Lane lane : {wire::Lane::kDelta, wire::Lane::kBulk}) {
        if (is_bulk_admitted_ && line_.wants_more(lane, now)) {
            load_lane(effects, lane);
        }
    }
}

/// One load at a time, the streams of the lane in turn: a slow node costs central two of them.
void CentralSession::load_lane(Effects& effects, wire::Lane lane) {
    std::vector<StreamId> streams;
    for (const auto& [stream, published] : down_) {
        const bool is_here = is_bulk(stream) && published.lane == lane && !is_stopped(published);
        if (is_here && published.sender.is_loading()) {
            return;
        }
        if (is_here) {
            streams.push_back(stream);
        }
    }
    const StreamId before = loaded_.emplace(lane, StreamId{0}).first->second;
    std::rotate(
        streams.begin(), std::upper_bound(streams.begin(), streams.end(), before), streams.end());
    for (const StreamId stream : streams) {
        if (auto request = down_.at(stream).sender.next_load()) {
            request->bytes_max = std::min(request->bytes_max, kLoadBytesMax);
            loaded_.insert_or_assign(lane, stream);
            effects.emplace_back(LoadRows{stream, *request});
            return;
        }
    }
}

/// Rewound since, or stopped: it will be read again, or never. What carries no rows never is.
bool CentralSession::is_void(StreamId stream, Seq upto) const {
    const auto found = down_.find(stream);
    return upto != Seq{0} && (found == down_.end() || is_stopped(found->second) ||
                              upto > found->second.sender.sent());
}

void CentralSession::queue_deltas(Published& published, const std::vector<PublishedDelta>& deltas) {
    std::uint64_t bytes = 0;
    for (const PublishedDelta& delta : deltas) {
        bytes += delta.delta.size();
    }
    if (!published.sender.on_queued(deltas.back().seq, bytes)) {
        return;
    }
    const StreamId stream = published.head.stream;
    for (const PublishedDelta& delta : deltas) {
        line_.put(
            published.lane, stream, delta.seq, to_delta_frame(stream, delta.delta, published.lane));
    }
}

void CentralSession::send_bulk(Effects& effects, MonoTime now) {
    for (Lanes::Piece& piece : line_.take(now)) {
        effects.emplace_back(SendFrame{wire::Channel::kBulk, std::move(piece.frame)});
        if (piece.left) {
            down_.at(piece.stream).sender.on_left(*piece.left, line_.patience(), now);
        }
    }
    if (auto credit = line_.due_credit(now)) {
        effects.emplace_back(SendFrame{wire::Channel::kBulk, *std::move(credit)});
    }
}

}  // namespace sarhad::replication
