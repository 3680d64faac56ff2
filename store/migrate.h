#pragma once

#include "connection.h"

#include "store/database.h"

#include <span>

namespace sarhad::store {

/// Brings the schema to the last of `migrations`, all or nothing. Errors as Database::open().
[[nodiscard]] core::Status migrate(Connection& connection, std::span<const Migration> migrations);

}  // namespace sarhad::store
