#pragma once

#include "core/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::wire {

using Hash256 = std::array<std::uint8_t, 32>;     ///< BLAKE2b-256. All zero: "nothing yet".
using SubjectKey = std::array<std::uint8_t, 16>;  ///< The same type as facts::SubjectKey.

/// BLAKE2b-256 without a key.
[[nodiscard]] Hash256 blake2b(core::ByteView bytes);

/// blake2b() of bytes that are never held together: the same hash, whatever the pieces.
class Hasher final {
public:
    Hasher();
    void add(core::ByteView bytes);
    /// Once, at the end.
    [[nodiscard]] Hash256 finish();

private:
    static constexpr std::size_t kStateBytes = 384;  ///< libsodium's; checked at compile time.
    alignas(64) std::array<std::uint8_t, kStateBytes> state_{};
};

/// BLAKE2b-128 without a key: for ids.
[[nodiscard]] std::array<std::uint8_t, 16> blake2b_128(core::ByteView bytes);

/// BLAKE2b-128 of `text` (facts::subject_text()) under `key`: the same paper gives the same key at
/// every port, and nothing to who lacks `key`, which has 32 bytes (checked).
[[nodiscard]] SubjectKey subject_key(core::ByteView key, std::string_view text);

/// BLAKE2b-256(previous || bytes): one step of a stream's chain. The first `previous` is all zero.
[[nodiscard]] Hash256 chain_hash(const Hash256& previous, core::ByteView bytes);

}  // namespace sarhad::wire
