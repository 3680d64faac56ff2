// What time it is here, and how old that is which a node knows.
#include "node_parts.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace sarhad::node {
namespace {

/// A clock that is corrected may go back by this much.
constexpr core::Duration kClockSlack = std::chrono::minutes{5};

}  // namespace

core::WallTime Node::Parts::secure_now() const {
    const core::WallTime here = outside.clock.wall();
    if (trust == nullptr) {
        return std::max(here, uplink->status().last_contact.value_or(core::WallTime{}));
    }
    const replication::SecureTime& time = trust->state().time();
    const core::MonoTime mono = outside.clock.mono();
    return time.is_proven() ? time.at(mono) : std::max(here, time.proven_floor(mono));
}

/// Without a signed root: by when central was last heard, by this machine's clock.
screening::DataAge Node::Parts::contact_age() const {
    using screening::TrustAge;
    const std::optional<core::WallTime> contact = uplink->status().last_contact;
    if (!contact) {
        return {TrustAge::kExpired, {}};
    }
    const std::chrono::microseconds age{outside.clock.wall().micros - contact->micros};
    if (age < -kClockSlack) {  // The clock was set back: how old the data is, nobody knows.
        return {TrustAge::kExpired, *contact};
    }
    if (age <= std::chrono::minutes{15}) {
        return {TrustAge::kFresh, *contact};
    }
    if (age <= std::chrono::hours{24}) {
        return {TrustAge::kStale, *contact};
    }
    const bool is_degraded = age <= std::chrono::hours{30 * 24};
    return {is_degraded ? TrustAge::kDegraded : TrustAge::kExpired, *contact};
}

}  // namespace sarhad::node
