// Lists that are not as they should be: how a node's session stops them, and starts them again.
#include "core/plant.h"
#include "replication/events.h"
#include "replication/frames.h"
#include "replication/node_session.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::StreamId;

namespace {

/// Central's word that a root differs costs a look at all rows.
constexpr core::Duration kOfferEvery = std::chrono::minutes{10};
/// So does its word that a list must come whole: which chunks differ is found by all rows.
constexpr core::Duration kWholeEvery = std::chrono::minutes{10};

}  // namespace

NodeSession::Effects NodeSession::diverge(StreamId stream, std::string why, MonoTime now) {
    Effects effects;
    set_diverged(effects, stream, std::move(why), now);
    return effects;
}

void NodeSession::set_diverged(Effects& effects, StreamId stream, std::string why, MonoTime now) {
    Downward& down = downward(stream);
    if (down.is_quarantined || down.is_pulled || !wire::is_list_stream(stream)) {
        return;
    }
    if (!std::exchange(down.is_diverged, true)) {
        log_.write(kDiverged, {{"stream", stream}, {"why", why}});
        effects.emplace_back(Diverged{stream, std::move(why)});
    }
    repair_.want(stream);
    if (state_ == State::kLive) {
        send_nack(effects, down.receiver.held(), wire::NackReason::kBadPre);
        Effects steps;
        repair_.on_timer(steps, now);
        after_repair(effects, std::move(steps), now);
    }
}

/// The list is a whole edition again, and central hears where it stands.
void NodeSession::settle(Effects& effects, const Repaired& repaired) {
    const StreamId stream = repaired.position.stream;
    Downward& down = downward(stream);
    down.receiver = StreamReceiver{repaired.position};
    down.is_diverged = false;
    down.is_pulled = false;
    roots_[stream] = repaired.root;
    if (state_ == State::kLive) {
        send_ack(effects, repaired.position, repaired.root);
    }
}

/// What a repair asks waits in its lane. Where it gives up, the list is taken whole.
void NodeSession::after_repair(Effects& effects, Effects steps, MonoTime now) {
    for (NodeEffect& step : steps) {
        if (auto* question = std::get_if<SendFrame>(&step)) {
            line_.put_repair(StreamId{0}, std::move(question->frame));
        } else if (const auto* again = std::get_if<TakeAgain>(&step)) {
            pull(effects, again->stream, now);
        } else {
            effects.push_back(std::move(step));
        }
    }
}

void NodeSession::keep_diverged(StreamId stream) {
    downward(stream).is_diverged = true;
    repair_.want(stream);
}

/// Central learns of it anew with each session.
void NodeSession::resume_repair(Effects& effects, MonoTime now) {
    for (const auto& [stream, down] : down_) {
        if (down.is_diverged && !down.is_quarantined) {
            send_nack(effects, down.receiver.held(), wire::NackReason::kBadPre);
        }
    }
    Effects steps;
    repair_.on_live(steps, now);
    after_repair(effects, std::move(steps), now);
}

/// Where central's history is another one no repair helps: as at a WELCOME.
bool NodeSession::is_parted(const wire::StreamPosition& central) {
    const wire::StreamPosition& held = downward(central.stream).receiver.held();
    return central.epoch == held.epoch &&
           (central.seq < held.seq || (central.seq == held.seq && central.chain != held.chain)) &&
           !is_planted(core::Plant::kForkUnseen);
}

/// Central holds the stream back, for what it heard last was that the list had diverged.
void NodeSession::tell_stand(Effects& effects, StreamId stream) {
    const auto found = down_.find(stream);
    if (found == down_.end() || state_ != State::kLive) {
        return;
    }
    const Downward& down = found->second;
    if (down.is_pulled) {
        return;  // It says so by its next question.
    }
    if (down.is_quarantined || down.is_diverged) {
        send_nack(effects, down.receiver.held(), nack_of(down));
        return;
    }
    send_ack(effects, down.receiver.held(), roots_[stream]);
}

/// Central keeps no deltas from where this node stands on: it was away for over a year.
void NodeSession::take_whole(Effects& effects, StreamId stream, MonoTime now) {
    const bool is_published = down_.contains(stream) || welcomed_.contains(stream);
    if (!is_published || !wire::is_list_stream(stream)) {
        return;
    }
    const auto [told, is_first] = told_whole_.emplace(stream, now);
    if (is_first || now - told->second >= kWholeEvery) {
        told->second = now;
        pull(effects, stream, now);
    }
}

void NodeSession::on_tell(Effects& effects, const wire::ReconTell& tell, MonoTime now) {
    if (tell.what == wire::ReconWhat::kHead && repair_.is_expected(tell) &&
        is_parted({tell.stream, tell.epoch, tell.seq, tell.chain})) {
        send_nack(effects, downward(tell.stream).receiver.held(), wire::NackReason::kFork);
        quarantine_down(
            effects, tell.stream, "central has another history than this node has applied");
        return;
    }
    if (tell.what == wire::ReconWhat::kStand) {
        tell_stand(effects, tell.stream);
        return;
    }
    if (tell.what == wire::ReconWhat::kWhole) {
        take_whole(effects, tell.stream, now);
        return;
    }
    if (tell.what != wire::ReconWhat::kOffer) {
        Effects steps;
        repair_.on_tell(steps, tell, now);
        after_repair(effects, std::move(steps), now);
        return;
    }
    if (down_.contains(tell.stream) && (!offered_at_ || now - *offered_at_ >= kOfferEvery)) {
        offered_at_ = now;
        set_diverged(effects, tell.stream, "central knows another root of it", now);
    }
}

NodeSession::Effects NodeSession::on_counted(StreamId stream,
                                             core::Result<ListAsItIs> list,
                                             MonoTime now) {
    Effects effects;
    Effects steps;
    repair_.on_counted(steps, stream, std::move(list), now);
    after_repair(effects, std::move(steps), now);
    pump(effects, now);
    return effects;
}

NodeSession::Effects NodeSession::on_rows_read(StreamId stream,
                                               const core::Result<std::vector<RowAsItIs>>& rows,
                                               MonoTime now) {
    Effects effects;
    Effects steps;
    repair_.on_rows_read(steps, stream, rows, now);
    after_repair(effects, std::move(steps), now);
    pump(effects, now);
    return effects;
}

NodeSession::Effects NodeSession::on_repaired(StreamId stream,
                                              const core::Result<Repaired>& repaired,
                                              MonoTime now) {
    Effects effects;
    Effects steps;
    if (!repaired) {
        repair_.on_put(steps, stream, repaired.error(), now);
        after_repair(effects, std::move(steps), now);
        pump(effects, now);
        return effects;
    }
    settle(effects, *repaired);
    log_.write(kRepaired, {{"stream", stream}, {"rows", repaired->rows}});
    repair_.on_put(steps, stream, {}, now);
    after_repair(effects, std::move(steps), now);
    pump(effects, now);
    return effects;
}

}  // namespace sarhad::replication
