#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "replication/repair.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <vector>

namespace sarhad::node {

/// The list as its rows really are: every body is opened and hashed (100,000 rows in 0.4 s: docs/
/// performance.md). Read in pieces, so that no statement stands still; a writer between two makes
/// a good row look damaged at worst. A list that is not stored has no name. Errors: the store's.
[[nodiscard]] core::Result<replication::ListAsItIs> read_as_it_is(store::QuerySource from,
                                                                  core::StreamId stream,
                                                                  const wire::RecordSeal& seal);

/// The same of the rows that stand in these buckets.
[[nodiscard]] core::Result<std::vector<replication::RowAsItIs>> read_rows_as_they_are(
    store::QuerySource from,
    core::StreamId stream,
    const std::vector<wire::Bucket>& buckets,
    const wire::RecordSeal& seal);

/// The lists whose rows as they really are give another root than is stored of them.
[[nodiscard]] core::Result<std::vector<core::StreamId>> find_differing(
    store::QuerySource from, const wire::RecordSeal& seal);

}  // namespace sarhad::node
