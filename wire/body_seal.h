#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/hash.h"
#include "wire/secret.h"

#include <string_view>

namespace sarhad::wire {

/// An agency's key to the entries of one list in one epoch: what is sealed with it central carries
/// and cannot read. Sealed: version (1), epoch (u32), nonce (24), ciphertext, tag (16);
/// XChaCha20-Poly1305, bound to list, epoch and the entry's id. The nonce is made of key and
/// entry, so that an entry that has not changed has the same bytes in the next edition and is not
/// sent again. docs/protocol.md, "Compartments". Moves, never copies. Thread: const functions from
/// any.
class BodySeal {
public:
    static constexpr std::size_t kKeySize = 32;
    static constexpr std::size_t kOverhead = 1 + 4 + 24 + 16;

    /// `key` has kKeySize bytes (checked). `epoch` from 1 (checked).
    BodySeal(Secret key, std::string_view list, core::Epoch epoch);
    [[nodiscard]] static Secret new_key(core::Random& random);
    /// What a compartment names the key by.
    [[nodiscard]] static Hash256 hash_of(const Secret& key);

    [[nodiscard]] core::Bytes seal(std::string_view id, core::ByteView body) const;
    /// kUnauthenticated: altered, of another entry, list or epoch, or sealed by another key.
    [[nodiscard]] core::Result<core::Bytes> open(std::string_view id, core::ByteView sealed) const;
    [[nodiscard]] core::Epoch epoch() const { return epoch_; }

private:
    [[nodiscard]] core::Bytes bound_to(std::string_view id) const;

    Secret key_;     ///< Of the cipher.
    Secret nonces_;  ///< Makes nonces.
    std::string list_;
    core::Epoch epoch_;
};

/// The epoch that the bytes say they were sealed in. kInvalid: they are no sealed body.
[[nodiscard]] core::Result<core::Epoch> epoch_of_sealed(core::ByteView sealed);

}  // namespace sarhad::wire
