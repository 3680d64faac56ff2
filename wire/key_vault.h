#pragma once

#include "core/bytes.h"
#include "core/random.h"
#include "core/result.h"
#include "facts/fields.h"
#include "wire/passphrase_lock.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::wire {

inline constexpr std::string_view kVaultFile = "keys.vault";  ///< In the folder of the keys.
inline constexpr std::size_t kVaultKeysMax = 16;
inline constexpr std::size_t kVaultKeyMax = 4096;          ///< Bytes of a key file.
inline constexpr std::size_t kVaultNameMax = 64;           ///< Bytes of its name.
inline constexpr std::size_t kKeyVaultMax = 256U * 1024U;  ///< Bytes of a vault.

/// A key file by its plain name, such as "store.key".
struct VaultKey {
    std::string name;
    core::Bytes file;
    friend bool operator==(const VaultKey&, const VaultKey&) = default;
};

/// A daemon's key files in one file that a passphrase opens: docs/protocol.md, "Key files".
struct KeyVault {
    std::vector<VaultKey> keys;
    friend bool operator==(const KeyVault&, const KeyVault&) = default;
};

/// The vault's file. kInvalid: no keys or too many, a name that is none. Else as
/// lock_with_passphrase().
[[nodiscard]] core::Result<core::Bytes> lock_keys(const KeyVault& vault,
                                                  std::string_view passphrase,
                                                  const PassphraseCost& cost,
                                                  core::Random& random);
/// True where `file` begins as a vault does.
[[nodiscard]] bool is_key_vault(core::ByteView file);
/// The keys; the caller wipes them. kInvalid: no vault. Else as open_passphrase_lock(). Total.
[[nodiscard]] core::Result<KeyVault> unlock_keys(core::ByteView file, std::string_view passphrase);
/// Overwrites the key files.
void wipe(KeyVault& vault);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::VaultKey> {
    static constexpr std::string_view kName = "vault_key";
    static constexpr auto kFields =
        FieldList{field(1, "name", &wire::VaultKey::name, wire::kVaultNameMax, Feed::kSystem),
                  field(2, "file", &wire::VaultKey::file, wire::kVaultKeyMax, Feed::kSystem)};
};
template <>
struct Schema<wire::KeyVault> {
    static constexpr std::string_view kName = "key_vault";
    static constexpr auto kFields =
        FieldList{field(1, "keys", &wire::KeyVault::keys, wire::kVaultKeysMax, Feed::kSystem)};
};

}  // namespace sarhad::facts
