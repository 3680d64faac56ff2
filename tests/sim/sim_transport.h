#pragma once

#include "wire/transport.h"

#include <array>
#include <map>

#include "sim/sim_disk.h"
#include "sim/sim_network.h"

namespace sarhad::sim {

/// A node's transport over a SimNetwork. It dials when it is given its watcher.
class SimNodeTransport final : public wire::NodeTransport, private NodeEnd {
public:
    /// `disk`: of the host; once its power is off nothing leaves it.
    SimNodeTransport(SimNetwork& network,
                     core::NodeId node,
                     const SimDisk& disk,
                     SimRandom& random,
                     MachineIndex machine = 0);
    ~SimNodeTransport() override;

    void set_receiver(Receiver receiver) override { receiver_ = std::move(receiver); }
    void set_link_watcher(LinkWatcher watcher) override;
    [[nodiscard]] core::Status send(wire::Channel channel, core::Bytes frame) override;
    void reconnect(wire::Channel channel) override;
    /// The world has one centre, wherever it is dialled.
    void move_to(const wire::CentralPlace& place) override;

private:
    void on_up(ChannelIndex channel) override;
    void on_down(ChannelIndex channel) override;
    void on_frame(ChannelIndex channel, const core::Bytes& frame) override;

    SimNetwork& network_;
    core::NodeId node_;
    const SimDisk& disk_;
    SimRandom& random_;
    MachineIndex machine_;
    Receiver receiver_;
    LinkWatcher watcher_;
    std::array<bool, kChannels> is_up_{};
};

/// Central's transport over a SimNetwork.
class SimCentralTransport final : public wire::CentralTransport, private CentralEnd {
public:
    SimCentralTransport(SimNetwork& network, const SimDisk& disk, SimRandom& random);
    ~SimCentralTransport() override;

    void set_receiver(Receiver receiver) override { receiver_ = std::move(receiver); }
    [[nodiscard]] core::Status send(core::NodeId node,
                                    wire::Channel channel,
                                    core::Bytes frame) override;
    void forget(core::NodeId node) override;

private:
    void on_frame(LinkName link, ConnectionId connection, const core::Bytes& frame) override;
    void on_gone(LinkName link, ConnectionId connection) override;

    SimNetwork& network_;
    const SimDisk& disk_;
    SimRandom& random_;
    Receiver receiver_;
    struct Newest {
        ConnectionId connection{0};
        LinkName link;
    };
    std::map<std::pair<core::NodeId, ChannelIndex>, Newest> newest_;  ///< That a frame came from.
    std::map<core::NodeId, ConnectionId> voided_;  ///< Connections up to here do not count.
};

}  // namespace sarhad::sim
