// Lists that come whole: when a node's session asks for one, and how the stream goes on behind it.
#include "replication/events.h"
#include "replication/frames.h"
#include "replication/node_session.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Result;
using core::Seq;
using core::StreamId;

/// A list of which nothing is here: its rows are fewer bytes than all that ever changed them. Where
/// there are only some deltas, they cost no more, and are shown to hold one by one.
void NodeSession::want_snapshots(Effects& effects, const wire::Welcome& welcome, MonoTime now) {
    for (const wire::StreamPosition& head : welcome.down) {
        const bool is_many =
            head.seq >= identity_.snapshot_from && wire::is_list_stream(head.stream);
        if (is_many && downward(head.stream).receiver.held().seq == Seq{0}) {
            pull(effects, head.stream, now);
        }
    }
    Effects steps;
    snapshots_.on_live(steps, now);
    after_snapshot(effects, std::move(steps));
}

void NodeSession::pull(Effects& effects, StreamId stream, MonoTime now) {
    Downward& down = downward(stream);
    if (down.is_quarantined || std::exchange(down.is_pulled, true)) {
        return;
    }
    snapshots_.want(stream);
    snapshots_.set_held(stream, down.receiver.held().seq);
    Effects steps;
    snapshots_.on_timer(steps, now);
    after_snapshot(effects, std::move(steps));
}

/// Its questions wait in lane 3.
void NodeSession::after_snapshot(Effects& effects, Effects steps) {
    for (NodeEffect& step : steps) {
        if (auto* question = std::get_if<SendFrame>(&step)) {
            line_.put_snapshot_question(std::move(question->frame));
        } else {
            effects.push_back(std::move(step));
        }
    }
}

void NodeSession::on_manifest(Effects& effects, const wire::Manifest& manifest, MonoTime now) {
    Effects steps;
    const bool is_refused = snapshots_.on_manifest(steps, manifest, now);
    after_snapshot(effects, std::move(steps));
    if (is_refused) {
        end_pull(effects, manifest.stream);
    }
}

/// The list comes by its deltas: all of them, where its rows are not as they should be.
void NodeSession::end_pull(Effects& effects, StreamId stream) {
    Downward& down = downward(stream);
    down.is_pulled = false;
    if (down.is_diverged) {
        effects.emplace_back(TakeAgain{stream});
    } else {
        send_nack(effects, down.receiver.held(), wire::NackReason::kGap);
    }
}

NodeSession::Effects NodeSession::on_planned(StreamId stream,
                                             const Result<SnapshotPlan>& plan,
                                             MonoTime now) {
    Effects effects;
    if (plan && snapshots_.is_wanted(stream) && is_parted(plan->position)) {
        send_nack(effects, downward(stream).receiver.held(), wire::NackReason::kFork);
        quarantine_down(effects, stream, "central has another history than this node has applied");
        return effects;
    }
    Effects steps;
    snapshots_.on_planned(steps, stream, plan, now);
    after_snapshot(effects, std::move(steps));
    pump(effects, now);
    return effects;
}

NodeSession::Effects NodeSession::on_chunks_kept(StreamId stream,
                                                 const core::Status& kept,
                                                 MonoTime now) {
    Effects effects;
    Effects steps;
    snapshots_.on_kept(steps, stream, kept, now);
    after_snapshot(effects, std::move(steps));
    pump(effects, now);
    return effects;
}

NodeSession::Effects NodeSession::on_installed(StreamId stream,
                                               const Result<Repaired>& installed,
                                               MonoTime now) {
    Effects effects;
    Effects steps;
    if (installed) {
        settle(effects, *installed);
        repair_.drop(stream);
        log_.write(kSnapshotInstalled, {{"stream", stream}, {"rows", installed->rows}});
        snapshots_.on_installed(steps, stream, {}, now);
    } else {
        snapshots_.on_installed(steps, stream, installed.error(), now);
    }
    after_snapshot(effects, std::move(steps));
    pump(effects, now);
    return effects;
}

}  // namespace sarhad::replication
