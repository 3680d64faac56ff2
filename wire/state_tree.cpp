#include "wire/state_tree.h"

#include "core/check.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sarhad::wire {
namespace {

constexpr std::string_view kRootDomain = "sarhad/state/v1";
constexpr unsigned kByteBits = 8;

}  // namespace

Bucket bucket_of(std::string_view id) {
    const Hash256 hash = blake2b(core::as_bytes(id));
    return static_cast<Bucket>(hash[0] << kByteBits | hash[1]);
}

void LeafHasher::add(std::string_view id, const Hash256& body_hash) {
    SARHAD_CHECK(id.size() <= std::numeric_limits<std::uint16_t>::max());
    core::put_u16(rows_, static_cast<std::uint16_t>(id.size()));
    core::append(rows_, core::as_bytes(id));
    core::append(rows_, body_hash);
}

TreeHash LeafHasher::finish() {
    if (rows_.empty()) {
        return {};
    }
    const TreeHash leaf = blake2b_128(rows_);
    rows_.clear();
    return leaf;
}

core::ByteView StateTree::bytes_of(std::uint8_t child) const {
    // The leaves stand one after the other without a gap.
    return {leaves_[child * kTreeFan].data(), kTreeGroupSize};
}

core::Bytes StateTree::group(std::uint8_t child) const {
    return core::to_bytes(bytes_of(child));
}

void StateTree::set_group(std::uint8_t child, core::ByteView bytes) {
    SARHAD_CHECK(bytes.size() == kTreeGroupSize);
    for (std::size_t index = 0; index < kTreeFan; ++index) {
        leaves_[child * kTreeFan + index] = tree_hash_at(bytes, index);
    }
}

core::Bytes StateTree::children() const {
    const core::Bytes empty(kTreeGroupSize);
    const TreeHash hash_of_empty = blake2b_128(empty);  // In a small list, that of most.
    core::Bytes bytes;
    bytes.reserve(kTreeGroupSize);
    for (std::size_t child = 0; child < kTreeFan; ++child) {
        const core::ByteView leaves = bytes_of(static_cast<std::uint8_t>(child));
        const bool is_empty = std::equal(leaves.begin(), leaves.end(), empty.begin());
        core::append(bytes, is_empty ? hash_of_empty : blake2b_128(leaves));
    }
    return bytes;
}

Hash256 StateTree::root(std::uint64_t rows) const {
    return state_root_of(children(), rows);
}

TreeHash tree_hash_at(core::ByteView bytes, std::size_t index) {
    TreeHash hash{};
    SARHAD_CHECK((index + 1) * hash.size() <= bytes.size());
    const core::ByteView at = bytes.subspan(index * hash.size(), hash.size());
    std::copy(at.begin(), at.end(), hash.begin());
    return hash;
}

Hash256 state_root_of(core::ByteView children, std::uint64_t rows) {
    SARHAD_CHECK(children.size() == kTreeGroupSize);
    core::Bytes bytes = core::to_bytes(core::as_bytes(kRootDomain));
    bytes.push_back(0);
    core::put_u64(bytes, rows);
    core::append(bytes, children);
    return blake2b(bytes);
}

StateTree state_tree_of(const std::map<std::string, Hash256, std::less<>>& rows) {
    using Row = std::pair<Bucket, const std::pair<const std::string, Hash256>*>;
    std::vector<Row> placed;
    placed.reserve(rows.size());
    for (const auto& row : rows) {
        placed.emplace_back(bucket_of(row.first), &row);
    }
    // Stable: within a bucket the ids go on rising.
    std::stable_sort(
        placed.begin(), placed.end(), [](const Row& a, const Row& b) { return a.first < b.first; });
    StateTree tree;
    LeafHasher leaf;
    for (auto at = placed.begin(); at != placed.end();) {
        const Bucket bucket = at->first;
        for (; at != placed.end() && at->first == bucket; ++at) {
            leaf.add(at->second->first, at->second->second);
        }
        tree.set(bucket, leaf.finish());
    }
    return tree;
}

Hash256 state_root(const std::map<std::string, Hash256, std::less<>>& rows) {
    return state_tree_of(rows).root(rows.size());
}

}  // namespace sarhad::wire
