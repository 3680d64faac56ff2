#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "wire/messages.h"

#include <bitset>
#include <cstdint>
#include <vector>

/// What passes between the sessions and the stores while a list comes as a snapshot.
namespace sarhad::replication {

/// Chunk n is bit n.
using ChunkSet = std::bitset<wire::kChunksOfList>;

/// What a node lacks of an edition that its agency signed.
struct SnapshotPlan {
    std::uint64_t edition{0};
    wire::StreamPosition position;  ///< Of the stream behind it.
    ChunkSet missing{};
    std::uint32_t offset{0};  ///< So many bytes of the first missing chunk are here.
};

/// A list that comes whole, for an operator.
struct ComingList {
    core::StreamId stream{0};
    std::uint64_t edition{
        0};  ///< 0: nothing is on its way: it waits for its turn, or for the link.
    std::size_t chunks_left{0};  ///< Of wire::kChunksOfList, with an edition.
    std::string why{};           ///< What was wrong with the last try; empty: nothing.
};

/// Node: hold the head against the signatures and against what is stored: answer with on_planned().
struct PlanSnapshot {
    core::StreamId stream{0};
    core::Bytes head;  ///< An encoded editions::SnapshotHead.
};

/// Node: store these bytes of chunks of the planned edition; one that is whole by them only if it
/// has the rows that were signed: answer with on_chunks_kept().
struct KeepChunks {
    core::StreamId stream{0};
    std::vector<wire::ChunkPart> parts;
};

/// Node: make the list the planned edition, of the chunks that are stored: answer with
/// on_installed().
struct InstallSnapshot {
    core::StreamId stream{0};
};

/// Central: answer with on_manifest().
struct AnswerManifest {
    core::NodeId node{0};
    wire::ManifestReq ask;
};

/// Central: up to wire::kChunkFill bytes of the chunks: answer with on_chunks().
struct LoadChunks {
    core::NodeId node{0};
    wire::ChunkReq ask;
};

}  // namespace sarhad::replication
