#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "node/lanes.h"
#include "node/list_keys.h"
#include "node/parts.h"
#include "replication/trust/trust_state.h"
#include "wire/keyring.h"
#include "wire/record_seal.h"

#include <string>

namespace sarhad::node {

inline constexpr std::string_view kListKeyTable = "list_key";

/// Takes data keys out of the compartments that hold, and keeps them: in table `list_key`, each
/// sealed by the store key. A list that is not this node's any more loses its keys. Life: load()
/// before threads run, then take() whenever a compartment holds anew. Thread: loop. Everything
/// outlives it.
class KeyRing {
public:
    KeyRing(const NodeParts& parts,
            core::NodeId node,
            const wire::SigningKey& sign,
            const wire::RecordSeal& seal,
            ListKeys& keys,
            Lanes& lanes);

    /// Errors: the store's. A key that does not open any more is told and left out.
    [[nodiscard]] core::Status load(const replication::TrustState& trust);
    /// `trust` has verified who signed the compartments: only then is a box opened.
    void take(const replication::TrustState& trust);

private:
    [[nodiscard]] core::Result<wire::Secret> open(const wire::Compartment& whose,
                                                  const wire::CompartmentMember& member) const;
    void take_key(const wire::Compartment& whose, const wire::CompartmentMember& member);
    void drop(const std::string& list);
    void keep(const std::string& list, core::Epoch epoch, const wire::Secret& key);

    NodeParts parts_;
    core::NodeId node_;
    wire::BoxKey box_;
    const wire::RecordSeal& seal_;
    ListKeys& keys_;
    Lanes& lanes_;
};

}  // namespace sarhad::node
