#pragma once

#include "store/database.h"

#include <span>

namespace sarhad::node {

/// The schema of a node's database, oldest step first; docs/storage.md describes the tables.
[[nodiscard]] std::span<const store::Migration> migrations();

}  // namespace sarhad::node
