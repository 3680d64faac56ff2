#pragma once

#include "core/bytes.h"
#include "wire/hash.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The state of a list as a tree of 256 x 256 hashes: what an agency signs of an edition, and by
/// which two hosts find where they differ. docs/protocol.md has it byte by byte.
namespace sarhad::wire {

using TreeHash = std::array<std::uint8_t, 16>;  ///< BLAKE2b-128, but of an empty bucket all zero.
using Bucket = std::uint16_t;                   ///< Where a row stands, by its id.

inline constexpr std::size_t kTreeFan = 256;  ///< Children of the root, and of each of them.
inline constexpr std::size_t kTreeBuckets = kTreeFan * kTreeFan;
inline constexpr std::size_t kTreeGroupSize = kTreeFan * sizeof(TreeHash);  ///< Bytes of 256.

/// The first 16 bits of the id's BLAKE2b-256.
[[nodiscard]] Bucket bucket_of(std::string_view id);

/// The bucket's place among the root's children.
[[nodiscard]] constexpr std::uint8_t group_of(Bucket bucket) {
    return static_cast<std::uint8_t>(bucket / kTreeFan);
}

/// The hash of one bucket, row by row in rising order of id (bytes). For each row: the id's length
/// (u16, big-endian), the id, the hash of the row's body. Ids have 65,535 bytes at most (checked).
class LeafHasher {
public:
    void add(std::string_view id, const Hash256& body_hash);
    /// Of what was added since the last call; all zero where that is nothing.
    [[nodiscard]] TreeHash finish();

private:
    core::Bytes rows_;
};

/// All leaves of one list: 1 MiB.
class StateTree {
public:
    StateTree() : leaves_(kTreeBuckets) {}

    void set(Bucket bucket, const TreeHash& leaf) { leaves_[bucket] = leaf; }
    [[nodiscard]] const TreeHash& leaf(Bucket bucket) const { return leaves_[bucket]; }
    /// The 256 leaves under one child of the root, as they are hashed, stored and sent.
    [[nodiscard]] core::Bytes group(std::uint8_t child) const;
    /// `bytes`: kTreeGroupSize of them (checked).
    void set_group(std::uint8_t child, core::ByteView bytes);
    /// The 256 children of the root, as they are hashed and sent.
    [[nodiscard]] core::Bytes children() const;
    [[nodiscard]] Hash256 root(std::uint64_t rows) const;
    friend bool operator==(const StateTree&, const StateTree&) = default;

private:
    /// Of one child, in place.
    [[nodiscard]] core::ByteView bytes_of(std::uint8_t child) const;

    std::vector<TreeHash> leaves_;
};

/// The hash number `index` of those in `bytes` (checked).
[[nodiscard]] TreeHash tree_hash_at(core::ByteView bytes, std::size_t index);

/// The root over its 256 children and the count of rows. `children`: kTreeGroupSize bytes
/// (checked).
[[nodiscard]] Hash256 state_root_of(core::ByteView children, std::uint64_t rows);

/// The tree of these rows: the hash of each row's body, by its id.
[[nodiscard]] StateTree state_tree_of(const std::map<std::string, Hash256, std::less<>>& rows);
/// Its root.
[[nodiscard]] Hash256 state_root(const std::map<std::string, Hash256, std::less<>>& rows);

}  // namespace sarhad::wire
