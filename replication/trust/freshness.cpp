#include "replication/trust/freshness.h"

#include <algorithm>

namespace sarhad::replication {

TrustAge trust_age(core::WallTime now,
                   bool is_proven,
                   std::optional<core::WallTime> as_of,
                   const TrustEnds& ends,
                   const wire::SitePolicy& policy) {
    constexpr std::int64_t kMicros = 1'000'000;
    TrustAge age;
    age.as_of = as_of;
    age.is_proven = is_proven;
    if (!as_of) {
        return age;
    }
    age.seconds = std::max<std::int64_t>(0, now.micros - as_of->micros) / kMicros;
    const auto seconds = static_cast<std::uint64_t>(age.seconds);
    // A clock that anybody may have set ends no role.
    const bool has_ended = is_proven && (now >= ends.root || now >= ends.tick_role);
    if (has_ended || seconds > policy.degraded_seconds) {
        age.state = Freshness::kExpired;
    } else if (seconds > policy.stale_seconds) {
        age.state = Freshness::kDegraded;
    } else if (seconds > policy.fresh_seconds) {
        age.state = Freshness::kStale;
    } else {
        age.state = Freshness::kFresh;
    }
    return age;
}

}  // namespace sarhad::replication
