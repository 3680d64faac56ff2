#pragma once

#include "core/result.h"
#include "facts/decision.h"
#include "node/records_store.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <string_view>

namespace sarhad::node {

/// The crossing as it was recorded. kNotFound where it is not here, or was erased.
[[nodiscard]] core::Result<facts::Crossing> held_crossing(store::QuerySource from,
                                                          const wire::RecordSeal& seal,
                                                          const CrossingId& id);
/// The hit of that list and entry, as the crossing's counter may see it. kNotFound.
[[nodiscard]] core::Result<facts::Hit> hit_at_counter(const facts::Crossing& crossing,
                                                      std::string_view list,
                                                      std::string_view entry);

}  // namespace sarhad::node
