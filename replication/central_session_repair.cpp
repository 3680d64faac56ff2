// Lists of a node that are not as they should be, seen from central.
#include "replication/central_session.h"
#include "replication/frames.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::StreamId;

/// The node takes nothing of the stream until it has repaired it, and says so by an ACK.
void CentralSession::pause_diverged(Effects& effects, Published& published) {
    published.sender.suspend();
    if (!std::exchange(published.is_diverged, true)) {
        effects.emplace_back(NodeDiverged{node_, published.head.stream});
    }
}

/// True where the ACK is the first after a repair; it says where the stream goes on.
bool CentralSession::end_repair(Effects& effects, Published& published, const wire::Ack& ack) {
    if (!std::exchange(published.is_diverged, false)) {
        return false;
    }
    published.is_pulled = false;
    published.named = {ack.stream, ack.epoch, ack.upto, ack.chain};
    published.sender.resume(ack.upto);
    effects.emplace_back(NodeRepaired{node_, ack.stream});
    effects.emplace_back(RecordApplied{node_, published.named, ack.root});
    return true;
}

/// One question of a node at a time: it asks again.
void CentralSession::on_recon_ask(Effects& effects, const wire::ReconAsk& ask) {
    const auto found = down_.find(ask.stream);
    const bool is_had = found != down_.end() && !found->second.is_quarantined &&
                        !is_withheld(ask.stream) && wire::is_list_stream(ask.stream);
    if (!is_had) {
        wire::ReconTell none;
        none.stream = ask.stream;
        none.what = wire::ReconWhat::kNone;
        none.number = ask.number;
        line_.put_repair(ask.stream, to_frame(none));
        return;
    }
    if (!std::exchange(is_answering_, true)) {
        effects.emplace_back(AnswerRecon{node_, ask});
    }
}

CentralSession::Effects CentralSession::on_recon(const wire::ReconTell& tell, MonoTime now) {
    Effects effects;
    is_answering_ = false;
    if (is_live_ && !is_withheld(tell.stream)) {
        line_.put_repair(tell.stream, to_frame(tell));
        pump(effects, now);
    }
    return effects;
}

/// The ACK behind a repair can be lost, and the node does not know: it is asked until it answers.
void CentralSession::ask_diverged(Effects& effects) {
    for (const auto& [stream, published] : down_) {
        const bool is_waited_for = published.is_diverged || published.is_pulled;
        if (is_waited_for && !published.is_quarantined && !is_withheld(stream)) {
            tell_unasked(effects, stream, wire::ReconWhat::kStand);
        }
    }
}

void CentralSession::tell_unasked(Effects& effects, StreamId stream, wire::ReconWhat what) {
    wire::ReconTell tell;
    tell.stream = stream;
    tell.what = what;
    send(effects, wire::Channel::kBulk, tell);
}

CentralSession::Effects CentralSession::offer_repair(StreamId stream) {
    Effects effects;
    if (is_live_ && !is_withheld(stream)) {
        tell_unasked(effects, stream, wire::ReconWhat::kOffer);
    }
    return effects;
}

}  // namespace sarhad::replication
