#pragma once

#include "rig.h"

#include "wire/hash.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "editions/snapshot.h"

namespace sarhad::node {

/// An edition's deltas, its head and its chunks.
struct Carried {
    std::vector<wire::DeltaBody> deltas;
    editions::SnapshotHead head;
    std::map<std::uint8_t, core::Bytes> chunks;
    wire::StreamPosition position;
};

inline Carried carry(const TestCentral& central,
                     const std::vector<wire::Op>& ops,
                     std::uint64_t edition,
                     const wire::StreamPosition& after,
                     const wire::Hash256& pre_root = {}) {
    Carried carried;
    carried.deltas = edition_deltas(ops, edition, pre_root, after);
    carried.head.delta = wire::encode(central.sign(carried.deltas.back()));
    carried.head.rows = ops.size();
    std::vector<editions::Row> rows;
    watchlists::RowHashes hashes;
    for (const wire::Op& op : ops) {
        rows.push_back({editions::place_of(op.id), op.body});
        hashes.emplace(op.id, wire::blake2b(op.body));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        return left.place < right.place;
    });
    carried.head.children = wire::state_tree_of(hashes).children();
    for (std::size_t child = 0; child < editions::kChunks; ++child) {
        std::vector<editions::Row> some;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(some), [&](const auto& row) {
            return wire::group_of(row.place.bucket) == child;
        });
        carried.chunks[static_cast<std::uint8_t>(child)] = *editions::encode_chunk(some);
    }
    const wire::DeltaBody& last = carried.deltas.back();
    carried.position = {
        last.stream, last.epoch, last.seq, wire::chain_hash(last.prev_chain, wire::encode(last))};
    return carried;
}

}  // namespace sarhad::node
