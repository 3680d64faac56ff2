#include "core/text.h"
#include "wire/frame.h"
#include "wire/messages.h"

#include <algorithm>

#include "sim/world.h"

/// What the world learns from frames.
namespace sarhad::sim {

using core::Seq;

namespace {

/// An acknowledgement in so many is checked against the disk at once; the rest at the next check.
constexpr unsigned kPromisesChecked = 60;  // Permille.

void raise_to(std::map<Ledger::Stream, Seq>& promised, const Ledger::Stream& who, Seq seq) {
    const auto [highest, is_new] = promised.emplace(who, seq);
    highest->second = std::max(highest->second, seq);
}

}  // namespace

core::Result<wire::Message> parse_message(const core::Bytes& bytes) {
    SARHAD_TRY(const wire::Frame frame, wire::parse_frame(bytes, wire::FrameLimits{}));
    return wire::decode_message(frame);
}

void World::watch_frame(LinkName link, Direction direction, const core::Bytes& frame) {
    trace_.mix(frame);
    const core::Result<wire::Message> message = parse_message(frame);
    if (trace_.is_printing()) {
        const auto type = frame.size() > 4 ? int{frame[4]} : 0;
        trace_.note(core::cat("frame ",
                              direction == Direction::kUp ? "up" : "down",
                              " node ",
                              link.node.value(),
                              " kind ",
                              message ? static_cast<int>(message->index()) : -1,
                              " size ",
                              frame.size(),
                              " byte4 ",
                              type));
    } else {
        trace_.note(direction == Direction::kUp ? "up" : "down");
    }
    if (!message) {
        note_broken(Broken{10, "a host sent a frame that does not parse"});
        return;
    }
    if (faults_.has_thief && std::holds_alternative<wire::Delta>(*message)) {
        watch_deltas(frame);
    }
    auto& promised = direction == Direction::kUp ? ledger_.node_promised : ledger_.central_promised;
    if (const auto* ack = std::get_if<wire::Ack>(&*message)) {
        raise_to(promised, {link.node, ack->stream}, ack->upto);
        is_check_due_ = is_check_due_ || random_.chance(kPromisesChecked);
        if (direction == Direction::kUp && ack->root != wire::Hash256{}) {
            list_known_at_.emplace(link.node, timeline_.now());
            if (!ledger_.signed_roots.contains(ack->root)) {
                note_broken(Broken{4, "a port acknowledges a root that nobody signed"});
            }
        }
    } else if (const auto* hello = std::get_if<wire::Hello>(&*message)) {
        for (const wire::StreamPosition& position : hello->down) {
            raise_to(promised, {link.node, position.stream}, position.seq);
        }
    } else if (const auto* welcome = std::get_if<wire::Welcome>(&*message)) {
        for (const wire::StreamPosition& position : welcome->up) {
            raise_to(promised, {link.node, position.stream}, position.seq);
        }
    }
}

}  // namespace sarhad::sim
