#include "sim/sim_network.h"

#include <algorithm>

namespace sarhad::sim {

using core::NodeId;
using std::chrono::milliseconds;

void SimNetwork::set_weather(NodeId node, const Weather& weather) {
    Link& link = links_[node];
    const bool was_open = is_open(link);
    link.weather = weather;
    if (was_open && !is_open(link) && link.connection != 0 && random_.chance(600)) {
        break_later(node, link.connection);
    }
}

void SimNetwork::attach_node(NodeId node, NodeEnd* end) {
    Link& link = links_[node];
    link.end = end;
    ++link.dialling;
    if (end == nullptr && link.connection != 0) {
        const ConnectionId ended = std::exchange(link.connection, 0);
        if (central_end_ != nullptr && random_.chance(700)) {
            central_end_->on_gone(node, ended);
        }
    }
}

void SimNetwork::attach_central(CentralEnd* end) {
    central_end_ = end;
    if (end != nullptr) {
        ++central_;
        return;
    }
    for (auto& [node, link] : links_) {
        if (link.connection != 0 && random_.chance(700)) {
            break_later(node, link.connection);
        }
    }
}

void SimNetwork::dial(NodeId node) {
    hang_up(node);
    Link& link = links_[node];
    const std::uint64_t attempt = ++link.dialling;
    timeline_.after(milliseconds{random_.between(10, 300)}, kWorld, [this, node, attempt] {
        try_dial(node, attempt);
    });
}

void SimNetwork::try_dial(NodeId node, std::uint64_t attempt) {
    Link& link = links_[node];
    if (attempt != link.dialling || link.end == nullptr) {
        return;
    }
    if (!is_open(link) || central_end_ == nullptr) {
        timeline_.after(milliseconds{random_.between(200, 5000)}, kWorld, [this, node, attempt] {
            try_dial(node, attempt);
        });
        return;
    }
    link.connection = ++connections_;
    link.central = central_;
    ++counters_.connections;
    link.end->on_up();
}

void SimNetwork::hang_up(NodeId node) {
    Link& link = links_[node];
    ++link.dialling;
    const ConnectionId ended = std::exchange(link.connection, 0);
    if (ended != 0 && central_end_ != nullptr && link.central == central_ && is_open(link)) {
        central_end_->on_gone(node, ended);
    }
}

void SimNetwork::refuse(NodeId node) {
    break_now(node, links_[node].connection);
}

void SimNetwork::break_later(NodeId node, ConnectionId connection) {
    timeline_.after(milliseconds{random_.between(1, 6000)}, kWorld, [this, node, connection] {
        break_now(node, connection);
    });
}

void SimNetwork::break_now(NodeId node, ConnectionId connection) {
    Link& link = links_[node];
    if (connection == 0 || link.connection != connection) {
        return;
    }
    link.connection = 0;
    const std::uint64_t attempt = ++link.dialling;
    if (link.end != nullptr) {
        link.end->on_down();
    }
    // As ZeroMQ does: it dials again by itself.
    timeline_.after(milliseconds{random_.between(200, 5000)}, kWorld, [this, node, attempt] {
        try_dial(node, attempt);
    });
}

void SimNetwork::send_up(NodeId node, ChannelIndex channel, core::Bytes frame) {
    const Link& link = links_[node];
    if (watch_) {
        watch_(node, Direction::kUp, channel, frame);
    }
    transmit({node, link.connection, link.central, Direction::kUp, channel, std::move(frame)});
}

void SimNetwork::send_down(NodeId node,
                           ConnectionId to,
                           ChannelIndex channel,
                           core::Bytes frame) {
    if (watch_) {
        watch_(node, Direction::kDown, channel, frame);
    }
    transmit({node, to, central_, Direction::kDown, channel, std::move(frame)});
}

void SimNetwork::transmit(Packet packet) {
    const Weather& weather = links_[packet.node].weather;
    ++counters_.sent;
    if (packet.connection == 0 || random_.chance(weather.lost)) {
        ++counters_.lost;
        return;
    }
    schedule(packet);
    if (random_.chance(weather.duplicated)) {
        ++counters_.duplicated;
        schedule(packet);
    }
    if (tamper_ && random_.chance(weather.tampered)) {
        if (std::optional<core::Bytes> altered = tamper_(packet.frame)) {
            ++counters_.tampered;
            packet.frame = *std::move(altered);
            schedule(packet);
        }
    }
}

void SimNetwork::schedule(const Packet& packet) {
    Link& link = links_[packet.node];
    const Weather& weather = link.weather;
    const auto spread = static_cast<std::uint64_t>(weather.jitter.count());
    core::Duration when =
        timeline_.now() + weather.delay + core::Duration{random_.between(0, spread)};
    core::Duration& last =
        link.last_arrival[packet.direction == Direction::kUp ? 0 : 1][packet.channel];
    if (random_.chance(weather.reordered)) {
        ++counters_.reordered;
        when += weather.delay * static_cast<int>(random_.between(1, 20));
    } else {
        when = last = std::max(when, last);
    }
    timeline_.at(when, kWorld, [this, packet] { deliver(packet); });
}

void SimNetwork::deliver(const Packet& packet) {
    const Weather& weather = links_[packet.node].weather;
    const bool is_up = packet.direction == Direction::kUp;
    if ((is_up ? weather.up : weather.down) == Passage::kCut) {
        ++counters_.lost;
        return;
    }
    if (is_up) {
        deliver_up(packet);
    } else {
        deliver_down(packet);
    }
}

void SimNetwork::deliver_up(const Packet& packet) {
    if (central_end_ == nullptr) {
        ++counters_.lost;
        return;
    }
    if (packet.central != central_) {
        // Central has restarted: its host answers that it knows no such connection.
        ++counters_.lost;
        break_now(packet.node, packet.connection);
        return;
    }
    ++counters_.delivered;
    counters_.late += links_[packet.node].connection != packet.connection ? 1U : 0U;
    central_end_->on_frame(packet.node, packet.connection, packet.channel, packet.frame);
}

void SimNetwork::deliver_down(const Packet& packet) {
    Link& link = links_[packet.node];
    if (link.end == nullptr || link.connection != packet.connection) {
        ++counters_.lost;
        return;
    }
    ++counters_.delivered;
    link.end->on_frame(packet.channel, packet.frame);
}

}  // namespace sarhad::sim
