#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "replication/release.h"
#include "store/database.h"
#include "store/query_source.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sarhad::node {

/// A quarantine that a person lifted here.
struct Release {
    replication::ReleaseOrder order;
    std::string quarantine;  ///< Since when the stream was stopped, and why.
    core::WallTime at;
};

/// The newest `limit`, newest first.
[[nodiscard]] core::Result<std::vector<Release>> read_releases(store::QuerySource from,
                                                               std::size_t limit);

/// Who released which stream, when, and why; kept for ever. Thread: store. `database` outlives it.
class ReleasesStore {
public:
    explicit ReleasesStore(store::Database& database) : database_{database} {}

    /// In the open transaction.
    [[nodiscard]] core::Status put(const Release& release);

private:
    store::Database& database_;
};

}  // namespace sarhad::node
