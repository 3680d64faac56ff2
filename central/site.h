#pragma once

#include "central/central.h"
#include "core/files.h"
#include "core/random.h"
#include "daemon/config.h"
#include "daemon/credentials.h"
#include "daemon/trust_file.h"
#include "wire/keyring.h"
#include "wire/secret.h"

#include <string>
#include <vector>

namespace sarhad::central {

/// Every setting of sarhad-central.
[[nodiscard]] const daemon::ConfigSchema& config_schema();
/// kInvalid names the setting.
[[nodiscard]] core::Result<CentralSettings> settings_of(const daemon::ConfigValues& config);

/// What central's key files hold.
struct SiteKeys {
    wire::BoxKey link;
    wire::BoxKey seal;
    wire::SigningKey sequencer;
    wire::SigningKey alert;
    wire::Secret store;
    wire::Secret subject;
    /// Further keys that nodes' rows may be sealed to, where they are there: seal-next.key, which a
    /// coming root names first, and seal-old.key, which an earlier one did.
    std::vector<wire::BoxKey> other_seals{};
};

/// The key files' names, in their folder: link.key, seal.key, sequencer.key, alert.key, store.key,
/// subject.key; and those of other_seals. Errors as daemon::read_credential(); kInvalid names the
/// file that holds no such key. After wire::sodium_start().
[[nodiscard]] core::Result<SiteKeys> read_keys(const daemon::CredentialFolders& folders);

/// Makes the key files (0600) in a `folder` that has none of them, and gives their names; none
/// where all are there. kConflict where some are: names them and those that are missing, and makes
/// none. After wire::sodium_start().
[[nodiscard]] core::Result<std::vector<std::string>> make_keys(core::Files& files,
                                                               core::Random& random,
                                                               const std::string& folder);

/// What a node is told to trust: central's own public keys, and every agency's.
[[nodiscard]] daemon::TrustFile trust_for_nodes(const SiteKeys& keys,
                                                const std::vector<daemon::TrustedRole>& agencies);

}  // namespace sarhad::central
