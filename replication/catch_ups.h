#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "core/random.h"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace sarhad::replication {

/// Which nodes' bulk central takes and sends after an outage: so many at once, the others in turn.
///
/// A node that comes while there is room begins at once; one that does not waits up to kSpreadMax
/// longer than it must, drawn, so that those that came together do not begin together. A node has
/// its place until it has caught up, or for kPlaceHeldMax: one on a slow line goes on then, and no
/// longer keeps another from beginning. Alerts and all else of lane 0 ask nobody.
/// Sans-IO. Thread: any one (the loop in the product). Source: osquery issue 3706.
class CatchUps {
public:
    static constexpr std::size_t kAtOnceMax = 50;
    static constexpr core::Duration kSpreadMax = std::chrono::seconds{30};
    static constexpr core::Duration kPlaceHeldMax = std::chrono::seconds{30};

    /// `random` outlives it.
    explicit CatchUps(core::Random& random) : random_{random} {}

    /// The node's session has begun.
    void ask(core::NodeId node, core::MonoTime now);
    /// Its session has ended.
    void leave(core::NodeId node);
    /// It has caught up: its place is another's. One that waits goes on waiting.
    void give_back(core::NodeId node) { placed_.erase(node); }
    /// Those whose turn has come, in order; each is told once.
    [[nodiscard]] std::vector<core::NodeId> admit(core::MonoTime now);
    /// When admit() has something to do though nobody leaves; none while nobody waits.
    [[nodiscard]] std::optional<core::MonoTime> deadline() const;
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    [[nodiscard]] core::MonoTime next_place_at() const;

    core::Random& random_;
    std::map<core::NodeId, core::MonoTime> waiting_;  ///< And from when on it may begin.
    std::map<core::NodeId, core::MonoTime> placed_;   ///< And until when it has its place.
};

}  // namespace sarhad::replication
