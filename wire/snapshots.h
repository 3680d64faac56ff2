#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "facts/fields.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// How a node gets a whole edition of a list by the link: docs/protocol.md, "Snapshots".
namespace sarhad::wire {

inline constexpr std::size_t kChunksOfList = 256;  ///< As many as a root has children.
inline constexpr std::size_t kChunkMapSize = kChunksOfList / 8;
inline constexpr std::size_t kChunkFill = 48 * 1024;     ///< Bytes of chunks in one CHUNK.
inline constexpr std::size_t kManifestHeadMax = 65'480;  ///< With its frame 64 KiB.

/// A node asks what the list is, as a whole.
struct ManifestReq {
    core::StreamId stream{0};
    std::uint32_t number{0};  ///< Of this question; its answer repeats it.
    core::Seq seq{0};         ///< The edition ends here or later: the node is there already.
    bool is_newest{false};    ///< None but the newest edition will do.
    friend bool operator==(const ManifestReq&, const ManifestReq&) = default;
};

/// Central's answer.
struct Manifest {
    core::StreamId stream{0};
    std::uint32_t number{0};
    core::Bytes
        head{};  ///< An encoded editions::SnapshotHead; empty: it cannot be had in this way.
    friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// A node asks for chunks of the edition, in rising order.
struct ChunkReq {
    core::StreamId stream{0};
    /// Of this question: one with the number of the last only grants more.
    std::uint32_t number{0};
    std::uint64_t edition{0};
    core::Bytes chunks{};      ///< kChunkMapSize bytes: chunk n is bit n % 8 of byte n / 8.
    std::uint32_t offset{0};   ///< Of the first of them only the bytes from here on.
    std::uint64_t granted{0};  ///< Bytes of chunks that may come, in all, for this number.
    friend bool operator==(const ChunkReq&, const ChunkReq&) = default;
};

/// A chunk, or some of its bytes.
struct ChunkPart {
    std::uint32_t chunk{0};
    std::uint32_t offset{0};
    std::uint32_t size{0};  ///< Of the whole chunk.
    core::Bytes part{};
    friend bool operator==(const ChunkPart&, const ChunkPart&) = default;
};

/// Central's answer, one of several.
struct ChunkTell {
    core::StreamId stream{0};
    std::uint32_t number{0};
    std::uint64_t edition{0};
    std::vector<ChunkPart> parts{};  ///< None: that edition is no longer had here.
    friend bool operator==(const ChunkTell&, const ChunkTell&) = default;
};

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::ManifestReq> {
    using Fact = wire::ManifestReq;
    static constexpr std::string_view kName = "manifest_req";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &Fact::stream, 1, Feed::kSystem),
                  field(2, "number", &Fact::number, 1, Feed::kSystem),
                  field(3, "seq", &Fact::seq, 1, Feed::kSystem),
                  field(4, "is_newest", &Fact::is_newest, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Manifest> {
    using Fact = wire::Manifest;
    static constexpr std::string_view kName = "manifest";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &Fact::stream, 1, Feed::kSystem),
                  field(2, "number", &Fact::number, 1, Feed::kSystem),
                  field(3, "head", &Fact::head, wire::kManifestHeadMax, Feed::kList)};
};
template <>
struct Schema<wire::ChunkReq> {
    using Fact = wire::ChunkReq;
    static constexpr std::string_view kName = "chunk_req";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &Fact::stream, 1, Feed::kSystem),
                  field(2, "number", &Fact::number, 1, Feed::kSystem),
                  field(3, "edition", &Fact::edition, 1, Feed::kSystem),
                  field(4, "chunks", &Fact::chunks, wire::kChunkMapSize, Feed::kSystem),
                  field(5, "offset", &Fact::offset, 1, Feed::kSystem),
                  field(6, "granted", &Fact::granted, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::ChunkPart> {
    using Fact = wire::ChunkPart;
    static constexpr std::string_view kName = "chunk_part";
    static constexpr auto kFields =
        FieldList{field(1, "chunk", &Fact::chunk, 1, Feed::kSystem),
                  field(2, "offset", &Fact::offset, 1, Feed::kSystem),
                  field(3, "size", &Fact::size, 1, Feed::kSystem),
                  field(4, "part", &Fact::part, wire::kChunkFill, Feed::kList)};
};
template <>
struct Schema<wire::ChunkTell> {
    using Fact = wire::ChunkTell;
    static constexpr std::string_view kName = "chunk";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &Fact::stream, 1, Feed::kSystem),
                  field(2, "number", &Fact::number, 1, Feed::kSystem),
                  field(3, "edition", &Fact::edition, 1, Feed::kSystem),
                  field(4, "parts", &Fact::parts, wire::kChunksOfList, Feed::kList)};
};

}  // namespace sarhad::facts
