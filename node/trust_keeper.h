#pragma once

#include "node/lanes.h"
#include "node/parts.h"
#include "replication/trust/trust_state.h"
#include "store/database.h"
#include "wire/trust.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

/// Whom this node believes, where its country has signed a root, and how old that is.
/// Kept in the database (table `trust`) and, its highest versions, in a small file beside it: what
/// comes back from a backup is found out. Life: open() before threads run, then on_document() as
/// documents come. Thread: loop.
class TrustKeeper {
public:
    /// What a node's status tells.
    struct Told {
        replication::TrustAge age;
        replication::TrustVersions held;
        wire::SitePolicy policy;  ///< Of the site.
        bool is_behind{false};
    };

    /// `anchor`: the root that came with the node's keys. `store` is given the root's roles, now
    /// and whenever they change. Errors of the database; kInvalid for an anchor that is no root.
    [[nodiscard]] static core::Result<std::unique_ptr<TrustKeeper>> open(
        const NodeParts& parts,
        const NodeSettings& settings,
        const wire::SignedDocument& anchor,
        wire::TrustStore& store,
        Lanes& lanes);
    TrustKeeper(const TrustKeeper&) = delete;
    TrustKeeper& operator=(const TrustKeeper&) = delete;

    /// A node that lacks what a tick stands on greets anew no oftener than this.
    static constexpr core::Duration kAskedEvery = std::chrono::minutes{1};

    /// As it came from central. True where a tick names a head that is not here: the node greets
    /// anew, and is sent all that it lacks.
    [[nodiscard]] bool on_document(core::ByteView bytes);
    /// `changed` is called on the loop when a compartment holds anew.
    void on_compartments(std::function<void()> changed) {
        compartments_changed_ = std::move(changed);
    }
    /// `changed` is called on the loop when a root or revocations hold anew.
    void on_revocations(std::function<void()> changed) {
        revocations_changed_ = std::move(changed);
    }
    /// Whether this node, or one of `keys`, is revoked: the security officers have signed it.
    [[nodiscard]] bool is_revoked(std::span<const wire::PublicKey> keys) const;
    /// Whether rows of the list may be here.
    [[nodiscard]] bool is_entitled(const std::string& list) const;
    /// Lists with a compartment that this node is not in.
    [[nodiscard]] std::set<std::string> foreign_lists() const;
    [[nodiscard]] const replication::TrustState& state() const { return state_; }
    /// Each minute: the age's changes are logged, what has been proved of the time is kept, unless
    /// a document was within the last minute.
    void each_minute();

    [[nodiscard]] replication::TrustAge age() const;
    /// What no setting of the machine's clock changes: replication::SecureTime. Thread: any one.
    [[nodiscard]] core::WallTime now() const;
    [[nodiscard]] Told told() const;
    /// Of the site.
    [[nodiscard]] wire::SitePolicy policy() const { return state_.policy(site_); }
    [[nodiscard]] replication::TrustVersions versions() const { return state_.versions(); }

private:
    TrustKeeper(const NodeParts& parts,
                const NodeSettings& settings,
                wire::TrustStore& store,
                Lanes& lanes,
                replication::TrustState state);

    [[nodiscard]] replication::TrustVerdict take(const wire::SignedDocument& document);
    /// A row of table `trust`.
    struct Row {
        std::int64_t place{0};  ///< From 1.
        wire::SignedDocument document;
    };
    [[nodiscard]] core::Status write(const std::vector<Row>& changed,
                                     std::size_t count,
                                     core::WallTime floor);
    [[nodiscard]] bool may_ask();
    void keep();
    void keep_versions(std::string text);
    void note_age();
    void note_time();

    NodeParts parts_;
    core::NodeId node_;
    std::string site_;
    std::string versions_path_;
    wire::TrustStore& store_;
    Lanes& lanes_;
    replication::TrustState state_;
    std::atomic<std::int64_t> ahead_{0};      ///< Microseconds of now() at CLOCK_BOOTTIME 0.
    std::vector<wire::SignedDocument> kept_;  ///< In the database, or on their way there.
    std::optional<core::MonoTime> kept_at_;
    replication::Freshness noted_{replication::Freshness::kFresh};
    std::vector<wire::SignedDocument> roots_ahead_;  ///< A walk that does not hold yet.
    std::optional<core::MonoTime> asked_at_;         ///< For what is missing.
    std::function<void()> compartments_changed_{[] {}};
    std::function<void()> revocations_changed_{[] {}};
};

}  // namespace sarhad::node
