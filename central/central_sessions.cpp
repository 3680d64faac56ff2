// What central does for its sessions: the private side of Central that SessionOwner names.
#include "central/central.h"
#include "central/events.h"
#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::NodeId;
using core::Result;
using core::StreamId;

void Central::on_live(NodeId node) {
    tell(SessionLive{node});
    flush_contacts();
}

void Central::on_greeted(NodeId node) {
    greet_with_trust(node);
}

void Central::on_silent(NodeId node) {
    tell(NodeSilent{node});
    flush_contacts();
}

void Central::on_rows(replication::StoreRows rows) {
    const NodeId node = rows.node;
    const StreamId stream = rows.batch.stream;
    auto batch = std::make_shared<const replication::StoreRows>(std::move(rows));
    const core::PortId port = nodes_.at(node).port;
    lanes_.ask<Collected>(
        core::Lane::kStore,
        [this, batch, port] { return collector_->collect(*batch, port, parts_.clock.wall()); },
        [this, node, stream](Result<Collected> outcome) {
            on_collected(node, stream, std::move(outcome));
        });
}

void Central::on_collected(NodeId node, StreamId stream, Result<Collected> outcome) {
    note_write(outcome);
    if (!outcome) {
        parts_.log.write(kRowsRefused,
                         {{"node", node}, {"stream", stream}, {"why", outcome.error().what}});
        sessions_->on_store_failed(node, stream, outcome.error().code);
        return;
    }
    for (replication::PublishedDelta& delta : outcome->alert_deltas) {
        cached_alerts_.push_back(std::move(delta));
    }
    while (cached_alerts_.size() > kCachedAlertsMax) {
        cached_alerts_.pop_front();
    }
    for (const AlertRow& alert : outcome->alerts) {
        recent_alerts_.push_back(
            {alert.seq, alert.alert.id, alert.alert.raised_at, alert.alert.screened_at});
    }
    while (recent_alerts_.size() > kRecentAlertsMax) {
        recent_alerts_.pop_front();
    }
    if (!outcome->alerts.empty()) {
        StreamHead head;
        head.name = "alert";
        head.position = outcome->alert_head;
        head.published_at = outcome->alerts.back().alert.raised_at;
        set_head(head);
        sessions_->on_published(head.position);
    }
    sessions_->on_stored(node, outcome->position);
    tell_collected(node, *outcome);
}

void Central::tell_collected(NodeId node, const Collected& collected) {
    tell(RowsStored{node, collected.position.stream, collected.rows});
    for (const AlertRow& alert : collected.alerts) {
        parts_.log.write(
            kAlertRaised,
            {{"alert", core::to_hex(alert.alert.id)}, {"node", node}, {"seq", alert.seq}});
        tell(HitReported{node, alert.alert.id});
        tell(AlertRaised{node, alert.alert.id, alert.seq});
    }
    for (const QuietHit& hit : collected.quiet_hits) {
        parts_.log.write(
            kHitToldNobody,
            {{"crossing", core::to_hex(hit.crossing)}, {"node", node}, {"why", hit.why}});
        tell(HitReported{node, hit.crossing});
    }
    for (const facts::GoAhead& said : collected.go_aheads) {
        parts_.log.write(kGoAheadTold,
                         {{"node", node},
                          {"state", facts::name_of(said.trust_age)},
                          {"data_as_of", core::to_rfc3339(said.data_as_of)},
                          {"is_for_flight", !said.flight.empty()}});
    }
    note_port_rules(collected);
    for (const facts::AlertAcknowledgement& ack : collected.acknowledgements) {
        tell(AlertAcknowledged{node, ack.alert, ack.officer});
    }
    for (const facts::KnownPair& pair : collected.pairs) {
        parts_.log.write(kPairTold,
                         {{"node", node},
                          {"pair", core::to_hex(pair.id)},
                          {"list", pair.list},
                          {"entry", pair.entry},
                          {"tier", facts::name_of(pair.tier)},
                          {"state", facts::name_of(pair.state(parts_.clock.wall()))}});
        tell(PairTold{node, pair});
    }
}

void Central::on_load(NodeId node, const replication::LoadRows& wanted) {
    if (send_cached(node, wanted)) {
        return;
    }
    lanes_.ask<std::vector<replication::PublishedDelta>>(
        core::Lane::kStore,
        [this, wanted] { return parts_.store.deltas_after(wanted.stream, wanted.request); },
        [this, node, stream = wanted.stream](
            const Result<std::vector<replication::PublishedDelta>>& deltas) {
            if (!deltas && deltas.error().code == core::Errc::kNotFound) {
                sessions_->on_deltas_gone(node, stream);
                return;
            }
            if (!deltas) {
                parts_.log.write(kLoadFailed, {{"stream", stream}, {"why", deltas.error().what}});
                sessions_->on_deltas(node, stream, {});
                return;
            }
            sessions_->on_deltas(node, stream, *deltas);
        });
}

/// An alert does not stand behind a port's bulk rows on the store thread.
bool Central::send_cached(NodeId node, const replication::LoadRows& wanted) {
    const core::Seq first = core::next(wanted.request.after);
    if (wanted.stream != wire::kAlertStream || cached_alerts_.empty() ||
        cached_alerts_.front().seq > first || cached_alerts_.back().seq < first) {
        return false;
    }
    std::vector<replication::PublishedDelta> deltas;
    std::uint64_t bytes = 0;
    for (const replication::PublishedDelta& delta : cached_alerts_) {
        const bool is_full = deltas.size() >= wanted.request.rows_max ||
                             bytes + delta.delta.size() > wanted.request.bytes_max;
        if (delta.seq < first) {
            continue;
        }
        if (!deltas.empty() && is_full) {
            break;
        }
        bytes += delta.delta.size();
        deltas.push_back(delta);
    }
    sessions_->on_deltas(node, wanted.stream, deltas);
    return true;
}

void Central::on_applied(const replication::RecordApplied& applied) {
    const auto head = std::find_if(heads_.begin(), heads_.end(), [&](const StreamHead& one) {
        return one.position.stream == applied.position.stream &&
               one.position.epoch == applied.position.epoch;
    });
    if (head == heads_.end() || applied.position.seq > head->position.seq ||
        (applied.position.seq == head->position.seq &&
         applied.position.chain != head->position.chain)) {
        return;  // What it never got from here: its session has judged that.
    }
    const wire::StreamPosition& position = applied.position;
    const auto covers = [&](const Applied& waiting) {
        return waiting.node == applied.node && waiting.position.stream == position.stream &&
               (waiting.position.seq > position.seq ||
                (waiting.position.seq == position.seq && waiting.root == applied.root));
    };
    if (!is_news({applied.node, position, applied.root, {}}) ||
        std::any_of(unrecorded_.begin(), unrecorded_.end(), covers)) {
        return;
    }
    unrecorded_.push_back({applied.node, position, applied.root, parts_.clock.wall()});
    flush_applied();
}

/// Further than what is known, or as far with another state.
bool Central::is_news(const Applied& applied) const {
    const core::Seq before = applied_seq(applied.node, applied.position.stream);
    if (applied.position.seq != before || before == core::Seq{0}) {
        return applied.position.seq > before;
    }
    return applied.root != wire::Hash256{} &&
           applied.root != applied_.at(applied.node).at(applied.position.stream).root;
}

/// On the published history, as the store has seen: only now is it known, and told.
void Central::on_recorded(const Applied& applied) {
    const core::Seq before = applied_seq(applied.node, applied.position.stream);
    if (!is_news(applied)) {
        return;
    }
    applied_[applied.node].insert_or_assign(applied.position.stream, applied);
    check_root(applied);
    check_rules(applied);
    tell_applied(applied, before);
}

/// The node's own root after an edition must be the one that the agency signed: where it is not,
/// the node is told to look, and repairs what it finds.
void Central::check_root(const Applied& applied) {
    if (applied.root == wire::Hash256{}) {
        return;
    }
    for (const EditionMark& mark : editions_) {
        if (mark.stream == applied.position.stream && mark.last == applied.position.seq &&
            mark.root != wire::Hash256{} && mark.root != applied.root) {
            parts_.log.write(
                kRootDiffers,
                {{"node", applied.node}, {"stream", mark.stream}, {"edition", mark.edition}});
            sessions_->offer_repair(applied.node, mark.stream);
        }
    }
}

void Central::tell_applied(const Applied& applied, core::Seq before) {
    const core::Seq upto = applied.position.seq;
    if (applied.position.stream == wire::kAlertStream) {
        for (const RecentAlert& alert : recent_alerts_) {
            if (alert.seq > before && alert.seq <= upto) {
                tell(AlertApplied{applied.node,
                                  alert.id,
                                  applied.at.micros - alert.raised_at.micros,
                                  applied.at.micros - alert.screened_at.micros});
            }
        }
        return;
    }
    for (const EditionMark& mark : editions_) {
        if (mark.stream == applied.position.stream && mark.last > before && mark.last <= upto) {
            const auto head =
                std::find_if(heads_.begin(), heads_.end(), [&](const StreamHead& one) {
                    return one.position.stream == mark.stream;
                });
            tell(EditionApplied{applied.node,
                                head->name,
                                mark.edition,
                                applied.at.micros - mark.published_at.micros});
        }
    }
}

/// One at a time; what comes meanwhile goes together, so that many nodes share one COMMIT.
void Central::flush_applied() {
    if (is_recording_ || unrecorded_.empty()) {
        return;
    }
    is_recording_ = true;
    auto batch = std::make_shared<std::vector<Applied>>();
    batch->swap(unrecorded_);
    lanes_.ask<std::vector<Applied>>(
        core::Lane::kStore,
        [this, batch] { return parts_.store.record_applied(*batch); },
        [this, batch](const Result<std::vector<Applied>>& recorded) {
            is_recording_ = false;
            note_write(recorded);
            if (!recorded) {  // The next tick tries again.
                parts_.log.write(kRecordFailed, {{"why", recorded.error().what}});
                unrecorded_.insert(unrecorded_.begin(), batch->begin(), batch->end());
                return;
            }
            for (const Applied& one : *batch) {
                const bool is_other =
                    std::any_of(recorded->begin(), recorded->end(), [&](const Applied& other) {
                        return other.node == one.node && other.position == one.position;
                    });
                is_other ? on_other_history(one) : on_recorded(one);
            }
            flush_applied();
        });
}

/// The node stands below our head on another history: it hears so from the next delta, which it
/// refuses; until then nobody may think that it has what we published.
void Central::on_other_history(const Applied& applied) {
    quarantine({applied.node,
                replication::Direction::kDown,
                applied.position.stream,
                "the node has applied another history",
                applied.at});
}

}  // namespace sarhad::central
