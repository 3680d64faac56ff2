#pragma once

#include "segment_builder.h"
#include "snapshot_part.h"
#include "thing_builder.h"

namespace sarhad::watchlists {

/// Makes a part of a snapshot: the segment, and the index of things beside it. Thread: one.
class PartBuilder final {
public:
    /// As SegmentBuilder's.
    [[nodiscard]] std::uint32_t list(std::string_view name) { return segment_.list(name); }
    [[nodiscard]] core::Status add(std::uint32_t list, const ListEntry& entry);
    [[nodiscard]] std::uint32_t entry_count() const { return segment_.entry_count(); }
    /// The part of what was added; the builder is empty afterwards.
    [[nodiscard]] SnapshotPart finish();

private:
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
