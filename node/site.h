#pragma once

#include "daemon/config.h"
#include "daemon/credentials.h"
#include "daemon/trust_file.h"
#include "node/parts.h"
#include "wire/keyring.h"

#include <map>

namespace sarhad::node {

/// Every setting of sarhad-node. docs/node.md is made from it.
[[nodiscard]] const daemon::ConfigSchema& config_schema();

/// The settings that the node itself takes. kInvalid where the port is no "PKXXA-1".
[[nodiscard]] core::Result<NodeSettings> settings_of(const daemon::ConfigValues& config);

/// What the key files hold, besides the node's own keys.
struct SiteKeys {
    NodeKeys node;
    wire::BoxKey link;
    wire::PublicKey central_link{};
};

/// Reads the key files and the trust file. Errors as daemon::read_credential() and
/// parse_trust_file(). After wire::sodium_start().
[[nodiscard]] core::Result<SiteKeys> read_keys(const daemon::ConfigValues& config,
                                               const daemon::CredentialFolders& folders,
                                               core::Files& files);

}  // namespace sarhad::node
