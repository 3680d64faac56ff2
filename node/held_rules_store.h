#pragma once

#include "core/result.h"
#include "screening/rule_guard.h"
#include "store/database.h"
#include "store/query_source.h"

namespace sarhad::node {

/// Rules that are held at this port, as they were stored. kCorrupt for what write_held_rules() does
/// not write.
[[nodiscard]] core::Result<screening::HeldRules::Map> read_held_rules(store::QuerySource from);

/// These in place of those that were stored, in the open transaction. Thread: store.
[[nodiscard]] core::Status write_held_rules(store::Database& database,
                                            const screening::HeldRules::Map& held);

}  // namespace sarhad::node
