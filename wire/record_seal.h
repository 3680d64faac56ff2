#pragma once

#include "core/bytes.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/secret.h"

#include <string_view>

namespace sarhad::wire {

/// Seals the bodies of a node's own records with the node's store key, so that a stolen disk tells
/// nothing. Unlike an outbox row, a record can be opened again: by who has the key.
/// A sealed body is nonce (24, random), ciphertext, tag (16): XChaCha20-Poly1305, bound to the
/// table and the row it stands in. Thread: any; `random` likewise.
class RecordSeal {
public:
    static constexpr std::size_t kKeySize = 32;

    /// `key` has kKeySize bytes (checked). `random` outlives the seal.
    RecordSeal(Secret key, core::Random& random);
    /// `table` and `id` name the place; opening wants the same again.
    [[nodiscard]] core::Bytes seal(std::string_view table,
                                   core::ByteView id,
                                   core::ByteView body) const;
    /// kCorrupt: altered, sealed for another place, or by another key.
    [[nodiscard]] core::Result<core::Bytes> open(std::string_view table,
                                                 core::ByteView id,
                                                 core::ByteView sealed) const;

private:
    Secret key_;
    core::Random& random_;
};

}  // namespace sarhad::wire
