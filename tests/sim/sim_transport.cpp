#include "sim/sim_transport.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::sim {
namespace {

/// How often, in permille of frames, a link's window is full just now.
constexpr unsigned kWindowFull = 2;

wire::Channel channel_at(ChannelIndex index) {
    return index == 0 ? wire::Channel::kControl : wire::Channel::kBulk;
}
ChannelIndex index_of(wire::Channel channel) {
    return channel == wire::Channel::kControl ? 0 : 1;
}

core::Status check_size(wire::Channel channel, const core::Bytes& frame) {
    if (frame.size() > wire::limits_of(channel).frame.bytes) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("frame of ", frame.size(), " bytes: over the limit")};
    }
    return {};
}
core::Error no_link() {
    return {core::Errc::kUnavailable, "no link"};
}
core::Error window_full() {
    return {core::Errc::kExhausted, "the link's window is full"};
}

}  // namespace

SimNodeTransport::SimNodeTransport(SimNetwork& network,
                                   core::NodeId node,
                                   const SimDisk& disk,
                                   SimRandom& random,
                                   MachineIndex machine)
    : network_{network}, node_{node}, disk_{disk}, random_{random}, machine_{machine} {
    network_.attach_node(node_, this, machine_);
}

SimNodeTransport::~SimNodeTransport() {
    network_.attach_node(node_, nullptr, machine_);
}

void SimNodeTransport::set_link_watcher(LinkWatcher watcher) {
    watcher_ = std::move(watcher);
    network_.dial({node_, 0, machine_});
    network_.dial({node_, 1, machine_});
}

core::Status SimNodeTransport::send(wire::Channel channel, core::Bytes frame) {
    SARHAD_TRY_STATUS(check_size(channel, frame));
    if (!is_up_.at(index_of(channel)) || !disk_.is_on()) {
        return no_link();
    }
    if (random_.chance(kWindowFull)) {
        return window_full();
    }
    network_.send_up({node_, index_of(channel), machine_}, std::move(frame));
    return {};
}

void SimNodeTransport::reconnect(wire::Channel channel) {
    is_up_.at(index_of(channel)) = false;
    network_.dial({node_, index_of(channel), machine_});
}

void SimNodeTransport::move_to(const wire::CentralPlace& /*place*/) {
    reconnect(wire::Channel::kControl);
    reconnect(wire::Channel::kBulk);
}

void SimNodeTransport::on_up(ChannelIndex channel) {
    is_up_.at(channel) = true;
    watcher_(channel_at(channel), wire::LinkState::kUp);
}

void SimNodeTransport::on_down(ChannelIndex channel) {
    is_up_.at(channel) = false;
    watcher_(channel_at(channel), wire::LinkState::kDown);
}

void SimNodeTransport::on_frame(ChannelIndex channel, const core::Bytes& frame) {
    if (receiver_) {
        receiver_(channel_at(channel), frame);
    }
}

SimCentralTransport::SimCentralTransport(SimNetwork& network,
                                         const SimDisk& disk,
                                         SimRandom& random)
    : network_{network}, disk_{disk}, random_{random} {
    network_.attach_central(this);
}

SimCentralTransport::~SimCentralTransport() {
    network_.attach_central(nullptr);
}

core::Status SimCentralTransport::send(core::NodeId node,
                                       wire::Channel channel,
                                       core::Bytes frame) {
    SARHAD_TRY_STATUS(check_size(channel, frame));
    const auto newest = newest_.find({node, index_of(channel)});
    if (newest == newest_.end() || !disk_.is_on()) {
        return no_link();
    }
    if (random_.chance(kWindowFull)) {
        return window_full();
    }
    network_.send_down(newest->second.link, newest->second.connection, std::move(frame));
    return {};
}

void SimCentralTransport::forget(core::NodeId node) {
    for (const ChannelIndex channel : {ChannelIndex{0}, ChannelIndex{1}}) {
        const auto newest = newest_.find({node, channel});
        if (newest != newest_.end()) {
            voided_[node] = std::max(voided_[node], newest->second.connection);
            newest_.erase(newest);
        }
    }
}

void SimCentralTransport::on_frame(LinkName link,
                                   ConnectionId connection,
                                   const core::Bytes& frame) {
    const auto voided = voided_.find(link.node);
    if (voided != voided_.end() && connection <= voided->second) {
        return;
    }
    Newest& newest = newest_[{link.node, link.channel}];
    if (connection > newest.connection) {
        newest = {connection, link};
    }
    if (receiver_) {
        receiver_({wire::PeerId{connection}, link.node, channel_at(link.channel)}, frame);
    }
}

void SimCentralTransport::on_gone(LinkName link, ConnectionId connection) {
    const auto newest = newest_.find({link.node, link.channel});
    if (newest != newest_.end() && newest->second.connection == connection) {
        newest_.erase(newest);
    }
}

}  // namespace sarhad::sim
