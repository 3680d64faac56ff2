#pragma once

#include "segment_builder.h"
#include "snapshot_part.h"
#include "thing_builder.h"

#include "watchlists/matcher.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sarhad::watchlists {

/// Entries that a thread reads at a time; the index is the same whatever it is.
inline constexpr std::size_t kBatchEntries = 4'096;

/// Entries read on their way into a part.
struct PartBatch {
    SegmentBuilder segment;
    std::vector<ReadThing> things;  ///< Places count from the batch's first entry.
};

/// Makes a part of a snapshot: the segment, and the index of things beside it. Thread: one, which
/// starts others where it is given more.
class PartBuilder final {
public:
    /// As SegmentBuilder's.
    [[nodiscard]] std::uint32_t list(std::string_view name) { return segment_.list(name); }
    [[nodiscard]] core::Status add(std::uint32_t list, const ListEntry& entry);
    /// What add() of each in turn would do, to the last byte. `from` is asked once for each, from
    /// any of the threads. The first error of an entry in their order; part of them is in then.
    [[nodiscard]] core::Status add_all(std::uint32_t list,
                                       std::size_t count,
                                       const EntrySource& from,
                                       std::size_t threads);
    [[nodiscard]] std::uint32_t entry_count() const { return segment_.entry_count(); }
    /// The part of what was added; the builder is empty afterwards.
    [[nodiscard]] SnapshotPart finish(std::size_t threads = 1);

private:
    [[nodiscard]] core::Status take(PartBatch& batch);

    SegmentBuilder segment_;
    ThingBuilder things_;
};

/// One piece of a part that is kept: the segment, then the index of things; layout:
/// docs/storage.md.
[[nodiscard]] core::Bytes part_bytes(const SnapshotPart& part);
/// Total: kCorrupt, saying where, for bytes that part_bytes() did not give; kInvalid for another
/// version. `owner` keeps the bytes.
[[nodiscard]] core::Result<SnapshotPart> open_part(core::ByteView bytes,
                                                   std::shared_ptr<const void> owner);

}  // namespace sarhad::watchlists
