#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/fields.h"
#include "wire/hash.h"
#include "wire/state_tree.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::wire {

/// A row as its bucket is hashed.
struct ProofRow {
    std::string id;
    Hash256 hash{};  ///< Of the row's body.
    friend bool operator==(const ProofRow&, const ProofRow&) = default;
};

inline constexpr std::size_t kProofRowsMax = 4096;  ///< Rows of one bucket; of 5 million, some 80.

/// The way from the root of a list's edition down to the bucket where an entry's row is, or would
/// be: 8 KiB and the bucket. It shows the ids of the other rows there, and of none their content.
struct RowProof {
    std::string list;
    std::uint64_t edition{0};
    std::uint64_t rows{0};         ///< Of the edition, its manifest included.
    core::Bytes children;          ///< The root's, kTreeGroupSize bytes.
    core::Bytes group;             ///< The leaves beside the bucket's, kTreeGroupSize bytes.
    std::vector<ProofRow> bucket;  ///< By strictly rising id.
    friend bool operator==(const RowProof&, const RowProof&) = default;
};

/// The proof of where `id` stands in `tree`; `bucket` holds the rows of its bucket by rising id.
[[nodiscard]] RowProof make_row_proof(const StateTree& tree,
                                      std::uint64_t rows,
                                      std::string_view id,
                                      std::vector<ProofRow> bucket);

/// The hash of the body that row `id` has under `root`; none: there is no such row. kInvalid where
/// the proof does not lead from the root to the row.
[[nodiscard]] core::Result<std::optional<Hash256>> check_row_proof(const RowProof& proof,
                                                                   std::string_view id,
                                                                   const Hash256& root);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::ProofRow> {
    static constexpr std::string_view kName = "proof_row";
    static constexpr auto kFields =
        FieldList{field(1, "id", &wire::ProofRow::id, 128, Feed::kSystem),
                  field(2, "hash", &wire::ProofRow::hash, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::RowProof> {
    static constexpr std::string_view kName = "row_proof";
    static constexpr auto kFields = FieldList{
        field(1, "list", &wire::RowProof::list, 128, Feed::kSystem),
        field(2, "edition", &wire::RowProof::edition, 1, Feed::kSystem),
        field(3, "rows", &wire::RowProof::rows, 1, Feed::kSystem),
        field(4, "children", &wire::RowProof::children, wire::kTreeGroupSize, Feed::kSystem),
        field(5, "group", &wire::RowProof::group, wire::kTreeGroupSize, Feed::kSystem),
        field(6, "bucket", &wire::RowProof::bucket, wire::kProofRowsMax, Feed::kSystem)};
};

}  // namespace sarhad::facts
