#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "replication/tree_table.h"
#include "store/query_source.h"

namespace sarhad::node {

/// How the node finds the rows of its lists, for their state trees.
[[nodiscard]] const replication::TreeSql& tree_sql();

/// The root of editions that were signed before there were state trees
/// (watchlists/list_root.h), over the rows as they are stored.
[[nodiscard]] core::Result<wire::Hash256> flat_root(store::QuerySource from, core::StreamId stream);

}  // namespace sarhad::node
