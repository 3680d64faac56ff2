// How central tells its nodes the time, and what the holders of roles have signed.
#include "central/central.h"
#include "central/events.h"

#include <utility>

namespace sarhad::central {

using core::Result;

void Central::issue_trust() {
    if (!issuer_ || is_issuing_) {
        return;
    }
    const replication::Clocks now{parts_.clock.wall(), parts_.clock.mono()};
    auto due = issuer_->due(heads_, now);
    if (!due) {
        tell_not_issued(due.error());
        return;
    }
    if (!*due) {
        return;
    }
    is_issuing_ = true;
    auto issued = std::make_shared<const IssuedTrust>(**std::move(due));
    // On disk before anybody sees it: a number is signed for one content only.
    lanes_.ask<bool>(
        core::Lane::kStore,
        [this, issued]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.store.keep_trust(issued->documents()));
            return true;
        },
        [this, issued, now](const Result<bool>& kept) {
            is_issuing_ = false;
            note_write(kept);
            if (!kept) {
                tell_not_issued(kept.error());
                return;
            }
            not_issued_.clear();
            issuer_->adopt(*issued, now);
            for (const auto& [id, node] : nodes_) {
                if (reads_trust(node)) {
                    sessions_->send(id, TrustIssuer::messages_of(*issued));
                }
            }
        });
}

/// Once for as long as the reason is the same: it is tried each second.
void Central::tell_not_issued(const core::Error& why) {
    if (not_issued_ != why.what) {
        not_issued_ = why.what;
        parts_.log.write(kTrustNotIssued, {{"why", why.what}});
    }
}

core::Status Central::set_trust_documents(const std::vector<wire::SignedDocument>& documents) {
    if (!issuer_) {
        return {};
    }
    std::map<std::string, std::uint64_t> compartments;
    for (const auto& [list, held] : issuer_->state().compartments()) {
        compartments.emplace(list, held.value.version);
    }
    SARHAD_TRY_STATUS(issuer_->renew(documents, {parts_.clock.wall(), parts_.clock.mono()}));
    const replication::TrustVersions held = issuer_->state().versions();
    parts_.log.write(kTrustRead, {{"root", held.root}, {"revocations", held.revocations}});
    SARHAD_TRY_STATUS(trust_anew());
    share_out();
    tell_compartments(compartments);
    const std::map<core::NodeId, NodeRow> known = nodes_;  // Revoking changes them.
    for (const auto& [id, node] : known) {
        if (node.revoked_at) {
            continue;
        }
        if (is_revoked_by_document(node)) {
            revoke_now(node);
        } else {
            greet_with_trust(id);
        }
    }
    tell_allowed();  // Who was out already may be shown why from now on.
    return {};
}

/// The documents say it, whatever becomes of the store: at the next start they say it again.
void Central::revoke_now(NodeRow node) {
    const core::WallTime at = parts_.clock.wall();
    node.revoked_at = at;
    on_revoked(node);
    lanes_.ask<NodeRow>(
        core::Lane::kStore,
        [this, id = node.id, at] { return parts_.store.revoke_node(id, at); },
        [this](const Result<NodeRow>& revoked) { note_write(revoked); });
}

bool Central::is_revoked_by_document(const NodeRow& node) const {
    const replication::TrustState& state = issuer_->state();
    return state.is_revoked(node.id) || state.is_revoked(node.link) || state.is_revoked(node.sign);
}

/// What was signed while central was down. Before threads run.
core::Status Central::revoke_by_documents() {
    if (!issuer_) {
        return {};
    }
    const core::WallTime at = parts_.clock.wall();
    for (auto& [id, node] : nodes_) {
        if (!node.revoked_at && is_revoked_by_document(node)) {
            SARHAD_TRY(node, parts_.store.revoke_node(id, at));
            parts_.log.write(kNodeRevoked, {{"node", id}, {"port", node.port}});
        }
    }
    return {};
}

/// A node that has no root passes documents over.
bool Central::reads_trust(const NodeRow& node) const {
    return issuer_ && !node.revoked_at && sessions_->trust_held(node.id).root > 0;
}

void Central::greet_with_trust(core::NodeId node) {
    const NodeRow& row = nodes_.at(node);
    if (reads_trust(row)) {
        sessions_->send(node, issuer_->wanted_by(sessions_->trust_held(node), row.port.value()));
    }
}

}  // namespace sarhad::central
