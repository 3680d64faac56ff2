#include "core/text.h"
#include "wire/compartment.h"
#include "wire/frame.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/trust.h"

#include "editions/snapshot.h"
#include "sim/world.h"

/// What the attackers do to frames.
namespace sarhad::sim {

namespace {

/// What an attacker sends goes plain, in the place of what may have been packed.
template <class Sent>
core::Bytes frame_of(wire::FrameHeader header, const Sent& message) {
    header.flags &= static_cast<std::uint8_t>(~wire::frame_flags::kZstd);
    return wire::make_frame(header, wire::encode(message));
}

}  // namespace

/// A delta that central signed, as it passes by.
struct World::Genuine {
    wire::FrameHeader header;
    wire::Delta delta;
    wire::DeltaBody body;
    bool is_alert{false};
};

std::optional<World::Genuine> World::open_genuine(const core::Bytes& frame) const {
    const core::Result<wire::Message> message = parse_message(frame);
    const auto* delta = message ? std::get_if<wire::Delta>(&*message) : nullptr;
    if (delta == nullptr) {
        return std::nullopt;
    }
    const core::Result<wire::Frame> parsed = wire::parse_frame(frame, wire::FrameLimits{});
    const bool is_alert =
        parsed->header.type == static_cast<std::uint8_t>(wire::MessageType::kAlert);
    const wire::Role role =
        is_alert ? wire::Role::alert() : wire::Role::sequencer(std::string{kListName});
    wire::TrustStore central;
    wire::RoleKeys either = keys_.sequencer_role();
    either.keys.push_back(keys_.alert.public_key());
    if (!central.set(role, std::move(either))) {
        return std::nullopt;
    }
    const core::Result<wire::Opened> opened = central.open_delta(*delta, role);
    core::Result<wire::DeltaBody> body =
        opened ? wire::decode_delta(*opened) : core::Result<wire::DeltaBody>{opened.error()};
    if (!body) {
        return std::nullopt;
    }
    return Genuine{parsed->header, *delta, *std::move(body), is_alert};
}

std::optional<Altered> World::attack(const core::Bytes& frame) {
    const core::Result<wire::Message> message = parse_message(frame);
    if (message && std::holds_alternative<wire::ReconTell>(*message)) {
        std::optional<core::Bytes> false_answer = tamper(frame);
        return false_answer ? std::optional{Altered{{*std::move(false_answer)}, true}}
                            : std::nullopt;
    }
    if (message && std::holds_alternative<wire::Manifest>(*message)) {
        std::optional<core::Bytes> less = take_rows_off(frame);
        return less ? std::optional{Altered{{*std::move(less)}, true}} : std::nullopt;
    }
    if (message && std::holds_alternative<wire::ChunkTell>(*message)) {
        std::optional<core::Bytes> other = tamper(frame);
        return other ? std::optional{Altered{{*std::move(other)}, true}} : std::nullopt;
    }
    if (message && (std::holds_alternative<wire::SentTick>(*message) ||
                    std::holds_alternative<wire::SentHead>(*message))) {
        std::optional<core::Bytes> other = other_trust(frame, *message);
        return other ? std::optional{Altered{{*std::move(other)}, false}} : std::nullopt;
    }
    if (faults_.has_thief && (!faults_.has_attacker || random_.chance(500))) {
        return steal(frame);
    }
    std::optional<core::Bytes> altered = random_.chance(500) ? tamper(frame) : forge(frame);
    return altered ? std::optional{Altered{{*std::move(altered)}, false}} : std::nullopt;
}

/// One byte of what a signature covers, or of the signature. Other frames are covered by the link's
/// encryption alone: altered, they do not arrive at all.
std::optional<core::Bytes> World::tamper(const core::Bytes& frame) {
    const core::Result<wire::Message> message = parse_message(frame);
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
        return frame_of(parsed->header, altered);
    }
    if (const auto* batch = std::get_if<wire::SignedUpBatch>(&*message)) {
        wire::SignedUpBatch altered = *batch;
        alter(altered.body);
        return frame_of(parsed->header, altered);
    }
    if (const auto* tell = std::get_if<wire::ReconTell>(&*message)) {
        // No signature covers it: who holds central may answer a repair as he likes.
        wire::ReconTell altered = *tell;
        if (altered.what == wire::ReconWhat::kRows && !altered.entries.empty()) {
            alter(altered.entries[random_.below(altered.entries.size())].part);
        } else if (altered.what == wire::ReconWhat::kHashes && !altered.entries.empty()) {
            altered.entries.erase(
                altered.entries.begin() +
                static_cast<std::ptrdiff_t>(random_.below(altered.entries.size())));
        } else if (!altered.hashes.empty()) {
            alter(altered.hashes);
        } else {
            return std::nullopt;
        }
        return frame_of(parsed->header, altered);
    }
    if (const auto* tell = std::get_if<wire::ChunkTell>(&*message); tell && !tell->parts.empty()) {
        wire::ChunkTell altered = *tell;
        alter(altered.parts[random_.below(altered.parts.size())].part);
        return frame_of(parsed->header, altered);
    }
    return std::nullopt;
}

/// Who holds central and the sequencer's key, and no agency's, gives a list without some of its
/// rows.
std::optional<core::Bytes> World::take_rows_off(const core::Bytes& frame) {
    const core::Result<wire::Message> message = parse_message(frame);
    wire::Manifest manifest = std::get<wire::Manifest>(*message);
    auto head = editions::decode_snapshot_head(manifest.head);
    auto delta =
        head ? wire::decode<wire::Delta>(head->delta) : core::Result<wire::Delta>{head.error()};
    if (!delta) {
        return std::nullopt;  // There was none to be had.
    }
    wire::TrustStore central;
    if (!central.set(wire::Role::sequencer({}), keys_.sequencer_role())) {
        return std::nullopt;
    }
    const auto opened = central.open_delta(*delta, wire::Role::sequencer({}));
    auto body =
        opened ? wire::decode_delta(*opened) : core::Result<wire::DeltaBody>{opened.error()};
    const auto& states = ledger_.signed_lists[std::string{kListName}];
    const auto signed_rows = body ? states.find(body->edition) : states.end();
    if (signed_rows == states.end() || signed_rows->second.rows.empty()) {
        return std::nullopt;
    }
    const std::map<std::string, core::Bytes>& rows = signed_rows->second.rows;
    const std::uint8_t chunk = wire::group_of(wire::bucket_of(rows.begin()->first));
    std::uint64_t gone = 0;
    for (const auto& [id, hash] : rows) {
        gone += wire::group_of(wire::bucket_of(id)) == chunk ? 1U : 0U;
    }
    const wire::TreeHash empty = wire::tree_hash_at(wire::StateTree{}.children(), 0);
    std::copy(empty.begin(),
              empty.end(),
              head->children.begin() + static_cast<std::ptrdiff_t>(chunk * empty.size()));
    head->rows -= gone;
    body->post_root = wire::state_root_of(head->children, head->rows);
    delta->body = wire::encode(*body);
    delta->signatures = {keys_.sequencer.sign(wire::Domain::kDelta, delta->body)};
    head->delta = wire::encode(*delta);
    manifest.head = editions::encode(*head);
    return frame_of(wire::parse_frame(frame, wire::FrameLimits{})->header, manifest);
}

/// A delta as the attacker would have it, in the place of a real one and signed by the attacker.
std::optional<core::Bytes> World::forge(const core::Bytes& frame) {
    std::optional<Genuine> genuine = open_genuine(frame);
    if (!genuine || genuine->body.ops.empty()) {
        return std::nullopt;
    }
    genuine->body.ops.back().id = core::cat("FORGED-", random_.below(1000));
    wire::Delta forged;
    forged.body = wire::encode(genuine->body);
    forged.edition_signatures = genuine->delta.edition_signatures;
    const wire::Domain domain = genuine->is_alert ? wire::Domain::kAlert : wire::Domain::kDelta;
    forged.signatures.push_back(keys_.stranger.sign(domain, forged.body));
    return frame_of(genuine->header, forged);
}

/// The closed list for every port, as who holds central would have it.
std::optional<core::Bytes> World::forged_compartment() {
    auto document = wire::read_document(compartment_seen_);
    auto forged = document ? wire::read_unverified<wire::Compartment>(*document)
                           : core::Result<wire::Compartment>{document.error()};
    if (!forged) {
        return std::nullopt;
    }
    ++forged->version;
    forged->members = {};
    for (const auto& node : nodes_) {
        forged->members.push_back({node->id(), {}});
    }
    document->body = wire::encode(*forged);
    document->signatures = {keys_.sequencer.sign(wire::Domain::kCompartment, document->body)};
    return wire::encode_frame(
        wire::SentCompartment{wire::encode(*document)}, wire::Lane::kUrgent, core::StreamId{0});
}

/// A head that was true once, or a tick of the attacker's own.
std::optional<core::Bytes> World::other_trust(const core::Bytes& frame,
                                              const wire::Message& message) {
    const core::Result<wire::Frame> parsed = wire::parse_frame(frame, wire::FrameLimits{});
    if (!compartment_seen_.empty() && random_.chance(300)) {
        return forged_compartment();
    }
    const auto* tick = std::get_if<wire::SentTick>(&message);
    if (tick == nullptr) {
        const core::Bytes& old = heads_seen_[random_.below(heads_seen_.size())];
        return frame_of(parsed->header, wire::SentHead{old});
    }
    auto document = wire::read_document(tick->document);
    auto forged = document ? wire::read_unverified<wire::Tick>(*document)
                           : core::Result<wire::Tick>{document.error()};
    if (!forged) {
        return std::nullopt;
    }
    ++forged->version;
    document->body = wire::encode(*forged);
    document->signatures = {keys_.stranger.sign(wire::Domain::kTick, document->body)};
    return frame_of(parsed->header, wire::SentTick{wire::encode(*document)});
}

void World::watch_deltas(const core::Bytes& frame) {
    const std::optional<Genuine> genuine = open_genuine(frame);
    if (genuine && !genuine->is_alert) {
        thief_.see(genuine->delta, genuine->body);
    }
}

/// Deltas in the place of a real one, under central's own key: only the chain, the numbers of the
/// editions and the agency's signature are left against them.
std::optional<Altered> World::steal(const core::Bytes& frame) {
    const std::optional<Genuine> genuine = open_genuine(frame);
    if (!genuine || genuine->is_alert) {
        return std::nullopt;
    }
    Altered altered;
    altered.replaces = random_.chance(700);
    for (const StolenDelta& stolen : thief_.answer(genuine->body)) {
        ledger_.forged[genuine->body.stream].insert(stolen.chain);
        altered.frames.push_back(frame_of(genuine->header, stolen.delta));
    }
    if (altered.frames.empty()) {
        return std::nullopt;
    }
    trace_.note(core::cat("the thief sends ", altered.frames.size()));
    return altered;
}

}  // namespace sarhad::sim
