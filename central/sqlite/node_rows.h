#pragma once

#include "central/values.h"
#include "core/result.h"
#include "store/database.h"

#include <vector>

/// Rows of table node, in a transaction that the caller has begun.
namespace sarhad::central {

/// Revoked ones too, by rising id.
[[nodiscard]] core::Result<std::vector<NodeRow>> read_nodes(store::Database& database);
/// Under the next number. kConflict where another node has one of the keys.
[[nodiscard]] core::Result<NodeRow> insert_node(store::Database& database,
                                                const NewNode& node,
                                                core::WallTime at);
/// A second time changes nothing.
[[nodiscard]] core::Status revoke_in(store::Database& database,
                                     core::NodeId node,
                                     core::WallTime at);

}  // namespace sarhad::central
