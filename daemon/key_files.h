#pragma once

#include "core/result.h"
#include "daemon/credentials.h"
#include "wire/keyring.h"
#include "wire/secret.h"

#include <string>

namespace sarhad::daemon {

/// Key files of a daemon, by their names; what was read of the file is wiped. Errors as
/// read_credential(); kInvalid names the file that holds no such key. After wire::sodium_start().
[[nodiscard]] core::Result<wire::SigningKey> read_signing_key(const CredentialFolders& folders,
                                                              const std::string& name);
/// `kind`: kLinkSecret or kSealSecret.
[[nodiscard]] core::Result<wire::BoxKey> read_box_key(const CredentialFolders& folders,
                                                      const std::string& name,
                                                      wire::KeyKind kind);
/// `kind`: kStoreSecret or kSubjectSecret.
[[nodiscard]] core::Result<wire::Secret> read_secret_key(const CredentialFolders& folders,
                                                         const std::string& name,
                                                         wire::KeyKind kind);

}  // namespace sarhad::daemon
