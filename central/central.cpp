#include "central/central.h"

#include "central/counts_maker.h"
#include "central/events.h"
#include "central/expected_maker.h"
#include "central/rule_desk.h"
#include "core/check.h"
#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::NodeId;
using core::Result;
using core::Status;

namespace {

constexpr core::Duration kTickEvery = std::chrono::seconds{1};
constexpr core::Duration kContactsEvery = std::chrono::seconds{60};

}  // namespace

Central::Central(const CentralParts& parts, const CentralSettings& settings, CentralKeys keys)
    : parts_{parts},
      settings_{settings},
      seal_keys_{std::move(keys.seal)},
      sequencer_{std::move(keys.sequencer)},
      alert_key_{std::move(keys.alert)},
      agencies_{keys.agencies},
      issuer_{std::move(keys.trust)},
      trust_{agencies_},
      shared_trust_{std::make_shared<const wire::TrustStore>()},
      lanes_{parts.executor},
      closed_lists_{std::make_shared<const ClosedLists>()} {}

Central::~Central() {
    stop();
}

Result<std::unique_ptr<Central>> Central::make(const CentralParts& parts,
                                               const CentralSettings& settings,
                                               CentralKeys keys) {
    std::unique_ptr<Central> central{new Central{parts, settings, std::move(keys)}};
    SARHAD_TRY_STATUS(central->load());
    return central;
}

Status Central::load() {
    SARHAD_TRY(const std::vector<NodeRow> nodes, parts_.store.nodes());
    for (const NodeRow& node : nodes) {
        nodes_.emplace(node.id, node);
    }
    SARHAD_TRY_STATUS(revoke_by_documents());
    SARHAD_TRY_STATUS(trust_anew());
    SARHAD_TRY_STATUS(parts_.store.read_pair_backlog());
    SARHAD_TRY_STATUS(parts_.store.grow_trees());
    SARHAD_TRY_STATUS(parts_.store.drop_staged());
    SARHAD_TRY_STATUS(erase_again());
    SARHAD_TRY(heads_, parts_.store.published_heads());
    SARHAD_TRY(editions_, parts_.store.editions());
    SARHAD_TRY(quarantines_, parts_.store.quarantines());
    SARHAD_TRY(const std::vector<Applied> applied, parts_.store.applied_state());
    for (const Applied& one : applied) {
        applied_[one.node].emplace(one.position.stream, one);
    }
    SARHAD_TRY_STATUS(load_alerts());
    SARHAD_TRY(const std::vector<HeldPosition> held, parts_.store.held_positions());
    sessions_ = std::make_unique<Sessions>(
        Sessions::Parts{
            parts_.clock, parts_.scheduler, parts_.transport, parts_.log, trust_, parts_.random},
        static_cast<SessionOwner&>(*this));  // A private base: only here is it known.
    for (const auto& [id, node] : nodes_) {
        if (node.revoked_at) {
            continue;
        }
        std::vector<wire::StreamPosition> positions;
        for (const HeldPosition& one : held) {
            if (one.node == id) {
                positions.push_back(one.position);
            }
        }
        sessions_->add(id, positions, head_positions(id));
    }
    share_out();
    for (const QuarantineRow& row : quarantines_) {
        sessions_->keep_quarantined(row);
    }
    expected_ = std::make_unique<ExpectedMaker>(ExpectedMaker::Parts{parts_.store,
                                                                     parts_.random,
                                                                     sequencer_,
                                                                     settings_.port_codes,
                                                                     settings_.expected_kept,
                                                                     settings_.expected_piece});
    counts_ = std::make_unique<CountsMaker>(parts_.store, sequencer_);
    SARHAD_TRY_STATUS(load_rules());
    sweeper_ = std::make_unique<Sweeper>(
        Sweeper::Parts{parts_.clock, parts_.log, lanes_, parts_.store, editions_});
    publications_ = std::make_unique<Publications>(
        Publications::Parts{parts_.clock,
                            parts_.log,
                            lanes_,
                            parts_.store,
                            pages(),
                            pages_lane(),
                            shared_trust_,
                            sequencer_,
                            heads_},
        [this](const StreamHead& head, const std::optional<Shrunk>& shrunk, std::uint64_t deltas) {
            on_published(head, shrunk, deltas);
        });
    return {};
}

Status Central::load_alerts() {
    wire::StreamPosition head{wire::kAlertStream, core::Epoch{1}, core::Seq{0}, {}};
    for (const StreamHead& one : heads_) {
        if (one.position.stream == wire::kAlertStream) {
            head = one.position;
        }
    }
    collector_ = std::make_unique<Collector>(parts_.store,
                                             std::move(seal_keys_),
                                             alert_key_,
                                             shared_trust_,
                                             closed_lists_,
                                             parts_.random,
                                             head);
    SARHAD_TRY(const std::vector<AlertRow> recent,
               parts_.store.alerts(core::Seq{0}, kAlertsPageMax));
    for (const AlertRow& row : recent) {
        recent_alerts_.push_front(
            {row.seq, row.alert.id, row.alert.raised_at, row.alert.screened_at});
    }
    return {};
}

void Central::start() {
    tell_allowed();
    parts_.transport.set_receiver(
        [this](const wire::Peer& peer, core::ByteView frame) { sessions_->on_frame(peer, frame); });
    contacts_at_ = parts_.clock.mono();
    counts_told_at_ = contacts_at_;
    tick_ = parts_.scheduler.after(kTickEvery, [this] { tick(); });
    is_hand_over_due_ = true;  // The ports' codes may be others now.
    parts_.log.write(kCentralStarted, {{"nodes", nodes_.size()}, {"streams", heads_.size()}});
}

void Central::stop() {
    if (!tick_) {
        return;
    }
    parts_.scheduler.cancel(*tick_);
    tick_.reset();
    parts_.transport.set_receiver([](const wire::Peer& /*peer*/, core::ByteView /*frame*/) {});
    flush_contacts();
    sessions_->close();
    parts_.log.write(kCentralStopped);
}

void Central::tick() {
    tick_ = parts_.scheduler.after(kTickEvery, [this] { tick(); });
    lanes_.drain();
    publications_->tick();
    sweeper_->tick();
    record_again();
    keep_expected();
    keep_counts();
    flush_applied();
    issue_trust();
    if (parts_.clock.mono() - contacts_at_ >= kContactsEvery) {
        flush_contacts();
    }
}

void Central::note_write(const core::Error* failed) {
    if (failed == nullptr) {
        store_fault_.clear();
    } else if (failed->code == Errc::kUnavailable || failed->code == Errc::kExhausted ||
               failed->code == Errc::kCorrupt) {  // Else the fault is of what was to be stored.
        store_fault_ = failed->what;
    }
}

void Central::tell(const CentralEvent& event) const {
    if (observer_) {
        observer_(event);
    }
}

void Central::publish_trust() {
    shared_trust_.replace(std::make_shared<const wire::TrustStore>(trust_));
}

void Central::tell_allowed() const {
    if (!parts_.set_allowed) {
        return;
    }
    std::vector<NodeRow> allowed;
    std::vector<RevokedCaller> revoked;
    for (const auto& [id, node] : nodes_) {
        if (!node.revoked_at) {
            allowed.push_back(node);
        } else {
            revoked.push_back({id, node.link, is_to_be_shown(node)});
        }
    }
    parts_.set_allowed(allowed, revoked);
}

std::vector<wire::StreamPosition> Central::head_positions(NodeId node) const {
    std::vector<wire::StreamPosition> positions;
    for (const StreamHead& head : heads_) {
        if (!wire::is_expected_stream(head.position.stream) ||
            head.position.stream == wire::expected_stream(node)) {
            positions.push_back(head.position);
        }
    }
    return positions;
}

void Central::flush_contacts() {
    contacts_at_ = parts_.clock.mono();
    std::vector<Contact> contacts;
    for (auto& [id, node] : nodes_) {
        const std::optional<core::WallTime> heard = sessions_->heard_at(id);
        if (heard && heard > node.heard_at) {
            node.heard_at = heard;
            node.outbox = sessions_->reported_depth(id).value_or(node.outbox);
            contacts.push_back({id, *heard, node.outbox});
        }
    }
    if (contacts.empty()) {
        return;
    }
    lanes_.ask<bool>(
        core::Lane::kStore,
        [this, contacts = std::move(contacts)]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.store.record_contacts(contacts));
            return true;
        },
        [this](const Result<bool>& recorded) {
            note_write(recorded);
            if (!recorded) {
                parts_.log.write(kRecordFailed, {{"why", recorded.error().what}});
            }
        });
}

FleetTargets Central::targets() const {
    return {heads_, editions_, settings_.outdated_after, settings_.outdated_deltas};
}

NodeReport Central::report_of(const NodeRow& node, const FleetTargets& targets) const {
    NodeFacts facts;
    facts.is_live = sessions_->is_live(node.id);
    facts.heard_at = std::max(node.heard_at, sessions_->heard_at(node.id));
    facts.outbox = sessions_->reported_depth(node.id).value_or(node.outbox);
    const auto applied = applied_.find(node.id);
    if (applied != applied_.end()) {
        facts.applied = applied->second;
    }
    for (const QuarantineRow& row : quarantines_) {
        if (row.node == node.id) {
            facts.quarantines.push_back(row);
        }
    }
    facts.alerts_missing_since = alerts_missing_since(node.id);
    const core::WallTime now = parts_.clock.wall();
    const bool has_every_list = !issuer_ || issuer_->state().compartments().empty();
    const NodeStatus status = has_every_list ? status_of(facts, targets, now)
                                             : status_of(facts, targets_of(node.id, targets), now);
    const auto knocks = knocks_.find(node.id);
    NodeReport report{
        node, status, facts.quarantines, {}, knocks == knocks_.end() ? 0 : knocks->second.count};
    report.node.heard_at = facts.heard_at;
    for (const auto& [id, stream] : diverged_) {
        if (id == node.id) {
            report.diverged.push_back(stream);
        }
    }
    return report;
}

/// Of older alerts than those that are remembered no more is known than that they are older.
std::optional<core::WallTime> Central::alerts_missing_since(NodeId node) const {
    const core::Seq applied = applied_seq(node, wire::kAlertStream);
    const auto missing =
        std::find_if(recent_alerts_.begin(), recent_alerts_.end(), [&](const RecentAlert& alert) {
            return alert.seq > applied;
        });
    return missing == recent_alerts_.end() ? std::nullopt : std::optional{missing->raised_at};
}

core::Seq Central::applied_seq(NodeId node, core::StreamId stream) const {
    const auto of_node = applied_.find(node);
    if (of_node == applied_.end() || !of_node->second.contains(stream)) {
        return core::Seq{0};
    }
    return of_node->second.at(stream).position.seq;
}

FleetReport Central::fleet() const {
    FleetReport report;
    report.at = parts_.clock.wall();
    const FleetTargets held_against = targets();
    for (const auto& [id, node] : nodes_) {
        if (node.revoked_at) {
            ++report.revoked;
            report.out.push_back(report_of(node, held_against));
            continue;
        }
        report.nodes.push_back(report_of(node, held_against));
        ++report.states.at(static_cast<std::size_t>(report.nodes.back().status.state));
    }
    return report;
}

Result<NodeReport> Central::node(NodeId id) const {
    const auto found = nodes_.find(id);
    if (found == nodes_.end()) {
        return Error{Errc::kNotFound, cat("node ", id.value(), ": no such node")};
    }
    return report_of(found->second, targets());
}

void Central::set_agencies(const wire::TrustStore& agencies) {
    agencies_ = agencies;
    SARHAD_CHECK(trust_anew().has_value());  // The nodes' keys were good when they were added.
    parts_.log.write(kTrustChanged);
}

/// Where a root was signed it alone says whose lists count.
Status Central::trust_anew() {
    trust_ = issuer_ ? issuer_->state().store() : agencies_;
    for (const auto& [id, node] : nodes_) {
        if (!node.revoked_at) {
            SARHAD_TRY(const wire::VerifyKey key, wire::VerifyKey::from(node.sign));
            SARHAD_TRY_STATUS(trust_.set(wire::Role::of_node(id), {1, {key}}));
        }
    }
    publish_trust();
    return {};
}

}  // namespace sarhad::central
