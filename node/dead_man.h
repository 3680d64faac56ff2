#pragma once

#include "core/clock.h"
#include "replication/trust/freshness.h"
#include "wire/trust_documents.h"

#include <chrono>
#include <cstdint>

namespace sarhad::node {

/// What becomes of the lists of a port that nobody has told the time for long: it may be in other
/// hands, and hears of no revocation.
enum class DeadMan : std::uint8_t {
    kHolds,
    kNears,  ///< Four fifths of the policy's `dead_man_days` are over.
    kDue,    ///< The lists go.
};

/// Where no tick has told the time since this start, that they are due is only the machine's clock
/// against what was persisted: a link has this long to say otherwise.
inline constexpr core::Duration kDeadManGrace = std::chrono::hours{1};

/// Pure. `running`: since this process started. A node that never had a tick holds.
[[nodiscard]] DeadMan dead_man(const replication::TrustAge& age,
                               const wire::SitePolicy& policy,
                               core::Duration running);

}  // namespace sarhad::node
