#include "wire/row_proof.h"

#include "core/text.h"

#include <utility>

namespace sarhad::wire {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

Error unproven(const RowProof& proof, std::string_view what) {
    return {Errc::kInvalid, core::cat(proof.list, " edition ", proof.edition, ": ", what)};
}

/// The bucket's hash. Rows out of order could hide one among them from whoever reads in order.
Result<TreeHash> leaf_of(const RowProof& proof) {
    LeafHasher leaf;
    const std::string* before = nullptr;
    for (const ProofRow& row : proof.bucket) {
        if (before != nullptr && *before >= row.id) {
            return unproven(proof, "the rows beside the entry are out of order");
        }
        before = &row.id;
        leaf.add(row.id, row.hash);
    }
    return leaf.finish();
}

Status check_way(const RowProof& proof, Bucket bucket, const Hash256& root) {
    if (proof.children.size() != kTreeGroupSize || proof.group.size() != kTreeGroupSize) {
        return unproven(proof, "the way to the entry is cut short");
    }
    SARHAD_TRY(const TreeHash leaf, leaf_of(proof));
    if (tree_hash_at(proof.group, bucket % kTreeFan) != leaf ||
        tree_hash_at(proof.children, group_of(bucket)) != blake2b_128(proof.group) ||
        state_root_of(proof.children, proof.rows) != root) {
        return unproven(proof, "the rows beside the entry are not those that its agency signed");
    }
    return {};
}

}  // namespace

RowProof make_row_proof(const StateTree& tree,
                        std::uint64_t rows,
                        std::string_view id,
                        std::vector<ProofRow> bucket) {
    RowProof proof;
    proof.rows = rows;
    proof.children = tree.children();
    proof.group = tree.group(group_of(bucket_of(id)));
    proof.bucket = std::move(bucket);
    return proof;
}

Result<std::optional<Hash256>> check_row_proof(const RowProof& proof,
                                               std::string_view id,
                                               const Hash256& root) {
    SARHAD_TRY_STATUS(check_way(proof, bucket_of(id), root));
    for (const ProofRow& row : proof.bucket) {
        if (row.id == id) {
            return std::optional{row.hash};
        }
    }
    return std::optional<Hash256>{};
}

}  // namespace sarhad::wire
