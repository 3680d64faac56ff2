#pragma once

#include "replication/trust/trust_state.h"
#include "replication/trust/verdict.h"
#include "wire/trust_documents.h"

#include <string_view>
#include <variant>

namespace sarhad::replication {

using RootOrVerdict = std::variant<HeldDocument<wire::Root>, TrustVerdict>;

/// The root that a role's document says, its own threshold reached: the anchor.
[[nodiscard]] RootOrVerdict read_anchor(const wire::SignedDocument& document);
/// One step of a walk: `document` as the successor of `before`, signed by the thresholds of both.
[[nodiscard]] RootOrVerdict read_successor(const HeldDocument<wire::Root>& before,
                                           const wire::SignedDocument& document);

/// The delegation of a role that has no name; null where nobody holds it.
[[nodiscard]] const wire::Delegation* delegation_of(const wire::Root& root,
                                                    wire::DelegatedRole role);
/// The delegation of the agency that holds the list of this name, the one that names it most
/// closely; null where none does.
[[nodiscard]] const wire::Delegation* agency_of(const wire::Root& root, std::string_view list);
/// Keys and threshold of a delegation, as they can be verified with.
[[nodiscard]] wire::RoleKeys role_keys(const wire::Delegation& delegation);
/// Epoch of a down stream: 1 where the root does not name it.
[[nodiscard]] core::Epoch epoch_of(const wire::Root& root, core::StreamId stream);

/// Too large, or too many signatures, to be looked into; nothing where it is not.
[[nodiscard]] std::optional<TrustVerdict> over_limits(const wire::SignedDocument& document);

}  // namespace sarhad::replication
