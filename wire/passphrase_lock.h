#pragma once

#include "core/bytes.h"
#include "core/random.h"
#include "core/result.h"

#include <array>
#include <cstddef>
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

/// Bytes that only a passphrase opens: the last two lines of such a file (docs/protocol.md, "Key
/// files"). The lines before them are read by anybody and held by the seal.
struct PassphraseLock {
    PassphraseCost cost;
    std::array<std::uint8_t, 16> salt{};
    core::Bytes sealed;  ///< Nonce (24), the bytes, tag (16).
};

/// `known`, then the two lines. kInvalid: a passphrase of fewer than kPassphraseCharactersLeast
/// bytes, or too long. kExhausted: the machine has not the memory. Half a second or more, by
/// `cost`.
[[nodiscard]] core::Result<core::Bytes> lock_with_passphrase(std::string_view known,
                                                             core::ByteView plain,
                                                             std::string_view passphrase,
                                                             const PassphraseCost& cost,
                                                             core::Random& random);
/// The two lines, of at most `plain_max` bytes in the clear. kInvalid: others, or a cost beyond the
/// limits. Total.
[[nodiscard]] core::Result<PassphraseLock> parse_passphrase_lock(std::string_view lines,
                                                                 std::size_t plain_max);
/// The bytes; the caller wipes them. kUnauthenticated: another passphrase, or `known` or the lines
/// were altered. kExhausted: not the memory.
[[nodiscard]] core::Result<core::Bytes> open_passphrase_lock(std::string_view known,
                                                             const PassphraseLock& lock,
                                                             std::string_view passphrase);

}  // namespace sarhad::wire
