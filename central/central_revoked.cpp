// Nodes that are revoked: what is shown to them, and what they are still heard on.
#include "central/central.h"
#include "central/events.h"
#include "replication/frames.h"

#include <chrono>
#include <utility>

namespace sarhad::central {

using core::Result;

namespace {

/// A node that greets on and on is answered no oftener.
constexpr core::Duration kShownEvery = std::chrono::seconds{1};

}  // namespace

/// Only what the security officers signed erases a port: an administrator's word alone shuts it
/// out, and a centre in the wrong hands can do no more than that (docs/decisions/0021).
bool Central::is_to_be_shown(const NodeRow& node) const {
    return issuer_ && node.revoked_at && !node.erased_at && is_revoked_by_document(node);
}

std::vector<wire::Message> Central::parting_of(const NodeRow& node) const {
    const std::uint64_t root_held = sessions_->trust_held(node.id).root;
    return is_to_be_shown(node) && root_held > 0 ? issuer_->proof_of_revocation(root_held)
                                                 : std::vector<wire::Message>{};
}

void Central::on_stranger(const wire::Peer& peer, core::ByteView frame) {
    const auto found = nodes_.find(peer.node);
    if (found == nodes_.end() || !found->second.revoked_at) {
        parts_.log.write(kStrangerFrame, {{"node", peer.node}});
        return;
    }
    const NodeRow& node = found->second;
    const auto received = replication::from_frame(peer.channel, frame);
    const auto* told = received ? std::get_if<wire::EraseTell>(&received->message) : nullptr;
    if (told != nullptr && on_erase_told(node, *told)) {
        return;
    }
    const std::uint64_t count = ++knocks_[node.id].count;
    if ((count & (count - 1)) == 0) {  // 1, 2, 4, ...: a thief cannot flood the log.
        parts_.log.write(kRevokedHeard, {{"node", node.id}, {"port", node.port}, {"count", count}});
    }
    const auto* hello = received ? std::get_if<wire::Hello>(&received->message) : nullptr;
    if (hello != nullptr && hello->node == node.id && peer.channel == wire::Channel::kControl) {
        show_revocation(node, hello->root_version);
    }
}

void Central::show_revocation(const NodeRow& node, std::uint64_t root_held) {
    Knocks& knocks = knocks_[node.id];
    const core::MonoTime now = parts_.clock.mono();
    if (!is_to_be_shown(node) || root_held == 0 ||
        (knocks.shown_at && now - *knocks.shown_at < kShownEvery)) {
        return;
    }
    knocks.shown_at = now;
    for (const wire::Message& message : issuer_->proof_of_revocation(root_held)) {
        // Lost: its next HELLO is answered too.
        static_cast<void>(parts_.transport.send(
            node.id, wire::Channel::kControl, replication::to_frame(message)));
    }
}

/// One word at a time: who says it a thousand times fills neither the log nor the store.
bool Central::on_erase_told(const NodeRow& node, const wire::EraseTell& told) {
    const bool is_erased = told.stage == wire::EraseStage::kErased;
    bool& is_keeping = knocks_[node.id].is_keeping;
    if (node.erased_at || (!is_erased && node.erasing_at) || std::exchange(is_keeping, true)) {
        return false;
    }
    const core::WallTime at = parts_.clock.wall();
    parts_.log.write(kEraseTold,
                     {{"node", node.id},
                      {"stage", facts::name_of(told.stage)},
                      {"rows", told.rows},
                      {"files", told.files}});
    const Erasure erasure{node.id, told.stage, at, told.rows, told.files};
    lanes_.ask<bool>(
        core::Lane::kStore,
        [this, erasure]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.store.record_erasure(erasure));
            return true;
        },
        [this, erasure](const Result<bool>& kept) {
            note_write(kept);
            knocks_[erasure.node].is_keeping = false;
            if (kept) {
                on_erasure_kept(erasure);
            }
        });
    return true;
}

/// Only now: a node whose last word is not on record may say it again.
void Central::on_erasure_kept(const Erasure& erasure) {
    NodeRow& node = nodes_.at(erasure.node);
    node.erasing_at = node.erasing_at.value_or(erasure.at);
    node.lost_rows = erasure.rows;
    node.lost_files = erasure.files;
    if (erasure.stage == wire::EraseStage::kErased) {
        node.erased_at = erasure.at;
        const wire::ErrorReport heard{std::string{replication::kRevoked}, {}, true};
        // Lost: it ends by itself after a while.
        static_cast<void>(
            parts_.transport.send(node.id, wire::Channel::kControl, replication::to_frame(heard)));
        parts_.transport.forget(node.id);
        tell_allowed();
    }
    tell(NodeErasure{node.id, erasure.stage});
}

}  // namespace sarhad::central
