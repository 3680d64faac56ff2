#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "ctl/context.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/secret.h"

#include <string>

namespace sarhad::ctl {

/// The file of a new private key; write_new_key() keeps and wipes it.
[[nodiscard]] core::Bytes new_key(KeyPurpose purpose, core::Random& random);

/// Writes a private key file (0600) at a path where there is none, and wipes `file`. kInvalid where
/// something is there.
[[nodiscard]] core::Status write_new_key(Context& context,
                                         const std::string& path,
                                         core::Bytes& file);

/// The public part of any key file that has one. kInvalid, naming the path.
[[nodiscard]] core::Result<wire::PublicKey> read_public_key(Context& context,
                                                            const std::string& path);

/// The public part of a signing key's file, private or public. kInvalid, naming the path and what
/// kind of key it holds instead.
[[nodiscard]] core::Result<wire::PublicKey> read_verify_key(Context& context,
                                                            const std::string& path);

/// kInvalid, naming the path, where it holds no private signing key. A protected one's passphrase
/// is in `passphrase_file`, or, where that is empty, asked at the terminal; kUnauthenticated where
/// it does not open the key.
[[nodiscard]] core::Result<wire::SigningKey> read_signing_key(
    Context& context, const std::string& path, const std::string& passphrase_file = {});

/// An agency's data key of a list. kInvalid, naming the path, where the file holds none.
[[nodiscard]] core::Result<wire::Secret> read_list_key(Context& context, const std::string& path);

/// kInvalid, naming the path, where something is there already.
[[nodiscard]] core::Status check_is_new(Context& context, const std::string& path);

}  // namespace sarhad::ctl
