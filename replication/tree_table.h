#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "store/database.h"
#include "store/query_source.h"
#include "store/sql.h"
#include "wire/state_tree.h"

#include <cstdint>
#include <set>

namespace sarhad::replication {

/// How a database finds the rows of its lists; ?1 is the stream.
struct TreeSql {
    store::Sql all;        ///< bucket, id, hash of each row, by bucket and id.
    store::Sql of_bucket;  ///< id, hash of each row of bucket ?2, by id.
    store::Sql unplaced;   ///< id of at most ?2 rows whose bucket is -1.
    store::Sql place;      ///< Gives row ?2 the bucket ?3.
};

/// The state tree of a list's rows, and how many they are.
struct CountedRows {
    wire::StateTree tree;
    std::uint64_t rows{0};
    [[nodiscard]] wire::Hash256 root() const { return tree.root(rows); }
};

/// By the hashes of all rows as they are stored, as of one moment; no body is looked at. `all` as
/// in TreeSql. kCorrupt for a bucket or a hash that is none.
[[nodiscard]] core::Result<CountedRows> count_rows(store::QuerySource from,
                                                   store::Sql all,
                                                   core::StreamId stream);

/// The leaves of a list as they are kept in table tree_group(stream, child, leaves). kCorrupt for a
/// group that is none. A group that is not there has no row in any of its buckets.
[[nodiscard]] core::Result<wire::StateTree> kept_tree(store::QuerySource from,
                                                      core::StreamId stream);

/// Keeps the trees of lists beside their rows: an edition that changes some rows reads their
/// buckets again and no other. All in the open transaction. Thread: store. What is given outlives
/// it.
class TreeTable {
public:
    TreeTable(store::Database& database, const TreeSql& sql) : database_{database}, sql_{sql} {}

    /// The root after rows of the `touched` buckets changed; `rows` are there now.
    [[nodiscard]] core::Result<wire::Hash256> update(core::StreamId stream,
                                                     const std::set<wire::Bucket>& touched,
                                                     std::uint64_t rows);
    /// From all rows, whatever was kept.
    [[nodiscard]] core::Result<CountedRows> recount(core::StreamId stream);
    [[nodiscard]] core::Status clear(core::StreamId stream);
    /// Rows that an older program stored get their bucket; false where there are none.
    [[nodiscard]] core::Result<bool> place_rows(core::StreamId stream);

private:
    [[nodiscard]] core::Result<wire::TreeHash> leaf_of(core::StreamId stream, wire::Bucket bucket);
    [[nodiscard]] core::Status keep(core::StreamId stream,
                                    const wire::StateTree& tree,
                                    std::uint8_t child);
    [[nodiscard]] core::Result<bool> place_some(core::StreamId stream);

    store::Database& database_;
    TreeSql sql_;
};

}  // namespace sarhad::replication
