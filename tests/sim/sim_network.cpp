#include "sim/sim_network.h"

#include <algorithm>
#include <utility>

namespace sarhad::sim {

using core::NodeId;
using std::chrono::milliseconds;

bool SimNetwork::is_open(NodeId node) const {
    const auto found = weather_.find(node);
    return found == weather_.end() ||
           (found->second.up == Passage::kOpen && found->second.down == Passage::kOpen);
}

NodeEnd* SimNetwork::node_end(LinkName name) const {
    const auto found = node_ends_.find({name.node, name.machine});
    return found == node_ends_.end() ? nullptr : found->second;
}

void SimNetwork::set_weather(NodeId node, const Weather& weather) {
    const bool was_open = is_open(node);
    weather_[node] = weather;
    if (!was_open || is_open(node)) {
        return;
    }
    for (const auto& [name, link] : links_) {
        if (name.node == node && link.connection != 0) {
            break_later(name, link.connection);
        }
    }
}

void SimNetwork::attach_node(NodeId node, NodeEnd* end, MachineIndex machine) {
    node_ends_[{node, machine}] = end;
    for (auto& [name, link] : links_) {
        if (name.node != node || name.machine != machine) {
            continue;
        }
        ++link.attempt;
        const ConnectionId ended = std::exchange(link.connection, 0);
        if (ended != 0 && central_end_ != nullptr && random_.chance(700)) {
            central_end_->on_gone(name, ended);
        }
    }
}

void SimNetwork::attach_central(CentralEnd* end) {
    central_end_ = end;
    if (end != nullptr) {
        ++central_;
        return;
    }
    for (const auto& [name, link] : links_) {
        if (link.connection != 0) {
            break_later(name, link.connection);
        }
    }
}

void SimNetwork::dial(LinkName link) {
    hang_up(link);
    const std::uint64_t attempt = ++links_[link].attempt;
    timeline_.after(milliseconds{random_.between(10, 300)}, kWorld, [this, link, attempt] {
        try_dial(link, attempt);
    });
}

void SimNetwork::try_dial(LinkName name, std::uint64_t attempt) {
    Link& link = links_[name];
    NodeEnd* end = node_end(name);
    if (attempt != link.attempt || end == nullptr) {
        return;
    }
    if (!is_open(name.node) || central_end_ == nullptr) {
        try_dial_later(name);
        return;
    }
    link.connection = ++connections_;
    link.free_at = {};
    link.central = central_;
    ++counters_.connections;
    end->on_up(name.channel);
}

void SimNetwork::try_dial_later(LinkName name) {
    const std::uint64_t attempt = ++links_[name].attempt;
    timeline_.after(milliseconds{random_.between(200, 5000)}, kWorld, [this, name, attempt] {
        try_dial(name, attempt);
    });
}

void SimNetwork::hang_up(LinkName name) {
    Link& link = links_[name];
    const ConnectionId ended = std::exchange(link.connection, 0);
    if (ended != 0 && central_end_ != nullptr && link.central == central_ && is_open(name.node)) {
        central_end_->on_gone(name, ended);
    }
}

void SimNetwork::break_later(LinkName name, ConnectionId connection) {
    // Soon, or half open until the transport's own heartbeat (30 s, twice) finds out.
    const core::Duration noticed = random_.chance(600)
                                       ? milliseconds{random_.between(1, 6000)}
                                       : milliseconds{random_.between(30'000, 60'000)};
    timeline_.after(noticed, kWorld, [this, name, connection] { break_now(name, connection); });
}

void SimNetwork::break_now(LinkName name, ConnectionId connection) {
    Link& link = links_[name];
    if (connection == 0 || link.connection != connection) {
        return;
    }
    link.connection = 0;
    if (NodeEnd* end = node_end(name)) {
        end->on_down(name.channel);
    }
    try_dial_later(name);  // As ZeroMQ does, by itself.
}

void SimNetwork::send_up(LinkName name, core::Bytes frame) {
    const Link& link = links_[name];
    if (watch_) {
        watch_(name, link.connection, Direction::kUp, frame);
    }
    transmit({name, link.connection, link.central, Direction::kUp, std::move(frame)});
}

void SimNetwork::send_down(LinkName name, ConnectionId to, core::Bytes frame) {
    if (watch_) {
        watch_(name, to, Direction::kDown, frame);
    }
    transmit({name, to, central_, Direction::kDown, std::move(frame)});
}

void SimNetwork::transmit(Packet packet) {
    const Weather& weather = weather_[packet.link.node];
    ++counters_.sent;
    if (packet.connection == 0 || random_.chance(weather.lost)) {
        ++counters_.lost;
        return;
    }
    const bool is_held_up = tamper_ && random_.chance(weather.tampered);
    std::optional<Altered> altered = is_held_up ? tamper_(packet.frame) : std::nullopt;
    if (!altered) {
        schedule_as_is(std::move(packet));
        return;
    }
    if (!altered->replaces) {
        schedule_as_is(packet);
    }
    for (core::Bytes& frame : altered->frames) {
        ++counters_.tampered;
        packet.frame = std::move(frame);
        schedule(packet);
    }
}

void SimNetwork::schedule_as_is(Packet packet) {
    if (random_.chance(weather_[packet.link.node].duplicated)) {
        ++counters_.duplicated;
        schedule(packet);
    }
    schedule(std::move(packet));
}

void SimNetwork::schedule(Packet packet) {
    Link& link = links_[packet.link];
    const Weather& weather = weather_[packet.link.node];
    const auto spread = static_cast<std::uint64_t>(weather.jitter.count());
    core::Duration when =
        carried_at(packet) + weather.delay + core::Duration{random_.between(0, spread)};
    core::Duration& last = link.last_arrival.at(packet.direction == Direction::kUp ? 0 : 1);
    if (random_.chance(weather.reordered)) {
        ++counters_.reordered;
        when += weather.delay * static_cast<int>(random_.between(1, 20));
    } else {
        when = last = std::max(when, last);
    }
    timeline_.at(when, kWorld, [this, packet = std::move(packet)] { deliver(packet); });
}

core::Duration SimNetwork::carried_at(const Packet& packet) {
    const std::uint64_t rate = weather_[packet.link.node].rate;
    if (rate == 0) {
        return timeline_.now();
    }
    core::Duration& free_at =
        links_[packet.link].free_at.at(packet.direction == Direction::kUp ? 0 : 1);
    const std::uint64_t us = packet.frame.size() * 1'000'000 / rate;
    free_at = std::max(free_at, timeline_.now()) +
              std::chrono::microseconds{static_cast<std::int64_t>(us)};
    return free_at;
}

void SimNetwork::deliver(const Packet& packet) {
    const Weather& weather = weather_[packet.link.node];
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
        break_now(packet.link, packet.connection);
        return;
    }
    ++counters_.delivered;
    counters_.late += links_[packet.link].connection != packet.connection ? 1U : 0U;
    central_end_->on_frame(packet.link, packet.connection, packet.frame);
}

void SimNetwork::deliver_down(const Packet& packet) {
    NodeEnd* end = node_end(packet.link);
    if (end == nullptr || links_[packet.link].connection != packet.connection) {
        ++counters_.lost;
        return;
    }
    ++counters_.delivered;
    end->on_frame(packet.link.channel, packet.frame);
}

}  // namespace sarhad::sim
