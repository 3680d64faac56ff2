#include "core/check.h"
#include "core/text.h"
#include "wire/frame.h"
#include "wire/messages.h"
#include "wire/trust_documents.h"

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

/// Marks count on past 2^32.
std::int64_t ahead_of(std::uint32_t mark, std::uint32_t other) {
    return static_cast<std::int32_t>(mark - other);
}

/// As docs/protocol.md says, "Counting".
bool is_counted(const wire::Message& message) {
    if (const auto* tell = std::get_if<wire::ReconTell>(&message)) {
        return tell->what != wire::ReconWhat::kOffer && tell->what != wire::ReconWhat::kStand;
    }
    return std::holds_alternative<wire::Delta>(message) ||
           std::holds_alternative<wire::SignedUpBatch>(message) ||
           std::holds_alternative<wire::ReconAsk>(message) ||
           std::holds_alternative<wire::ManifestReq>(message) ||
           std::holds_alternative<wire::Manifest>(message) ||
           std::holds_alternative<wire::ChunkReq>(message) ||
           std::holds_alternative<wire::ChunkTell>(message) ||
           std::holds_alternative<wire::Fragment>(message);
}

/// A PING or PONG, of which a quiet week is full: it promises nothing.
bool is_sign_of_life(const core::Bytes& frame) {
    const core::Result<wire::Frame> parsed = wire::parse_frame(frame, wire::FrameLimits{});
    const auto is = [&](wire::MessageType type) {
        return parsed->header.type == static_cast<std::uint8_t>(type);
    };
    return parsed && (is(wire::MessageType::kPing) || is(wire::MessageType::kPong));
}

}  // namespace

core::Result<wire::Message> parse_message(const core::Bytes& bytes) {
    SARHAD_TRY(const wire::Frame frame, wire::parse_frame(bytes, wire::FrameLimits{}));
    return wire::decode_message(frame);
}

void World::watch_frame(const Way& way, const core::Bytes& frame) {
    trace_.mix(frame);
    passing_ = frame;
    if (!trace_.is_printing() && is_sign_of_life(frame) && !ledger_.is_barred(way.link.node)) {
        return;
    }
    const core::Result<wire::Message> message = parse_message(frame);
    const bool is_up = way.direction == Direction::kUp;
    if (trace_.is_printing()) {
        const auto type = frame.size() > 4 ? int{frame[4]} : 0;
        trace_.note(core::cat("frame ",
                              is_up ? "up" : "down",
                              " node ",
                              way.link.node.value(),
                              " kind ",
                              message ? static_cast<int>(message->index()) : -1,
                              " size ",
                              frame.size(),
                              " byte4 ",
                              type));
    } else {
        trace_.note(is_up ? "up" : "down");
    }
    if (!message) {
        note_broken(Broken{10, "a host sent a frame that does not parse"});
        return;
    }
    if (!is_up) {
        watch_barred(way.link.node, *message);
    }
    watch_flow(way, frame, *message);
    const std::optional<core::Bytes> whole = put_together(way, frame, *message);
    if (whole) {
        passing_ = *whole;
        if (const core::Result<wire::Message> inside = parse_message(*whole)) {
            watch_message(way, *inside);
        }
        return;
    }
    watch_message(way, *message);
}

/// Who is heard no more is told so, and nothing else.
void World::watch_barred(core::NodeId node, const wire::Message& message) {
    const auto barred = ledger_.barred.find(node);
    if (barred != ledger_.barred.end() && !std::holds_alternative<wire::ErrorReport>(message)) {
        note_broken(Broken{
            barred->second.invariant,
            core::cat("node ", node.value(), ": central sends it message ", message.index())});
    }
}

/// The frame that this piece completes, with the piece's own mark.
std::optional<core::Bytes> World::put_together(const Way& way,
                                               const core::Bytes& frame,
                                               const wire::Message& message) {
    const auto* fragment = std::get_if<wire::Fragment>(&message);
    if (fragment == nullptr) {
        return std::nullopt;
    }
    const core::Result<wire::Frame> parsed = wire::parse_frame(frame, wire::FrameLimits{});
    core::Result<std::optional<core::Bytes>> whole =
        pieces_[way].add(parsed->header.lane, *fragment);
    if (!whole || !*whole) {
        return std::nullopt;
    }
    wire::set_mark(**whole, parsed->header.mark);
    return *std::move(whole);
}

/// Counted by what was handed over: a report that is still on its way counts already, so that no
/// sender seems to have more on its way than it knows.
void World::watch_flow(const Way& way, const core::Bytes& frame, const wire::Message& message) {
    if (way.link.channel == 0) {
        return;
    }
    if (const auto* credit = std::get_if<wire::Credit>(&message)) {
        Flow& back = flows_[{way.link,
                             way.connection,
                             way.direction == Direction::kUp ? Direction::kDown : Direction::kUp}];
        back.granted = std::max(back.granted, credit->granted);
        // It may be ahead of what was handed over: a frame was lost, the mark of the next told.
        if (back.has_sent && ahead_of(credit->received, back.received) > 0) {
            back.received = credit->received;
        }
        return;
    }
    if (!is_counted(message)) {
        return;
    }
    Flow& flow = flows_[way];
    flow.sent = wire::parse_frame(frame, wire::FrameLimits{})->header.mark;
    if (!flow.has_sent) {
        flow.has_sent = true;
        flow.received = flow.sent - static_cast<std::uint32_t>(frame.size());
    }
    const std::int64_t on_their_way = ahead_of(flow.sent, flow.received);
    if (on_their_way > std::int64_t{flow.granted}) {
        note_broken(Broken{14,
                           core::cat("node ",
                                     way.link.node.value(),
                                     way.direction == Direction::kUp ? " up: " : " down: ",
                                     on_their_way,
                                     " bytes on their way, granted ",
                                     flow.granted)});
    }
}

void World::watch_message(const Way& way, const wire::Message& message) {
    const bool is_up = way.direction == Direction::kUp;
    if (is_up && way.link.machine != 0) {
        return;  // It promises for no disk that is looked at.
    }
    if (faults_.has_thief && std::holds_alternative<wire::Delta>(message)) {
        watch_deltas(passing_);
    }
    const core::NodeId node = way.link.node;
    auto& promised = is_up ? ledger_.node_promised : ledger_.central_promised;
    if (const auto* ack = std::get_if<wire::Ack>(&message)) {
        raise_to(promised, {node, ack->stream}, ack->upto);
        is_check_due_ = is_check_due_ || random_.chance(kPromisesChecked);
        if (is_up && ack->root != wire::Hash256{}) {
            if (!closed_roots_.contains(ack->root)) {
                list_known_at_.emplace(node, timeline_.now());
            }
            if (!ledger_.signed_roots.contains(ack->root)) {
                note_broken(Broken{4, "a port acknowledges a root that nobody signed"});
            }
        }
    } else if (const auto* head = std::get_if<wire::SentHead>(&message)) {
        heads_seen_.push_back(head->document);
    } else if (const auto* sent = std::get_if<wire::SentTick>(&message);
               sent != nullptr && !is_up) {
        const auto document = wire::read_document(sent->document);
        SARHAD_CHECK(document.has_value());
        ledger_.ticks.insert(wire::read_unverified<wire::Tick>(*document)->time.micros);
    } else if (const auto* whose = std::get_if<wire::SentCompartment>(&message)) {
        compartment_seen_ = whose->document;
    } else if (const auto* hello = std::get_if<wire::Hello>(&message)) {
        for (const wire::StreamPosition& position : hello->down) {
            raise_to(promised, {node, position.stream}, position.seq);
        }
    } else if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
        for (const wire::StreamPosition& position : welcome->up) {
            raise_to(promised, {node, position.stream}, position.seq);
        }
    }
}

}  // namespace sarhad::sim
