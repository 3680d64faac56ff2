#include "node/dead_man.h"

namespace sarhad::node {

DeadMan dead_man(const replication::TrustAge& age,
                 const wire::SitePolicy& policy,
                 core::Duration running) {
    constexpr std::uint64_t kDay = 86'400;
    if (!age.as_of) {
        return DeadMan::kHolds;
    }
    const auto seconds = static_cast<std::uint64_t>(age.seconds);
    const std::uint64_t limit = policy.dead_man_days * kDay;  // At most 3,650 of them.
    if (seconds >= limit && (age.is_proven || running >= kDeadManGrace)) {
        return DeadMan::kDue;
    }
    return seconds * 5 >= limit * 4 ? DeadMan::kNears : DeadMan::kHolds;
}

}  // namespace sarhad::node
