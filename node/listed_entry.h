#pragma once

#include "core/result.h"
#include "node/list_keys.h"
#include "store/query_source.h"
#include "watchlists/entry.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sarhad::node {

/// All that a list says of one of its entries, in the edition that is stored.
struct ListedItem {
    std::string list;
    std::uint64_t edition{0};
    watchlists::ListEntry entry;  ///< With what the list's profile adds to its order.
};

/// Nothing where no list of that name is here, or it has no such entry. Errors as RowOpener's.
[[nodiscard]] core::Result<std::optional<ListedItem>> read_listed(store::QuerySource from,
                                                                  const wire::RecordSeal& seal,
                                                                  const ListKeys& keys,
                                                                  const std::string& list,
                                                                  const std::string& entry);

}  // namespace sarhad::node
