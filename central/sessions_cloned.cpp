// One node's keys in two machines.
#include "central/sessions.h"
#include "core/plant.h"
#include "replication/frames.h"

#include <string>

namespace sarhad::central {

namespace {

/// The HELLO in a frame of the control connection; none where it is another message, or another
/// node's.
std::optional<wire::Hello> hello_of(const wire::Peer& peer, core::ByteView frame) {
    if (peer.channel != wire::Channel::kControl) {
        return std::nullopt;  // There it is said once more, of the same process.
    }
    const auto parsed = wire::parse_frame(frame, wire::limits_of(peer.channel));
    if (!parsed || parsed->header.type != static_cast<std::uint8_t>(wire::MessageType::kHello)) {
        return std::nullopt;
    }
    const auto message = wire::decode_message(*parsed);
    const auto* hello = message ? std::get_if<wire::Hello>(&*message) : nullptr;
    return hello == nullptr || hello->node != peer.node ? std::nullopt : std::optional{*hello};
}

}  // namespace

bool Sessions::is_cloned(const wire::Peer& peer, Line& line, core::ByteView frame) {
    const std::optional<wire::Hello> hello = hello_of(peer, frame);
    if (!hello || core::is_planted(core::Plant::kCloneUnseen)) {
        return line.is_cloned;
    }
    const bool alternates = line.boots.on_hello(hello->boot_id, parts_.clock.mono());
    if (alternates && !line.is_cloned) {
        line.is_cloned = true;
        line.session.close();
        run(peer.node, {});  // Its end is told.
        owner_.on_quarantine(
            {peer.node, replication::Direction::kUp, kEveryStream, std::string{kClonedReason}});
    }
    if (line.is_cloned) {
        const wire::ErrorReport report{
            std::string{kTwoMachines}, "another machine has these keys", true};
        // Lost: the next HELLO is answered too.
        static_cast<void>(parts_.transport.send(
            peer.node, wire::Channel::kControl, replication::to_frame(report)));
    }
    return line.is_cloned;
}

}  // namespace sarhad::central
