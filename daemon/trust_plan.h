#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "wire/compartment.h"
#include "wire/keyring.h"
#include "wire/trust_documents.h"

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sarhad::daemon {

inline constexpr std::size_t kTrustPlanBytesMax = 256 * 1024;

/// A compartment before its data key is sealed to the members.
struct PlannedCompartment {
    wire::Compartment document;         ///< Its members' keys and its key's hash are empty yet.
    std::string data_key{};             ///< File of it; empty where bodies are not sealed.
    std::vector<wire::PublicKey> keys;  ///< The members' signing keys, in the members' order.
};

/// What a plan asks for: a document without a version, as its holders will sign it.
using PlannedDocument =
    std::variant<wire::Root, wire::Revocations, wire::SitePolicy, PlannedCompartment>;

/// A key that a plan names: 64 hexadecimal digits, or a path as the plan has it. `kind`: of the
/// public key that is wanted. kInvalid says what is there instead.
using FindKey =
    std::function<core::Result<wire::PublicKey>(const std::string& named, wire::KeyKind kind)>;

/// A plan for `sarhadctl key ceremony`, in TOML: one of [root], [revocations], [policy] or
/// [compartment] and the tables that belong to it (docs/operations.md has each in full). `now`
/// becomes `issued`; what expires does so a number of days later. kInvalid names `path`, line and
/// column; a member that nobody reads is an error. Whether the numbers make sense together is
/// check_document()'s to say.
[[nodiscard]] core::Result<PlannedDocument> parse_trust_plan(std::string_view text,
                                                             std::string_view path,
                                                             core::WallTime now,
                                                             const FindKey& find_key);

}  // namespace sarhad::daemon
