#pragma once

#include "node/lists_store.h"
#include "store/query_source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

/// A row that is not as it was.
struct ChangedRow {
    std::string id;
    std::optional<core::Bytes> sealed;  ///< As SealedEntry's; none where it left the list.
};

/// What leads from the list that somebody has to the one that is stored.
struct ListDifference {
    ListState state;       ///< As it is stored.
    bool is_known{false};  ///< `rows` are all of it; otherwise only the whole list tells.
    std::vector<ChangedRow> rows;
};

/// What is stored, seen from the lists that somebody has.
struct ListDifferences {
    std::vector<ListDifference> lists;  ///< Each list that is complete here, by name.
    bool has_strangers{false};          ///< Somebody has lists that are not stored.
};

/// How many rows are read rather than the whole: of a list that somebody has, of one that he lacks.
struct DifferenceLimits {
    std::size_t changed_rows{kNotedChangesMax};
    std::size_t new_rows{0};
};

/// Each list as of one moment.
[[nodiscard]] core::Result<ListDifferences> read_differences(store::QuerySource from,
                                                             const std::vector<ListState>& held,
                                                             const DifferenceLimits& limits);

}  // namespace sarhad::node
