#include "node/switched_transport.h"

#include <utility>

namespace sarhad::node {

using wire::Channel;
using wire::LinkState;

void SwitchedTransport::set_receiver(Receiver receiver) {
    receiver_ = std::move(receiver);
    inner_.set_receiver([this](Channel channel, core::ByteView frame) {
        if (position_ == LinkSwitch::kHealed && receiver_) {
            receiver_(channel, frame);
        }
    });
}

void SwitchedTransport::set_link_watcher(LinkWatcher watcher) {
    watcher_ = std::move(watcher);
    inner_.set_link_watcher([this](Channel channel, LinkState state) {
        real_.at(static_cast<std::size_t>(channel)) = state;
        if (position_ == LinkSwitch::kHealed && watcher_) {
            watcher_(channel, state);
        }
    });
}

core::Status SwitchedTransport::send(Channel channel, core::Bytes frame) {
    if (position_ == LinkSwitch::kCut) {
        return core::Error{core::Errc::kUnavailable, "the link is cut by hand"};
    }
    return inner_.send(channel, std::move(frame));
}

void SwitchedTransport::turn(LinkSwitch to) {
    if (to == position_) {
        return;
    }
    position_ = to;
    for (const Channel channel : {Channel::kControl, Channel::kBulk}) {
        const LinkState real = real_.at(static_cast<std::size_t>(channel));
        if (watcher_ && real == LinkState::kUp) {
            watcher_(channel, to == LinkSwitch::kCut ? LinkState::kDown : real);
        }
    }
}

}  // namespace sarhad::node
