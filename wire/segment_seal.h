#pragma once

#include "core/bytes.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/secret.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace sarhad::wire {

inline constexpr std::uint16_t kSealedSegmentVersion = 1;
inline constexpr std::size_t kSegmentChunk = 1U << 20U;         ///< Plain bytes of a full chunk.
inline constexpr std::size_t kSegmentTag = 16;                  ///< Behind each sealed piece.
inline constexpr std::size_t kSegmentTitleMax = 1U << 20U;      ///< Bytes.
inline constexpr std::uint64_t kSegmentBytesMax = 8ULL << 30U;  ///< Of a segment.

/// The first bytes of a sealed segment, in the clear: docs/storage.md has the file byte by byte.
struct SegmentHead {
    static constexpr std::size_t kSize = 56;
    std::uint32_t title_bytes{0};
    std::uint64_t segment_bytes{0};
    std::array<std::uint8_t, 32> salt{};  ///< Random: it makes the key of this file alone.

    [[nodiscard]] std::uint64_t chunks() const {
        return (segment_bytes + kSegmentChunk - 1) / kSegmentChunk;
    }
    /// Plain bytes of that chunk, which is below chunks().
    [[nodiscard]] std::size_t chunk_bytes(std::uint64_t chunk) const;
    /// Where its sealed bytes begin in the file; for chunks() the file's size.
    [[nodiscard]] std::uint64_t chunk_place(std::uint64_t chunk) const;
    friend bool operator==(const SegmentHead&, const SegmentHead&) = default;
};

/// SegmentHead::kSize bytes.
[[nodiscard]] core::Bytes write_head(const SegmentHead& head);
/// Total: kCorrupt for bytes that are no head or tell of more than the limits, kInvalid for another
/// version, naming it.
[[nodiscard]] core::Result<SegmentHead> parse_head(core::ByteView bytes);

/// Seals and opens the pieces of one file: a title, which says what is in it, and the chunks of a
/// segment. ChaCha20-Poly1305 (RFC 8439) under a key of this file, BLAKE2b-256 of the head under
/// the node's store key; the nonce and the associated data hold each piece's place, and the head
/// every size. So no piece can be altered, moved, left out or put into another file.
/// Thread: one at a time.
class SegmentSeal {
public:
    /// `store_key` has 32 bytes (checked).
    SegmentSeal(const Secret& store_key, const SegmentHead& head);
    SegmentSeal(SegmentSeal&& other) noexcept;
    SegmentSeal& operator=(SegmentSeal&& other) noexcept;
    ~SegmentSeal();

    [[nodiscard]] core::Bytes seal_title(core::ByteView title);
    [[nodiscard]] core::Bytes seal_chunk(std::uint64_t chunk, core::ByteView plain);
    /// kCorrupt: altered, of another place or file, or under another key.
    [[nodiscard]] core::Result<core::Bytes> open_title(core::ByteView sealed);
    /// Into `plain`, which has the chunk's size; kCorrupt as above, `plain` is then not to be used.
    [[nodiscard]] core::Status open_chunk(std::uint64_t chunk,
                                          core::ByteView sealed,
                                          std::span<std::uint8_t> plain);

private:
    struct Cipher;
    std::unique_ptr<Cipher> cipher_;
};

}  // namespace sarhad::wire
