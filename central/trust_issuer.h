#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "core/result.h"
#include "replication/trust/trust_state.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/trust_documents.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::central {

/// A head, where it is new, and a tick that names it: kept before either is sent.
struct IssuedTrust {
    std::optional<wire::SignedDocument> head;
    wire::SignedDocument tick;

    [[nodiscard]] std::vector<wire::SignedDocument> documents() const;
};

/// What central signs with, and what else of its own the root must name.
struct IssuerKeys {
    wire::SigningKey tick;
    wire::SigningKey sequencer;
    wire::PublicKey alert{};
    std::vector<wire::PublicKey> seals{};  ///< Of the keys that open nodes' rows.
};

/// Central's part in trust: carries what the holders of roles have signed, and signs itself,
/// online, how far everything is (heads) and what time it is (ticks). Pure. Thread: any one.
class TrustIssuer {
public:
    /// A change is told at once, but not oftener than this, or than the site's ticks come.
    static constexpr core::Duration kTickPace = std::chrono::seconds{5};
    static constexpr core::Duration kTickEveryMin = std::chrono::seconds{1};
    static constexpr core::Duration kHeadLives = std::chrono::hours{7 * 24};
    static constexpr core::Duration kHeadRenewed = std::chrono::hours{24};
    static constexpr core::Duration kTickLives = std::chrono::hours{24};

    /// `documents`: as their folder has them, in any order: the whole chain of roots from the first
    /// one, revocations, policies. `kept`: the head and tick that were issued last. A tick goes out
    /// every `tick_every`, from kTickEveryMin (checked). kInvalid says which document is wrong,
    /// which of the keys does not hold its role, or that none of the seals is the one that nodes
    /// seal to by the root.
    [[nodiscard]] static core::Result<TrustIssuer> make(
        const std::vector<wire::SignedDocument>& documents,
        const std::vector<wire::SignedDocument>& kept,
        IssuerKeys keys,
        core::Duration tick_every,
        const replication::Clocks& now);
    /// The folder has changed. Errors as make(); what holds stays then.
    [[nodiscard]] core::Status renew(const std::vector<wire::SignedDocument>& documents,
                                     const replication::Clocks& now);

    /// What is to be issued now, `heads` being where the streams end; none where nothing is due.
    /// kInvalid: the issued would be refused everywhere, such as when a role has ended.
    [[nodiscard]] core::Result<std::optional<IssuedTrust>> due(
        const std::vector<StreamHead>& heads, const replication::Clocks& now) const;
    /// It is on disk, and holds.
    void adopt(const IssuedTrust& issued, const replication::Clocks& now);

    /// The newest root, for a new node to begin with.
    [[nodiscard]] const wire::SignedDocument& newest_root() const { return roots_.back(); }
    /// Everything that a node which holds `held` lacks, in the order in which it can be taken.
    [[nodiscard]] std::vector<wire::Message> wanted_by(const replication::TrustVersions& held,
                                                       const std::string& site) const;
    /// For a node that is revoked and holds that version of the root: what proves it.
    [[nodiscard]] std::vector<wire::Message> proof_of_revocation(std::uint64_t root_held) const;
    [[nodiscard]] static std::vector<wire::Message> messages_of(const IssuedTrust& issued);
    [[nodiscard]] const replication::TrustState& state() const { return state_; }

private:
    TrustIssuer(replication::TrustState state, IssuerKeys keys, core::Duration tick_every)
        : state_{std::move(state)}, keys_{std::move(keys)}, tick_every_{tick_every} {}

    [[nodiscard]] core::Status check_keys() const;
    [[nodiscard]] std::uint64_t next_version(std::uint64_t last, core::WallTime now) const;
    [[nodiscard]] std::optional<wire::SignedDocument> next_head(
        const std::vector<StreamHead>& heads, core::WallTime now) const;

    replication::TrustState state_;
    std::vector<wire::SignedDocument> roots_;  ///< From version 1 on.
    IssuerKeys keys_;
    core::Duration tick_every_;
    std::optional<core::MonoTime> issued_at_;
};

}  // namespace sarhad::central
