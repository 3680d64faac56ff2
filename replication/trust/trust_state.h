#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "replication/trust/freshness.h"
#include "replication/trust/secure_time.h"
#include "replication/trust/trust_versions.h"
#include "replication/trust/verdict.h"
#include "wire/compartment.h"
#include "wire/trust.h"
#include "wire/trust_documents.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sarhad::replication {

/// A document that holds, decoded.
template <class T>
struct HeldDocument {
    T value;
    wire::SignedDocument document;
    wire::Hash256 hash{};
};

/// What a node, central or a verifier believes, and since when: takes documents in, refuses those
/// that an attacker could gain by, and says how old what it has is. docs/protocol.md, "Trust".
///
/// Life: begin() with the root that was carried there by hand, or restore() with what was kept;
/// then walk() and offer() as documents come, in any order. What is refused changes nothing.
/// Pure: no clock, file or socket. A value. Thread: any one.
class TrustState {
public:
    static constexpr std::size_t kRootStepsMax = 1024;     ///< Of one walk.
    static constexpr std::size_t kTrustHoldersMax = 4096;  ///< Nodes, and sites with a policy.
    static constexpr std::size_t kCompartmentsMax = 128;   ///< Lists with one.

    /// `anchor` is believed because of how it came; its own root role must have signed it all the
    /// same. It may have expired. kInvalid, kUnauthenticated or kExhausted otherwise.
    [[nodiscard]] static core::Result<TrustState> begin(const wire::SignedDocument& anchor,
                                                        const SecureTime& time);
    /// `kept`: kept_documents() of before. `least`: versions() as the other place has it.
    /// kCorrupt: no root among them, or one whose signatures no longer fit.
    [[nodiscard]] static core::Result<TrustState> restore(
        const std::vector<wire::SignedDocument>& kept,
        const TrustVersions& least,
        const SecureTime& time);

    /// Roots in rising order, of which some may be held already: each step needs the thresholds of
    /// both. Those between may have expired; the last must not. All or nothing.
    [[nodiscard]] TrustVerdict walk(std::span<const wire::SignedDocument> roots, const Clocks& now);
    /// Any document; a root is a walk of one step.
    [[nodiscard]] TrustVerdict offer(const wire::SignedDocument& document, const Clocks& now);

    [[nodiscard]] const HeldDocument<wire::Root>& root() const { return root_; }
    [[nodiscard]] const std::optional<HeldDocument<wire::Revocations>>& revocations() const {
        return revocations_;
    }
    [[nodiscard]] const std::optional<HeldDocument<wire::Head>>& head() const { return head_; }
    [[nodiscard]] const std::optional<HeldDocument<wire::Tick>>& tick() const { return tick_; }
    [[nodiscard]] const std::map<core::NodeId, HeldDocument<wire::NodeCertificate>>& certificates()
        const {
        return certificates_;
    }
    /// By list.
    [[nodiscard]] const std::map<std::string, HeldDocument<wire::Compartment>>& compartments()
        const {
        return compartments_;
    }
    /// Whether the list belongs to the node: one without a compartment belongs to every node.
    [[nodiscard]] bool is_entitled(core::NodeId node, const std::string& list) const;
    /// Of the site, else of every site, else the defaults.
    [[nodiscard]] wire::SitePolicy policy(const std::string& site) const;
    [[nodiscard]] const SecureTime& time() const { return time_; }

    /// How old what is here is, for `site`.
    [[nodiscard]] TrustAge age(core::MonoTime mono, const std::string& site) const;
    /// Who may sign what of what is not a trust document: sequencer, alert, rules and agencies, and
    /// the nodes with a certificate. Revoked keys and nodes are left out, and roles whose other
    /// keys no longer reach the threshold.
    [[nodiscard]] wire::TrustStore store() const;
    [[nodiscard]] bool is_revoked(core::NodeId node) const;
    [[nodiscard]] bool is_revoked(const wire::PublicKey& key) const;

    [[nodiscard]] TrustVersions versions() const;
    /// What holds is older than what once held here: it came from a backup. Nothing older than that
    /// is taken, and an older root makes everything EXPIRED.
    [[nodiscard]] bool is_behind() const;
    /// Everything that holds, the root first, for restore().
    [[nodiscard]] std::vector<wire::SignedDocument> kept_documents() const;

private:
    TrustState(HeldDocument<wire::Root> root, const SecureTime& time);

    void set_root(HeldDocument<wire::Root> root);

    [[nodiscard]] TrustVerdict offer_revocations(const wire::SignedDocument& document,
                                                 const Clocks& now);
    [[nodiscard]] TrustVerdict offer_certificate(const wire::SignedDocument& document,
                                                 const Clocks& now);
    [[nodiscard]] TrustVerdict offer_head(const wire::SignedDocument& document, const Clocks& now);
    [[nodiscard]] TrustVerdict offer_tick(const wire::SignedDocument& document, const Clocks& now);
    [[nodiscard]] TrustVerdict offer_policy(const wire::SignedDocument& document,
                                            const Clocks& now);
    [[nodiscard]] TrustVerdict offer_compartment(const wire::SignedDocument& document,
                                                 const Clocks& now);

    /// The keys of the agency that holds the list. A compartment can take a list away from ports:
    /// it wants as many keys as an edition that takes much away.
    [[nodiscard]] wire::RoleKeys agency_keys(const std::string& list) const;
    /// The role's keys that are not revoked; threshold 0 where nobody holds it.
    [[nodiscard]] wire::RoleKeys keys_of(wire::DelegatedRole role) const;
    /// When the role's delegation ends.
    [[nodiscard]] core::WallTime end_of(wire::DelegatedRole role) const;
    /// The time by which documents expire: proved, never merely the machine's.
    [[nodiscard]] core::WallTime judged_at(const Clocks& now) const;
    [[nodiscard]] bool is_leap_granted() const;
    /// Documents whose signers are not enough any more: their versions no longer count.
    void forget_unbacked(const Clocks& now);

    HeldDocument<wire::Root> root_;
    /// Of the roles that have no name, as the root has them. Kept, because reading a key costs as
    /// much as verifying with it, and a tick comes each minute.
    std::map<wire::DelegatedRole, wire::RoleKeys> root_keys_;
    std::optional<HeldDocument<wire::Revocations>> revocations_;
    std::optional<HeldDocument<wire::Head>> head_;
    std::optional<HeldDocument<wire::Tick>> tick_;
    std::map<std::string, HeldDocument<wire::SitePolicy>> policies_;
    std::map<core::NodeId, HeldDocument<wire::NodeCertificate>> certificates_;
    std::map<std::string, HeldDocument<wire::Compartment>> compartments_;
    TrustVersions least_;
    SecureTime time_;
};

}  // namespace sarhad::replication
