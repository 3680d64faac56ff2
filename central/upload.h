#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "wire/hash.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "editions/edition_rows.h"

/// A list file on its way to central: what the store keeps of it, and of the edition made of it.
namespace sarhad::central {

/// All pieces of an upload but its last have so many bytes.
inline constexpr std::size_t kUploadPiece = 1U << 20U;
/// Uploads that are kept; the oldest goes for one more.
inline constexpr std::size_t kUploadsMax = 4;

using UploadId = wire::Hash256;  ///< The last 32 bytes of the list file, its own hash.

/// What has come of it.
struct Upload {
    UploadId id{};
    std::uint64_t size{0};      ///< Bytes of the list file.
    std::uint64_t received{0};  ///< Of them, from the first on.
    core::WallTime begun_at;
};

/// A row of a list as it is published now.
struct HeldRow {
    editions::Place place;
    wire::Hash256 hash{};  ///< Of its body.
};

/// Some deltas of an edition in the making, and the rows that they change.
struct StagedDeltas {
    std::vector<NewDelta> deltas;
    std::vector<RowChange> changes;
};

}  // namespace sarhad::central
