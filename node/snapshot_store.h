#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "replication/snapshot.h"
#include "store/database.h"
#include "store/query_source.h"
#include "wire/messages.h"
#include "wire/record_seal.h"
#include "wire/state_tree.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "editions/snapshot.h"

namespace sarhad::node {

/// What this node lacks of the edition: a chunk is here where its rows are, as they really are in
/// the store, or where it has come already. Reads all rows of the list, bodies and all; a writer
/// between two pieces of that makes a chunk look missing at worst. Errors: the store's.
[[nodiscard]] core::Result<replication::SnapshotPlan> plan_snapshot(
    store::QuerySource from,
    const wire::RecordSeal& seal,
    const editions::CheckedSnapshot& edition);

/// Chunks of lists that come whole, until the list is in force. A chunk is known by the hash of its
/// rows, which its list's agency signed by way of the root: so what came of one edition counts for
/// the next one where its rows are the same. All in the open transaction. Thread: store. What is
/// given outlives it.
class SnapshotStore {
public:
    SnapshotStore(store::Database& database, const wire::RecordSeal& seal)
        : database_{database}, seal_{seal} {}

    /// What is kept of the list, and is of no use for this edition, goes.
    [[nodiscard]] core::Status begin(const editions::CheckedSnapshot& edition);
    /// Bytes of a chunk. Once they are all here: kCorrupt where they do not give the rows that were
    /// signed; none of them is kept then, and that is stored: the caller commits, and returns
    /// false for this one.
    [[nodiscard]] core::Result<bool> keep(const editions::CheckedSnapshot& edition,
                                          const wire::ChunkPart& part);
    /// A whole chunk. Errors as editions::decode_chunk().
    [[nodiscard]] core::Status keep_whole(const editions::CheckedSnapshot& edition,
                                          std::uint8_t chunk,
                                          core::ByteView bytes);
    /// The rows of a chunk that is kept; none where it is not. kCorrupt: it has rotted.
    [[nodiscard]] core::Result<std::optional<std::vector<editions::Row>>> rows(
        const editions::CheckedSnapshot& edition, std::uint8_t chunk);
    /// What a kept chunk changes of the rows that are stored, as they really are; none where it is
    /// not kept. Errors as rows().
    [[nodiscard]] core::Result<std::optional<std::vector<wire::Op>>> changes(
        const editions::CheckedSnapshot& edition, std::uint8_t chunk);
    /// Chunks that are kept and have rotted go, so that they come again.
    [[nodiscard]] core::Status drop_damaged(const editions::CheckedSnapshot& edition);
    [[nodiscard]] core::Status clear(core::StreamId stream);

private:
    [[nodiscard]] core::Status drop_chunk(core::StreamId stream, std::uint8_t chunk);
    [[nodiscard]] core::Result<core::Bytes> put_together(core::StreamId stream, std::uint8_t chunk);
    [[nodiscard]] core::Status put_part(core::StreamId stream,
                                        const wire::TreeHash& hash,
                                        const wire::ChunkPart& part);
    [[nodiscard]] core::Status drop_parts(core::StreamId stream,
                                          std::uint8_t chunk,
                                          std::uint32_t from);

    store::Database& database_;
    const wire::RecordSeal& seal_;
};

/// What all kept chunks of an edition change, one after the other. Thread: store.
class ChunkChanges {
public:
    /// Both outlive it.
    ChunkChanges(SnapshotStore& chunks, const editions::CheckedSnapshot& edition)
        : chunks_{chunks}, edition_{edition} {}

    /// As ListsStore::take_edition() asks for them.
    [[nodiscard]] core::Result<std::optional<std::vector<wire::Op>>> next();
    /// Rows that were given so far.
    [[nodiscard]] std::uint64_t rows() const { return rows_; }

private:
    SnapshotStore& chunks_;
    const editions::CheckedSnapshot& edition_;
    std::size_t chunk_{0};
    std::uint64_t rows_{0};
};

}  // namespace sarhad::node
