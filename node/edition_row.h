#pragma once

#include "node/lists_store.h"
#include "store/statement.h"

namespace sarhad::node {

/// The hash in that column; kCorrupt where it is none.
[[nodiscard]] core::Result<wire::Hash256> hash_at(const store::Statement& row, int column);
/// Of a row that begins with stream, name, edition, root, entries, applied_at, repairs of table
/// edition.
[[nodiscard]] core::Result<ListState> read_state(const store::Statement& row);

}  // namespace sarhad::node
