#pragma once

#include "central/values.h"
#include "core/result.h"
#include "store/database.h"

/// What moves counters, within the caller's transaction.
namespace sarhad::central {

/// Something came of a crossing that is counted: of whom it is are told anew.
[[nodiscard]] core::Status mark_counted(store::Database& database, const AlertId& crossing);
/// It is counted no more, and what was told of its documents' holders is to be erased.
[[nodiscard]] core::Status uncount_crossing(store::Database& database, const AlertId& crossing);

}  // namespace sarhad::central
