#pragma once

#include <cstdint>

namespace sarhad::replication {

/// The highest versions that ever held here: kept apart from the documents too, so that a database
/// that comes back from a backup is found out.
struct TrustVersions {
    std::uint64_t root{0};
    std::uint64_t revocations{0};
    std::uint64_t head{0};
    std::uint64_t tick{0};
    /// No version: names the compartments that hold, all of them (compartments_named()); 0: none.
    std::uint64_t compartments{0};
    friend bool operator==(const TrustVersions&, const TrustVersions&) = default;
};

}  // namespace sarhad::replication
