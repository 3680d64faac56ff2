#include "core/text.h"
#include "wire/frame.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/trust.h"

#include <algorithm>

#include "sim/world.h"

/// What the world learns from frames, and what its attacker does to them.
namespace sarhad::sim {

using core::Seq;

namespace {

/// An acknowledgement in so many is checked against the disk at once; the rest at the next check.
constexpr unsigned kPromisesChecked = 60;  // Permille.

void raise_to(std::map<Ledger::Stream, Seq>& promised, const Ledger::Stream& who, Seq seq) {
    const auto [highest, is_new] = promised.emplace(who, seq);
    highest->second = std::max(highest->second, seq);
}

core::Result<wire::Message> parse(const core::Bytes& bytes) {
    SARHAD_TRY(const wire::Frame frame, wire::parse_frame(bytes, wire::FrameLimits{}));
    return wire::decode_message(frame);
}

}  // namespace

void World::watch_frame(LinkName link, Direction direction, const core::Bytes& frame) {
    trace_.mix(frame);
    const core::Result<wire::Message> message = parse(frame);
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
    auto& promised = direction == Direction::kUp ? ledger_.node_promised : ledger_.central_promised;
    if (const auto* ack = std::get_if<wire::Ack>(&*message)) {
        raise_to(promised, {link.node, ack->stream}, ack->upto);
        is_check_due_ = is_check_due_ || random_.chance(kPromisesChecked);
        if (direction == Direction::kUp && ack->root != wire::Hash256{}) {
            list_known_at_.emplace(link.node, timeline_.now());
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

/// One byte of what a signature covers, or of the signature. Other frames are covered by the link's
/// encryption alone: altered, they do not arrive at all.
std::optional<core::Bytes> World::tamper(const core::Bytes& frame) {
    const core::Result<wire::Message> message = parse(frame);
    if (!message) {
        return std::nullopt;
    }
    const auto alter = [this](core::Bytes& bytes) {
        bytes[random_.below(bytes.size())] ^= static_cast<std::uint8_t>(random_.between(1, 255));
    };
    const core::Result<wire::Frame> parsed = wire::parse_frame(frame, wire::FrameLimits{});
    if (const auto* delta = std::get_if<wire::Delta>(&*message)) {
        wire::Delta altered = *delta;
        if (altered.signatures.empty() || random_.chance(700)) {
            alter(altered.body);
        } else {
            altered.signatures[0].value[random_.below(64)] ^= 1U;
        }
        return wire::make_frame(parsed->header, wire::encode(altered));
    }
    if (const auto* batch = std::get_if<wire::SignedUpBatch>(&*message)) {
        wire::SignedUpBatch altered = *batch;
        alter(altered.body);
        return wire::make_frame(parsed->header, wire::encode(altered));
    }
    return std::nullopt;
}

/// A delta as the attacker would have it, in the place of a real one and signed by the attacker.
std::optional<core::Bytes> World::forge(const core::Bytes& frame) {
    const core::Result<wire::Message> message = parse(frame);
    const auto* delta = message ? std::get_if<wire::Delta>(&*message) : nullptr;
    if (delta == nullptr) {
        return std::nullopt;
    }
    const core::Result<wire::Frame> parsed = wire::parse_frame(frame, wire::FrameLimits{});
    wire::TrustStore central;
    const wire::RoleKeys keys{1, {keys_.sequencer.public_key(), keys_.alert.public_key()}};
    const bool is_alert =
        parsed->header.type == static_cast<std::uint8_t>(wire::MessageType::kAlert);
    const wire::Role role =
        is_alert ? wire::Role::alert() : wire::Role::sequencer(std::string{kListName});
    if (!central.set(role, keys)) {
        return std::nullopt;
    }
    const core::Result<wire::Opened> opened = central.open_delta(*delta, role);
    if (!opened) {
        return std::nullopt;
    }
    core::Result<wire::DeltaBody> body = wire::decode_delta(*opened);
    if (!body || body->ops.empty()) {
        return std::nullopt;
    }
    body->ops.back().id = core::cat("FORGED-", random_.below(1000));
    wire::Delta forged;
    forged.body = wire::encode(*body);
    forged.edition_signatures = delta->edition_signatures;
    const wire::Domain domain = is_alert ? wire::Domain::kAlert : wire::Domain::kDelta;
    forged.signatures.push_back(keys_.stranger.sign(domain, forged.body));
    return wire::make_frame(parsed->header, wire::encode(forged));
}

}  // namespace sarhad::sim
