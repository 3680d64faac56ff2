#include "core/plant.h"
#include "replication/central_session.h"
#include "replication/frames.h"

#include <string>

// Where central and a node stand on different histories downward: how it is noticed, and said.
namespace sarhad::replication {

/// A node that has applied what was never published here: central was restored from a backup. It
/// learns of it from WELCOME. Below the head, the next delta names the chain that it follows.
bool CentralSession::is_forked(Effects& effects,
                               const Published& published,
                               const wire::StreamPosition& applied) {
    const wire::StreamPosition& head = published.head;
    if (is_planted(core::Plant::kForkUnseen)) {
        return false;
    }
    if (applied.seq > head.seq) {
        quarantine_down(effects, head.stream, "the node has applied more than was published");
        return true;
    }
    if (applied.seq == head.seq && applied.chain != head.chain) {
        quarantine_down(effects, head.stream, "the node has applied another history");
        return true;
    }
    return false;
}

/// Central has seen the fork, and the node may not: where central is ahead again, WELCOME shows no
/// difference, and no delta comes that would. Said until the node refuses the stream itself.
void CentralSession::tell_stopped(Effects& effects) {
    for (const auto& [stream, published] : down_) {
        if (published.is_quarantined && !published.is_told) {
            effects.emplace_back(
                SendFrame{wire::Channel::kControl, to_frame(stopped(kForkedDown, stream), stream)});
        }
    }
}

}  // namespace sarhad::replication
