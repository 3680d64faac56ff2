#include "node/uplink.h"

#include "core/plant.h"
#include "core/text.h"
#include "node/events.h"
#include "wire/messages.h"
#include "wire/streams.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <variant>

namespace sarhad::node {

using core::Result;
using core::Status;
using core::StreamId;
using wire::Channel;
using wire::LinkState;

namespace {

constexpr core::Duration kTimerMin = std::chrono::milliseconds{10};
constexpr std::string_view kContactNote = "central_contact";

bool is_position_apart() {
    return core::is_planted(core::Plant::kPositionApart);
}

/// The rows up to where a batch would need more seeds than it may carry.
void keep_batch_seeds(std::vector<store::OutboxRow>& rows) {
    std::set<std::uint32_t> key_epochs;
    const auto past = std::find_if(rows.begin(), rows.end(), [&](const store::OutboxRow& row) {
        key_epochs.insert(row.key_epoch);
        return key_epochs.size() > wire::kMaxSeeds;
    });
    rows.erase(past, rows.end());
}

}  // namespace

Uplink::Uplink(const NodeParts& parts,
               wire::NodeTransport& transport,
               const NodeKeys& keys,
               const wire::RecordSeal& seal,
               NodeStores& stores,
               Lanes& lanes,
               UplinkListeners listeners)
    : parts_{parts},
      transport_{transport},
      keys_{keys},
      box_{keys.sign.box_key()},
      seal_{seal},
      pages_{pages_of(parts)},
      stores_{stores},
      lanes_{lanes},
      listeners_{std::move(listeners)} {}

Status Uplink::load(const NodeSettings& settings) {
    node_ = settings.id;
    SARHAD_TRY(std::vector<wire::StreamPosition> applied, stores_.positions.all());
    SARHAD_TRY(const auto notes, stores_.positions.notes());
    if (const auto found = notes.find(std::string{kContactNote}); found != notes.end()) {
        SARHAD_TRY(const std::int64_t micros, core::parse_int(found->second));
        status_.last_contact = core::WallTime{micros};
        noted_contact_ = status_.last_contact;
    }
    std::vector<replication::OutboxStream> outbox;
    for (const StreamId stream : kUpStreams) {
        const store::OutboxPosition acked = stores_.outbox->acked(stream);
        epochs_.insert_or_assign(stream, acked.epoch);
        const store::OutboxPosition tail = stores_.outbox->tail(stream);
        outbox.push_back({stream, acked.epoch, acked.seq, tail.seq, acked.hash, tail.hash});
    }
    replication::NodeIdentity identity;
    identity.node = settings.id;
    identity.ping_every = settings.ping_every;
    identity.bulk_credit = settings.bulk_credit;
    identity.snapshot_from = settings.snapshot_from;
    parts_.random.fill(identity.boot_id);
    session_.emplace(
        identity, keys_.sign, keys_.trust, std::move(applied), std::move(outbox), parts_.log);
    session_->set_root(wire::kRuleStream, stores_.rules.in_force());
    keep_quarantined(notes);
    keep_diverged(notes);
    SARHAD_TRY(found_differing_, stores_.lists.differing());
    SARHAD_TRY(const CountedWord counted, read_counted(pages_.source, seal_, {}));
    status_.counted_as_of = counted.as_of;
    if (listeners_.trust != nullptr) {
        session_->set_trust(listeners_.trust->versions());
    }
    return {};
}

void Uplink::start() {
    transport_.set_receiver(
        [this](Channel channel, core::ByteView frame) { on_frame(channel, frame); });
    transport_.set_link_watcher(
        [this](Channel channel, LinkState state) { on_link(channel, state); });
    for (const StreamId stream : std::exchange(found_differing_, {})) {
        run(session_->diverge(
            stream, "rows here are not those of its edition", parts_.clock.mono()));
    }
}

void Uplink::stop() {
    transport_.set_receiver([](Channel /*channel*/, core::ByteView /*frame*/) {});
    transport_.set_link_watcher([](Channel /*channel*/, LinkState /*state*/) {});
    if (timer_) {
        parts_.scheduler.cancel(*std::exchange(timer_, std::nullopt));
    }
}

void Uplink::on_link(Channel channel, LinkState state) {
    const bool is_up = state == LinkState::kUp;
    if (channel == Channel::kBulk) {
        status_.bulk = state;
        if (is_up) {
            run(session_->on_bulk_up(parts_.clock.wall(), parts_.clock.mono()));
        }
        return;
    }
    const LinkState before = std::exchange(status_.control, state);
    if (is_up) {
        run(session_->on_link_up(parts_.clock.wall(), parts_.clock.mono()));
    } else {
        session_->on_link_down();
        arm();
    }
    if (before != state) {
        listeners_.on_link(state);
    }
}

void Uplink::on_frame(Channel channel, core::ByteView frame) {
    run(session_->on_frame(channel, frame, parts_.clock.wall(), parts_.clock.mono()));
    if (is_live()) {
        status_.last_contact = parts_.clock.wall();
    }
}

void Uplink::on_timer() {
    timer_.reset();
    for (auto& [stream, effect] : std::exchange(unrewound_, {})) {
        perform(effect);
    }
    for (auto& [stream, effect] : std::exchange(unmarked_, {})) {
        perform(effect);
    }
    run(session_->on_timer(parts_.clock.wall(), parts_.clock.mono()));
}

void Uplink::arm() {
    if (timer_) {
        parts_.scheduler.cancel(*std::exchange(timer_, std::nullopt));
    }
    if (session_->state() == replication::NodeSession::State::kDown) {
        return;
    }
    const core::Duration wait = session_->deadline() - parts_.clock.mono();
    timer_ = parts_.scheduler.after(std::max(wait, kTimerMin), [this] { on_timer(); });
}

void Uplink::on_committed(const Tails& tails) {
    for (const auto& [stream, tail] : tails) {
        run(session_->on_committed(stream, tail, parts_.clock.mono()));
    }
}

void Uplink::note_contact() {
    if (status_.last_contact == noted_contact_ || !status_.last_contact) {
        return;
    }
    noted_contact_ = status_.last_contact;
    const std::string micros = std::to_string(status_.last_contact->micros);
    lanes_.commit(
        [this, micros](store::Transaction& /*transaction*/) {
            const store::Uncounted note{parts_.database};
            return stores_.positions.put_note(kContactNote, micros);
        },
        [](const Status& /*status*/) {});  // The next minute tries again.
}

UplinkStatus Uplink::status() const {
    UplinkStatus status = status_;
    status.session = session_->state();
    status.is_caught_up = is_caught_up();
    status.coming = session_->coming();
    return status;
}

void Uplink::run(Effects effects) {
    for (replication::NodeEffect& effect : effects) {
        std::visit([this](auto& one) { perform(one); }, effect);
    }
    arm();
}

void Uplink::perform(replication::SendFrame& effect) {
    // A frame that does not go out is as good as lost: the session sends again by its timer.
    [[maybe_unused]] const Status sent = transport_.send(effect.channel, std::move(effect.frame));
}

void Uplink::perform(replication::LoadRows& effect) {
    lanes_.ask<LoadedRows>(
        core::Lane::kStore,
        [this, request = effect] { return load_rows(request); },
        [this, stream = effect.stream](const Result<LoadedRows>& loaded) {
            on_loaded(stream, loaded);
        });
}

Result<Uplink::LoadedRows> Uplink::load_rows(const replication::LoadRows& request) {
    const store::OutboxCursor after{epochs_.at(request.stream), request.request.after};
    const std::size_t rows_max =
        std::min<std::size_t>(request.request.rows_max, store::kPendingRowsMax);
    LoadedRows loaded;
    SARHAD_TRY(loaded.rows,
               stores_.outbox->pending(
                   request.stream, after, rows_max, core::ByteSize{request.request.bytes_max}));
    keep_batch_seeds(loaded.rows);
    std::set<std::uint32_t> used;
    for (const store::OutboxRow& row : loaded.rows) {
        used.insert(row.key_epoch);
    }
    if (used.empty()) {
        return loaded;
    }
    SARHAD_TRY(const std::vector<store::SealedSeed> seeds,
               stores_.outbox->seeds_for(*used.begin(), *used.rbegin()));
    for (const store::SealedSeed& seed : seeds) {
        if (used.contains(seed.key_epoch)) {
            loaded.seeds.push_back({seed.key_epoch, seed.sealed});
        }
    }
    return loaded;
}

void Uplink::on_loaded(StreamId stream, const Result<LoadedRows>& loaded) {
    if (!loaded) {
        parts_.log.write(kOutboxFailed, {{"stream", stream}, {"why", loaded.error().what}});
        run(session_->on_rows(stream, {}, {}, parts_.clock.mono()));
        return;
    }
    run(session_->on_rows(stream, loaded->rows, loaded->seeds, parts_.clock.mono()));
}

void Uplink::perform(replication::ApplyDelta& effect) {
    // Shared: the store thread fills it, the loop reads it after COMMIT.
    auto applied = std::make_shared<AppliedDelta>();
    const StreamId stream = effect.body.stream;
    if (is_foreign(stream, effect.body.name)) {
        run(session_->on_apply_failed(stream, core::Errc::kUnauthenticated, parts_.clock.mono()));
        return;
    }
    const core::Seq head = session_->head_of(stream);
    lanes_.commit(
        [this, effect = std::move(effect), head, applied](store::Transaction& /*transaction*/) {
            return apply(effect, head, *applied);
        },
        [this, stream, applied](Status status) {
            if (status && is_position_apart()) {
                commit_position_apart(*applied);
                return;
            }
            on_applied(stream, std::move(status), *applied);
        });
}

Status Uplink::apply(const replication::ApplyDelta& effect, core::Seq head, AppliedDelta& applied) {
    const PositionCommit commit =
        is_position_apart() ? PositionCommit::kLater : PositionCommit::kTogether;
    const core::WallTime now = parts_.clock.wall();
    if (effect.body.stream == wire::down::kAlerts) {
        SARHAD_TRY(AppliedAlerts alerts,
                   stores_.alerts.apply(effect.body, effect.chain, now, commit, {node_, box_}));
        applied.position = alerts.position;
        applied.alerts = std::move(alerts.received);
        return {};
    }
    if (wire::is_expected_stream(effect.body.stream)) {
        SARHAD_TRY(applied.position,
                   stores_.expected.apply(effect.body, effect.chain, now, commit, box_));
        return {};
    }
    if (wire::is_list_stream(effect.body.stream)) {
        SARHAD_TRY(const wire::Delta verbatim, wire::decode<wire::Delta>(effect.verbatim));
        SARHAD_TRY(Applied list,
                   stores_.lists.apply(effect.body,
                                       verbatim.edition_signatures,
                                       effect.chain,
                                       parts_.proved_time(),
                                       commit));
        applied.position = list.position;
        applied.root = list.root;
        applied.completed = std::move(list.completed);
        return {};
    }
    if (effect.body.stream == wire::down::kDesk) {
        SARHAD_TRY(WithdrawnPairs pairs,
                   stores_.pairs.apply(effect.body, effect.chain, node_, commit));
        applied.position = pairs.position;
        applied.withdrawn = std::move(pairs.withdrawn);
        applied.erased = std::move(pairs.erased);
        return {};
    }
    if (effect.body.stream == wire::down::kCounters) {
        SARHAD_TRY(
            const CountedStore::Applied counted,
            stores_.counted.apply(effect.body, effect.chain, keys_.store_key.bytes(), commit));
        applied.position = counted.position;
        applied.counted_as_of = counted.as_of;
        return {};
    }
    if (effect.body.stream == wire::kRuleStream) {
        SARHAD_TRY(applied.rules,
                   stores_.rules.apply(effect.body, effect.chain, head, now, commit));
        applied.position = applied.rules->position;
        applied.root = applied.rules->book->in_force();
        return {};
    }
    return core::Error{core::Errc::kInvalid,  // The session lets no other stream through.
                       core::cat("stream ", effect.body.stream.value(), " is not applied here")};
}

void Uplink::settle_rules() {
    auto settled = std::make_shared<SettledRules>();  // As in ApplyDelta.
    constexpr core::Seq kUnknown{std::numeric_limits<std::uint64_t>::max()};
    const core::Seq head = is_live() ? session_->head_of(wire::kRuleStream) : kUnknown;
    lanes_.commit(
        [this, head, settled](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(*settled, stores_.rules.settle(head));
            return {};
        },
        [this, settled](const Status& status) {
            if (!status) {
                parts_.log.write(kDeltaNotApplied,
                                 {{"stream", wire::kRuleStream}, {"why", status.error().what}});
                return;
            }
            listeners_.on_rules_settled(*settled);
            run(session_->on_root(settled->position, settled->book->in_force()));
        });
}

void Uplink::commit_position_apart(const AppliedDelta& applied) {
    lanes_.commit(
        [this, position = applied.position](store::Transaction& /*transaction*/) {
            return stores_.positions.put(position);
        },
        [this, applied](Status status) {
            on_applied(applied.position.stream, std::move(status), applied);
        });
}

void Uplink::on_applied(StreamId stream, Status status, const AppliedDelta& applied) {
    if (!status) {
        parts_.log.write(kDeltaNotApplied, {{"stream", stream}, {"why", status.error().what}});
        run(session_->on_apply_failed(stream, status.error().code, parts_.clock.mono()));
        return;
    }
    run(session_->on_applied(applied.position, applied.root, parts_.clock.mono()));
    if (applied.completed) {
        listeners_.on_edition(*applied.completed);
    }
    if (!applied.alerts.empty()) {
        listeners_.on_alerts(applied.alerts);
    }
    if (!applied.withdrawn.empty()) {
        listeners_.on_withdrawn(applied.withdrawn);
    }
    if (!applied.erased.empty()) {
        listeners_.on_erased(applied.erased);
    }
    if (applied.rules) {
        listeners_.on_rules(*applied.rules);
    }
    if (wire::is_expected_stream(stream)) {
        listeners_.on_expected();
    }
    if (stream == wire::down::kCounters) {
        status_.counted_as_of = applied.counted_as_of;
    }
}

void Uplink::perform(replication::MarkAcked& effect) {
    unmarked_.erase(effect.stream);
    lanes_.commit(
        [this, effect](store::Transaction& transaction) {
            return stores_.outbox->ack(transaction,
                                       effect.stream,
                                       effect.epoch,
                                       effect.upto,
                                       effect.chain,
                                       parts_.clock.wall());
        },
        [this, effect, rewinds = rewinds_[effect.stream]](const Status& status) {
            const core::StreamId stream = effect.stream;
            if (!status && status.error().code == core::Errc::kConflict) {
                run(session_->on_outbox_conflict(stream, status.error().what));
            } else if (!status) {
                parts_.log.write(kOutboxFailed, {{"stream", stream}, {"why", status.error().what}});
                // Central says it once. Unless it took it back since, it is tried again: else these
                // rows would count as waiting, and be kept, until the next start.
                if (rewinds == rewinds_[stream]) {
                    keep_unmarked(effect);
                }
            }
        });
}

/// Of several that one full disk refused the last one counts: it covers those before it.
void Uplink::keep_unmarked(const replication::MarkAcked& effect) {
    const auto [kept, is_new] = unmarked_.try_emplace(effect.stream, effect);
    if (!is_new && kept->second.upto < effect.upto) {
        kept->second = effect;
    }
}

void Uplink::perform(replication::RewindOutbox& effect) {
    const std::uint64_t rewinds = ++rewinds_[effect.stream];
    unmarked_.erase(effect.stream);
    unrewound_.erase(effect.stream);
    auto rewound = std::make_shared<store::Rewound>();  // As in ApplyDelta.
    lanes_.commit(
        [this, effect, rewound](store::Transaction& transaction) -> Status {
            SARHAD_TRY(*rewound,
                       stores_.outbox->rewind(transaction,
                                              effect.stream,
                                              epochs_.at(effect.stream),
                                              effect.to,
                                              effect.chain));
            return {};
        },
        [this, effect, rewinds, rewound](const Status& status) {
            const core::StreamId stream = effect.stream;
            if (!status && status.error().code == core::Errc::kConflict) {
                run(session_->on_outbox_conflict(stream, status.error().what));
            } else if (!status) {
                parts_.log.write(kOutboxFailed, {{"stream", stream}, {"why", status.error().what}});
                // Until it is done the store gives rows from the old place, which do not follow.
                if (rewinds == rewinds_[stream]) {
                    unrewound_.emplace(stream, effect);
                }
            } else if (rewound->purged_last.value() > 0) {
                parts_.log.write(kRowsGone,
                                 {{"stream", stream},
                                  {"first", rewound->purged_first},
                                  {"last", rewound->purged_last}});
                run(session_->on_outbox_conflict(stream,
                                                 core::cat("central lacks rows ",
                                                           rewound->purged_first.value(),
                                                           " to ",
                                                           rewound->purged_last.value(),
                                                           ", which are no longer kept here")));
            }
        });
}

void Uplink::perform(replication::TakeDocument& effect) {
    if (listeners_.trust == nullptr) {
        return;
    }
    const bool lacks_head = listeners_.trust->on_document(effect.document);
    session_->set_trust(listeners_.trust->versions());
    if (lacks_head) {
        run(session_->greet_anew(parts_.clock.wall(), parts_.clock.mono()));
    }
}

void Uplink::perform(replication::ResetLink& /*effect*/) {
    transport_.reconnect(Channel::kControl);
    transport_.reconnect(Channel::kBulk);
}

void Uplink::perform(replication::Quarantine& effect) {
    quarantine({effect.direction, effect.stream}, effect.reason);
}

}  // namespace sarhad::node
