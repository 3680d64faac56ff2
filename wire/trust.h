#pragma once

#include "core/ids.h"
#include "core/mutex.h"
#include "core/result.h"
#include "facts/alert.h"
#include "facts/state_statement.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/opened.h"
#include "wire/trust_documents.h"

#include <array>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::wire {

enum class RoleKind : std::uint8_t {
    kList,       ///< An agency, for the streams whose name starts with its prefix.
    kAlert,      ///< Central's computer: machine-raised alerts only.
    kSequencer,  ///< Central: the deltas as they are sent.
    kRules,      ///< Rule packs.
    kNode,       ///< One node: its up batches and its reports.
};

/// Whose signature is wanted, and for which stream.
struct Role {
    RoleKind kind{RoleKind::kNode};
    std::string name;  ///< A stream's name, or in TrustStore::set() for kList its prefix.
    core::NodeId node{0};

    [[nodiscard]] static Role list(std::string name) { return {RoleKind::kList, std::move(name)}; }
    [[nodiscard]] static Role alert() { return {RoleKind::kAlert, "alert"}; }
    [[nodiscard]] static Role rules() { return {RoleKind::kRules, "rules"}; }
    /// An empty name: any stream, which the caller then holds to the one expected.
    [[nodiscard]] static Role sequencer(std::string name) {
        return {RoleKind::kSequencer, std::move(name)};
    }
    [[nodiscard]] static Role of_node(core::NodeId node) { return {RoleKind::kNode, {}, node}; }
};

/// The keys of a role, and how many different ones must have signed.
struct RoleKeys {
    std::size_t threshold{1};
    std::vector<VerifyKey> keys;
    std::size_t bulk_threshold{0};  ///< kList: for Removal::kMany; 0: as `threshold`.
};

/// Whether an edition takes so much away (watchlists::removes_many()) that more must have signed.
enum class Removal : std::uint8_t { kFew, kMany };

/// Bytes that one key signed, and which.
struct SignedByOne {
    Opened opened;
    PublicKey key{};
};

/// Who may sign what; the only maker of Opened. A value whose copies are apart from one another.
/// Thread: any, also while another changes it.
class TrustStore {
public:
    TrustStore() = default;
    TrustStore(const TrustStore& other);
    TrustStore& operator=(const TrustStore& other);
    ~TrustStore() = default;

    /// Replaces the role's keys. For kList, `role.name` is a prefix that ends at a '/' or at the
    /// end of a stream's name: "wl/un" covers "wl/un/consolidated", not "wl/unknown". kInvalid:
    /// threshold 0 or more than there are different keys, or over 16 keys.
    [[nodiscard]] core::Status set(const Role& role, RoleKeys keys);
    /// From now on nobody holds the role. An unknown role is ignored.
    void remove(const Role& role);

    /// The list's compartment wants its entries sealed in this epoch; 0: open.
    void set_sealed(const std::string& list, core::Epoch epoch);
    /// 0 for a list of which nothing was said.
    [[nodiscard]] core::Epoch sealed_epoch(const std::string& list) const;

    /// kUnauthenticated: nobody holds the role, or too few different keys of it signed these bytes
    /// in its domain (kAlert: alert, kRules: rules, kList and kSequencer: delta). Signatures by
    /// other keys count for nothing. decode_delta() then holds the body to `role.name`.
    [[nodiscard]] core::Result<Opened> open_delta(const Delta& delta, const Role& role) const;
    /// As open_delta(), for the node that the connection belongs to.
    [[nodiscard]] core::Result<Opened> open_up_batch(const SignedUpBatch& batch,
                                                     core::NodeId node) const;
    /// As open_delta(), for the node that the report names.
    [[nodiscard]] core::Result<Opened> open_report(const facts::SignedReport& report) const;
    /// As open_delta(), for the node that the statement names.
    [[nodiscard]] core::Result<Opened> open_statement(
        const facts::SignedStatement& statement) const;
    /// The agency that holds `statement.name` signed this edition: central invented nothing.
    [[nodiscard]] core::Status check_edition(const EditionStatement& statement,
                                             const std::vector<Signature>& signatures,
                                             Removal removal = Removal::kFew) const;

    /// Bytes that any one key of the role signed, whatever its threshold: where several persons
    /// have to sign, each signs something else. kUnauthenticated: none did.
    [[nodiscard]] core::Result<SignedByOne> open_by_one(const Role& role,
                                                        Domain domain,
                                                        core::ByteView bytes,
                                                        const Signature& signature) const;

    /// A trust document by the keys of its role (replication/trust/ knows which). kUnauthenticated:
    /// too few different keys of `by` signed it in its kind's domain; `who` names the role then.
    [[nodiscard]] static core::Result<Opened> open_document(const SignedDocument& document,
                                                            const RoleKeys& by,
                                                            std::string_view who);

private:
    using Holder = std::pair<RoleKind, std::string>;

    [[nodiscard]] static Holder holder_of(const Role& role);
    [[nodiscard]] std::map<Holder, RoleKeys> copy() const;
    [[nodiscard]] std::map<std::string, core::Epoch> copy_sealed() const;
    [[nodiscard]] std::optional<RoleKeys> find(const Role& role) const;
    [[nodiscard]] core::Status check(const Role& role,
                                     Domain domain,
                                     core::ByteView bytes,
                                     const std::vector<Signature>& signatures,
                                     Removal removal = Removal::kFew) const;
    [[nodiscard]] bool is_signed_by(core::NodeId node,
                                    Domain domain,
                                    core::ByteView bytes,
                                    const std::array<std::uint8_t, 64>& value) const;

    mutable core::Mutex mutex_;
    std::map<Holder, RoleKeys> roles_ GUARDED_BY(mutex_);
    std::map<std::string, core::Epoch> sealed_ GUARDED_BY(mutex_);
};

/// A node's signature over its report, for central and the other nodes to verify.
[[nodiscard]] facts::SignedReport sign_report(const SigningKey& key,
                                              core::NodeId node,
                                              core::Bytes body);

/// The same over its statement, which keeps its own bytes.
[[nodiscard]] facts::SignedStatement sign_statement(const SigningKey& key,
                                                    const facts::StateStatement& statement);

}  // namespace sarhad::wire
