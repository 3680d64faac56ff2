#pragma once

#include "core/result.h"

#include <string>

struct sqlite3_vfs;

namespace sarhad::store {

/// Writes the write-ahead log at `path` over itself, byte for byte, and syncs it; nobody else
/// writes it meanwhile. Where a sync failed, Linux takes the pages for clean that never reached the
/// disk: they read well, no later sync writes them, and a power failure in the middle of the
/// checkpoint that trusts them would leave half of it. Source: PostgreSQL's fsync findings of 2018.
[[nodiscard]] core::Status rewrite_log(sqlite3_vfs& vfs, const std::string& path);

}  // namespace sarhad::store
