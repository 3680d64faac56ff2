#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/result.h"
#include "wire/keyring.h"
#include "wire/trust.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::daemon {

inline constexpr std::size_t kTrustRolesMax = 4096;
inline constexpr std::size_t kTrustFileBytesMax = 1024 * 1024;

/// One [[role]] of a trust file.
struct TrustedRole {
    wire::RoleKind kind{wire::RoleKind::kNode};
    std::string name;      ///< kList: the prefix of the streams; empty otherwise.
    core::NodeId node{0};  ///< kNode: whose.
    std::size_t threshold{1};
    std::vector<wire::PublicKey> keys;
    friend bool operator==(const TrustedRole&, const TrustedRole&) = default;
};

/// Whom a daemon believes: public keys only, so the file is no secret, but who may write it
/// decides what the daemon accepts.
struct TrustFile {
    wire::PublicKey central_link{};
    wire::PublicKey central_seal{};
    std::vector<TrustedRole> roles;
    friend bool operator==(const TrustFile&, const TrustFile&) = default;
};

/// TOML: [central] link_public and seal_public, 64 hexadecimal digits each; then [[role]] with
/// kind ("sequencer", "alert", "list", "node", "rules"), name, node, threshold (1 where absent) and
/// keys. Total: kInvalid names `path`, line and column; kExhausted past a limit. A key that is
/// none is found by trust_store_of().
[[nodiscard]] core::Result<TrustFile> parse_trust_file(std::string_view text,
                                                       std::string_view path);
/// The same as text; parse_trust_file() gives it back.
[[nodiscard]] std::string write_trust_file(const TrustFile& trust);
/// kInvalid where a key is no Ed25519 key or a threshold cannot be reached.
[[nodiscard]] core::Result<wire::TrustStore> trust_store_of(const TrustFile& trust);

}  // namespace sarhad::daemon
