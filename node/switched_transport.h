#pragma once

#include "wire/transport.h"

#include <array>

namespace sarhad::node {

/// What the demo's hand on the cable does.
enum class LinkSwitch : std::uint8_t { kHealed, kCut };

/// A transport with a switch in the line: cut, every frame is lost both ways and the channels
/// count as down, whatever they are. For the demo and for tests. Thread: loop.
class SwitchedTransport final : public wire::NodeTransport {
public:
    /// `inner` outlives it; its callbacks are taken by set_receiver() and set_link_watcher().
    explicit SwitchedTransport(wire::NodeTransport& inner) : inner_{inner} {}

    void set_receiver(Receiver receiver) override;
    void set_link_watcher(LinkWatcher watcher) override;
    [[nodiscard]] core::Status send(wire::Channel channel, core::Bytes frame) override;
    void reconnect(wire::Channel channel) override { inner_.reconnect(channel); }
    void move_to(const wire::CentralPlace& place) override { inner_.move_to(place); }

    /// Tells the watcher what that makes of each channel.
    void turn(LinkSwitch to);
    [[nodiscard]] LinkSwitch position() const { return position_; }

private:
    wire::NodeTransport& inner_;
    Receiver receiver_;
    LinkWatcher watcher_;
    std::array<wire::LinkState, 2> real_{wire::LinkState::kDown, wire::LinkState::kDown};
    LinkSwitch position_{LinkSwitch::kHealed};
};

}  // namespace sarhad::node
