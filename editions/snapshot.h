#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/state_tree.h"
#include "wire/trust.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "editions/edition_rows.h"

/// A whole edition as chunks, each of which can be checked as it comes: docs/protocol.md, "Courier
/// bundle".
namespace sarhad::editions {

/// A chunk is the rows under one child of the root: 256 of them are a list.
inline constexpr std::size_t kChunks = wire::kTreeFan;
/// Bytes of the rows of one chunk, and of the chunk as it travels.
inline constexpr std::size_t kChunkRowsBytesMax = 32U << 20U;
inline constexpr std::size_t kChunkBytesMax = 33U << 20U;
/// Bytes of an encoded SnapshotHead.
inline constexpr std::size_t kSnapshotHeadMax = 72U << 10U;

/// What is told of an edition before its rows.
struct SnapshotHead {
    core::Bytes delta;       ///< The signed wire::Delta that ends the edition, verbatim.
    std::uint64_t rows{0};   ///< Under its root.
    core::Bytes children{};  ///< The 256 children of the root.
    friend bool operator==(const SnapshotHead&, const SnapshotHead&) = default;
};

/// The bytes that travel. Same head, same bytes.
[[nodiscard]] core::Bytes encode(const SnapshotHead& head);
/// Total: kInvalid for any other bytes.
[[nodiscard]] core::Result<SnapshotHead> decode_snapshot_head(core::ByteView bytes);

/// A head whose signatures hold.
struct CheckedSnapshot {
    wire::EditionStatement statement;
    std::vector<wire::Signature> signatures;  ///< The agency's.
    wire::StreamPosition position;            ///< Where the stream goes on.
    std::uint64_t rows{0};
    core::Bytes children;
};

/// kUnauthenticated: central's sequencer did not sign the delta, or the list's agency not the
/// edition; kInvalid: it ends none, or children and rows are not those of its root.
[[nodiscard]] core::Result<CheckedSnapshot> check_head(const SnapshotHead& head,
                                                       const wire::TrustStore& trust);

/// The rows of chunk `child`, in canonical order, as they travel (zstd). kExhausted: they have more
/// than kChunkRowsBytesMax.
[[nodiscard]] core::Result<core::Bytes> encode_chunk(const std::vector<Row>& rows);
/// The rows, if and only if `wanted` is the hash of child `child` that they give. Total: kInvalid
/// for bytes that are no chunk, kCorrupt for one of other rows.
[[nodiscard]] core::Result<std::vector<Row>> decode_chunk(core::ByteView bytes,
                                                          std::uint8_t child,
                                                          const wire::TreeHash& wanted);

}  // namespace sarhad::editions
