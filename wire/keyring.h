#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/messages.h"
#include "wire/secret.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::wire {

/// Before any other function of this header and before threads start. kUnavailable: libsodium
/// cannot read the system's randomness.
[[nodiscard]] core::Status sodium_start();

/// The system's randomness. Thread: any.
class OsRandom final : public core::Random {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

using PublicKey = std::array<std::uint8_t, 32>;

/// The first 8 bytes of the key's BLAKE2b-256.
[[nodiscard]] KeyTag key_tag(const PublicKey& key);
[[nodiscard]] core::KeyId key_id(const PublicKey& key);  ///< The same 8 bytes in hexadecimal.

/// What a key file holds: the word in its first line.
enum class KeyKind : std::uint8_t {
    kSignSecret,  ///< Ed25519 seed.
    kSignPublic,
    kSealSecret,  ///< X25519: opens what is sealed to its public half.
    kSealPublic,
    kLinkSecret,  ///< X25519: CURVE on the network.
    kLinkPublic,
    kStoreSecret,    ///< 32 bytes: seals a node's own records (RecordSeal).
    kSubjectSecret,  ///< 32 bytes, the same at every node: keys subject_key().
    kListSecret,     ///< 32 bytes: an agency's data key of one list (BodySeal).
};

/// "sarhad-key v1 <kind>", a line feed, 64 hexadecimal digits, a line feed.
[[nodiscard]] core::Bytes write_key_file(KeyKind kind, core::ByteView key);
/// The 32 bytes. kInvalid: not such a file, or of another kind; the text names both kinds.
[[nodiscard]] core::Result<Secret> parse_key_file(core::ByteView file, KeyKind wanted);
[[nodiscard]] core::Result<PublicKey> parse_public_key_file(core::ByteView file, KeyKind wanted);

/// What a signature is for. A signature made in one domain verifies in no other.
enum class Domain : std::uint8_t {
    kDelta,
    kAlert,
    kUpBatch,
    kReport,
    kRules,
    kEdition,
    kRoot,
    kRevocations,
    kCertificate,
    kHead,
    kTick,
    kPolicy,
    kState,
    kCompartment,
    kRuleChange,
    kRuleApproval,
    kRuleWithdrawal,
};
/// "sarhad/delta/v1" and so on: signed before the bytes, followed by one 0 byte.
[[nodiscard]] std::string_view domain_text(Domain domain);

class BoxKey;

/// A public Ed25519 key that is a canonical point of the main subgroup.
class VerifyKey {
public:
    /// kInvalid for every other 32 bytes.
    [[nodiscard]] static core::Result<VerifyKey> from(const PublicKey& key);
    [[nodiscard]] const PublicKey& bytes() const noexcept { return key_; }
    [[nodiscard]] const KeyTag& tag() const noexcept { return tag_; }
    [[nodiscard]] bool verifies(Domain domain,
                                core::ByteView bytes,
                                const Signature& signature) const;
    /// The X25519 key of the same pair, to seal to: opened by SigningKey::box_key().
    [[nodiscard]] PublicKey box_key() const;
    friend bool operator==(const VerifyKey&, const VerifyKey&) = default;

private:
    VerifyKey(const PublicKey& key, const KeyTag& tag) : key_{key}, tag_{tag} {}
    PublicKey key_;
    KeyTag tag_;
};

/// An Ed25519 pair. Moves, never copies. Thread: const functions from any.
class SigningKey {
public:
    [[nodiscard]] static SigningKey generate(core::Random& random);
    /// From a file of kind kSignSecret; kInvalid as parse_key_file() says.
    [[nodiscard]] static core::Result<SigningKey> parse(core::ByteView file);
    /// For keeping; the caller wipes it.
    [[nodiscard]] core::Bytes to_file() const;

    [[nodiscard]] const VerifyKey& public_key() const noexcept { return public_; }
    [[nodiscard]] Signature sign(Domain domain, core::ByteView bytes) const;
    /// Opens what is sealed to public_key().box_key() (docs/decisions/0019).
    [[nodiscard]] BoxKey box_key() const;

private:
    SigningKey(Secret pair, const VerifyKey& key) : pair_{std::move(pair)}, public_{key} {}
    [[nodiscard]] static SigningKey from_seed(core::ByteView seed);

    Secret pair_;  // libsodium's 64 bytes: seed, then public key.
    VerifyKey public_;
};

/// An X25519 pair, for sealed boxes or for CURVE. Moves, never copies.
class BoxKey {
public:
    [[nodiscard]] static BoxKey generate(core::Random& random);
    /// From a file of `kind`, kSealSecret or kLinkSecret.
    [[nodiscard]] static core::Result<BoxKey> parse(core::ByteView file, KeyKind kind);
    /// For keeping; the caller wipes it.
    [[nodiscard]] core::Bytes to_file(KeyKind kind) const;

    [[nodiscard]] const PublicKey& public_key() const noexcept { return public_; }
    /// For the transport only.
    [[nodiscard]] core::ByteView secret() const noexcept { return secret_.bytes(); }
    /// What was sealed to public_key(). kUnauthenticated: not sealed to it, or altered.
    [[nodiscard]] core::Result<Secret> open(core::ByteView sealed) const;

private:
    friend class SigningKey;
    BoxKey(Secret secret, const PublicKey& key) : secret_{std::move(secret)}, public_{key} {}
    [[nodiscard]] static BoxKey from_secret(Secret secret);

    Secret secret_;
    PublicKey public_;
};

/// libsodium's sealed box (crypto_box_seal): 48 bytes longer, says nothing about who sealed it.
/// The ephemeral key is drawn from `random`. kInvalid: `to` is a point of small order.
[[nodiscard]] core::Result<core::Bytes> seal(const PublicKey& to,
                                             core::ByteView bytes,
                                             core::Random& random);

}  // namespace sarhad::wire
