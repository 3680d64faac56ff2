#pragma once

#include "core/bytes.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/keyring.h"
#include "wire/passphrase_lock.h"

#include <string_view>

namespace sarhad::wire {

/// A private signing key in a file that only its holder's passphrase opens: docs/protocol.md, "Key
/// files". The public half stands there openly.
struct ProtectedKey {
    PublicKey key{};
    PassphraseLock lock;  ///< Of the seed.
};

/// The file. Errors as lock_with_passphrase().
[[nodiscard]] core::Result<core::Bytes> protect_key(const SigningKey& key,
                                                    std::string_view passphrase,
                                                    const PassphraseCost& cost,
                                                    core::Random& random);
/// True where `file` is one that a passphrase protects; parse_protected_key() may refuse it still.
[[nodiscard]] bool is_protected_key(core::ByteView file);
/// kInvalid: not such a file, or a cost beyond the limits. Total.
[[nodiscard]] core::Result<ProtectedKey> parse_protected_key(core::ByteView file);
/// Errors as open_passphrase_lock().
[[nodiscard]] core::Result<SigningKey> unlock_key(const ProtectedKey& held,
                                                  std::string_view passphrase);

}  // namespace sarhad::wire
