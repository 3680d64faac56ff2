#include "wire/key_vault.h"

#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/secret.h"

#include <algorithm>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kMark = "sarhad-keys v1\n";

bool is_plain(char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
           character == '-' || character == '_' || character == '.';
}

/// Nothing that leads out of a folder.
bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kVaultNameMax && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), is_plain);
}

Status check(const KeyVault& vault) {
    if (vault.keys.empty() || vault.keys.size() > kVaultKeysMax) {
        return Error{
            Errc::kInvalid,
            cat("key vault: has ", vault.keys.size(), " keys, wanted 1 to ", kVaultKeysMax)};
    }
    for (const VaultKey& key : vault.keys) {
        if (!is_name(key.name) || key.file.size() > kVaultKeyMax) {
            return Error{Errc::kInvalid,
                         cat("key vault: ",
                             key.name,
                             ": wanted small letters, digits, - _ . in a name, and a key file")};
        }
    }
    return {};
}

}  // namespace

Result<core::Bytes> lock_keys(const KeyVault& vault,
                              std::string_view passphrase,
                              const PassphraseCost& cost,
                              core::Random& random) {
    SARHAD_TRY_STATUS(check(vault));
    core::Bytes plain = encode(vault);
    Result<core::Bytes> file = lock_with_passphrase(kMark, plain, passphrase, cost, random);
    wipe(plain);
    return file;
}

bool is_key_vault(core::ByteView file) {
    return core::as_text(file).starts_with(kMark);
}

Result<KeyVault> unlock_keys(core::ByteView file, std::string_view passphrase) {
    std::string_view text = core::as_text(file);
    if (!is_key_vault(file) || text.size() > kKeyVaultMax) {
        return Error{Errc::kInvalid, "no key vault: its first line is not \"sarhad-keys v1\""};
    }
    text.remove_prefix(kMark.size());
    SARHAD_TRY(const PassphraseLock lock, parse_passphrase_lock(text, kKeyVaultMax));
    SARHAD_TRY(core::Bytes plain, open_passphrase_lock(kMark, lock, passphrase));
    Result<KeyVault> vault = decode<KeyVault>(plain);
    wipe(plain);
    if (vault) {
        SARHAD_TRY_STATUS(check(*vault));
    }
    return vault;
}

void wipe(KeyVault& vault) {
    for (VaultKey& key : vault.keys) {
        wipe(key.file);
    }
}

}  // namespace sarhad::wire
