// The bulk connection of a node's session: what is read from the store for it, and when it goes.
#include "replication/frames.h"
#include "replication/node_session.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;
using core::WallTime;

namespace {

/// What is read at once: more would only wait.
constexpr std::uint64_t kLoadBytesMax = 64 * 1024;

}  // namespace

NodeSession::Effects NodeSession::on_bulk_up(WallTime wall, MonoTime now) {
    Effects effects;
    line_.restart();
    if (state_ != State::kDown) {
        send(effects, wire::Channel::kBulk, hello(wall));
    }
    if (state_ == State::kLive) {  // What was sent while it was down never left.
        for (auto& [stream, up] : up_) {
            if (!up.is_quarantined && up_channel(stream) == wire::Channel::kBulk) {
                up.sender.resume(up.sender.acked());
            }
        }
        Effects steps;
        snapshots_.on_bulk_up(steps, now);
        after_snapshot(effects, std::move(steps));
        pump(effects, now);
    }
    return effects;
}

void NodeSession::pump(Effects& effects, MonoTime now) {
    if (state_ != State::kLive) {
        return;
    }
    for (auto& [stream, up] : up_) {
        if (up.is_quarantined || up_channel(stream) == wire::Channel::kBulk) {
            continue;
        }
        if (const auto request = up.sender.next_load()) {
            effects.emplace_back(LoadRows{stream, *request});
        }
    }
    load_bulk(effects, now);
    send_bulk(effects, now);
}

void NodeSession::load_bulk(Effects& effects, MonoTime now) {
    line_.drop_if([this](StreamId stream, Seq upto) { return is_void(stream, upto); });
    for (auto& [stream, up] : up_) {
        const bool is_bulk = up_channel(stream) == wire::Channel::kBulk;
        if (!is_bulk || up.is_quarantined || !line_.wants_more(up_lane(stream), now)) {
            continue;
        }
        if (auto request = up.sender.next_load()) {
            request->bytes_max = std::min(request->bytes_max, kLoadBytesMax);
            effects.emplace_back(LoadRows{stream, *request});
        }
    }
}

/// Rewound since, or stopped: it will be read again, or never. What carries no rows never is.
bool NodeSession::is_void(StreamId stream, Seq upto) const {
    const auto up = up_.find(stream);
    return upto != Seq{0} &&
           (up == up_.end() || up->second.is_quarantined || upto > up->second.sender.sent());
}

void NodeSession::send_bulk(Effects& effects, MonoTime now) {
    for (Lanes::Piece& piece : line_.take(now)) {
        effects.emplace_back(SendFrame{wire::Channel::kBulk, std::move(piece.frame)});
        if (piece.left) {
            up_.at(piece.stream).sender.on_left(*piece.left, line_.patience(), now);
        }
    }
    if (auto credit = line_.due_credit(now)) {
        effects.emplace_back(SendFrame{wire::Channel::kBulk, *std::move(credit)});
    }
}

}  // namespace sarhad::replication
