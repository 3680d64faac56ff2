#pragma once

#include "core/bytes.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/keyring.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace sarhad::wire {

/// What guessing one passphrase costs: passes of Argon2id over so much memory.
struct PassphraseCost {
    std::uint64_t passes{4};
    std::uint64_t memory_kib{262'144};
    friend bool operator==(const PassphraseCost&, const PassphraseCost&) = default;
};

inline constexpr std::uint64_t kPassphrasePassesMax = 64;
inline constexpr std::uint64_t kPassphraseMemoryKibMax = 1'048'576;
inline constexpr std::size_t kPassphraseCharactersLeast = 12;
inline constexpr std::size_t kPassphraseBytesMax = 1024;

/// A private signing key in a file that only its holder's passphrase opens: docs/protocol.md, "Key
/// files". The public half stands there openly.
struct ProtectedKey {
    PublicKey key{};
    PassphraseCost cost;
    std::array<std::uint8_t, 16> salt{};
    core::Bytes sealed;  ///< Nonce, then the seed sealed under the passphrase's key.
};

/// The file. kInvalid: a passphrase of fewer than kPassphraseCharactersLeast bytes, or too long.
/// kExhausted: the machine has not the memory. Takes half a second or more, by `cost`.
[[nodiscard]] core::Result<core::Bytes> protect_key(const SigningKey& key,
                                                    std::string_view passphrase,
                                                    const PassphraseCost& cost,
                                                    core::Random& random);
/// True where `file` is one that a passphrase protects; parse_protected_key() may refuse it still.
[[nodiscard]] bool is_protected_key(core::ByteView file);
/// kInvalid: not such a file, or a cost beyond the limits. Total.
[[nodiscard]] core::Result<ProtectedKey> parse_protected_key(core::ByteView file);
/// kUnauthenticated: another passphrase, or the file was altered. kExhausted: not the memory.
[[nodiscard]] core::Result<SigningKey> unlock_key(const ProtectedKey& held,
                                                  std::string_view passphrase);

}  // namespace sarhad::wire
