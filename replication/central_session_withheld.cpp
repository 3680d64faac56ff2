// Lists that do not belong to the node: compartments, seen from central.
#include "core/plant.h"
#include "replication/central_session.h"
#include "replication/frames.h"

#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;

bool CentralSession::is_withheld(StreamId stream) const {
    return withheld_.contains(stream) && !core::is_planted(core::Plant::kForeignRow);
}

bool CentralSession::is_stopped(const Published& published) const {
    return published.is_quarantined || published.is_diverged || published.is_pulled ||
           is_withheld(published.head.stream);
}

/// Whoever names it has it still, or a part: its own compartment tells it to let it go.
void CentralSession::tell_withheld(Effects& effects, Published& published) const {
    published.sender.suspend();
    if (published.named.seq > Seq{0}) {
        effects.emplace_back(SendFrame{
            wire::Channel::kControl,
            to_frame(stopped(kNotEntitled, published.head.stream), published.head.stream)});
    }
}

CentralSession::Effects CentralSession::withhold(std::set<StreamId> streams, MonoTime now) {
    Effects effects;
    const std::set<StreamId> before = std::exchange(withheld_, std::move(streams));
    for (auto& [stream, published] : down_) {
        const bool was = before.contains(stream);
        const bool is = withheld_.contains(stream);
        if (is && !was) {
            published.sender.suspend();
            give_up_chunks(published);
        } else if (was && !is && !published.is_quarantined) {
            published.is_diverged = false;
            published.sender.resume(Seq{0});  // What the node had of it is gone.
            published.named = {stream, published.head.epoch, Seq{0}, {}};
        }
    }
    pump(effects, now);
    return effects;
}

}  // namespace sarhad::replication
