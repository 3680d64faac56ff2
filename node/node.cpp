#include "node/node.h"

#include "node_parts.h"

#include "core/text.h"
#include "node/events.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

/// Of a node where nothing is stored and nothing waits: what comes wakes it.
constexpr core::Duration kRestTick = std::chrono::seconds{10};
constexpr core::Duration kMinute = std::chrono::minutes{1};
constexpr core::Duration kHour = std::chrono::hours{1};
constexpr core::Duration kFailedListsCheckedEvery = std::chrono::minutes{1};

wire::Secret copy_of(const wire::Secret& secret) {
    wire::Secret copy{secret.bytes().size()};
    std::copy(secret.bytes().begin(), secret.bytes().end(), copy.bytes().begin());
    return copy;
}

/// Null where the country has signed no root.
Result<std::unique_ptr<TrustKeeper>> trust_of(const NodeParts& parts,
                                              const NodeSettings& settings,
                                              NodeKeys& keys,
                                              Lanes& lanes) {
    if (!keys.root) {
        return std::unique_ptr<TrustKeeper>{};
    }
    return TrustKeeper::open(parts, settings, *keys.root, keys.trust, lanes);
}

NodeEvent link_event(wire::LinkState state) {
    NodeEvent event;
    event.kind = state == wire::LinkState::kUp ? NodeEventKind::kLinkUp : NodeEventKind::kLinkDown;
    return event;
}

}  // namespace

std::string_view word_of(NodeEventKind kind) {
    switch (kind) {
        case NodeEventKind::kMessageReceived:
            return "message_received";
        case NodeEventKind::kTravellerScreened:
            return "traveller_screened";
        case NodeEventKind::kCargoScreened:
            return "cargo_screened";
        case NodeEventKind::kHitRaised:
            return "hit_raised";
        case NodeEventKind::kMessageRefused:
            return "message_refused";
        case NodeEventKind::kEditionApplied:
            return "edition_applied";
        case NodeEventKind::kAlertReceived:
            return "alert_received";
        case NodeEventKind::kAlertAcknowledged:
            return "alert_acknowledged";
        case NodeEventKind::kLinkUp:
            return "link_up";
        case NodeEventKind::kLinkDown:
            return "link_down";
    }
    return "unknown";
}

Node::Parts::Parts(const NodeParts& given, const NodeSettings& site, NodeKeys own)
    : outside{given},
      pages{pages_of(given)},
      settings{site},
      keys{std::move(own)},
      inbox{given.executor},
      transport{given.transport},
      seal{copy_of(keys.store_key), given.random},
      raw_seal{seal},
      places{settings.central, settings.central_patience} {}

Status Node::Parts::load() {
    SARHAD_TRY(stores,
               NodeStores::open(outside.database,
                                seal,
                                list_keys,
                                keys.trust,
                                outside.clock,
                                outside.executor,
                                outside.log));
    SARHAD_TRY_STATUS(load_pairs());
    SARHAD_TRY_STATUS(load_go_aheads());
    SARHAD_TRY(const std::uint32_t key_epoch, next_key_epoch(*stores->outbox));
    lanes.emplace(outside.executor, inbox, stores->queue, [this] { wake(); });
    sealer.emplace(settings.id, keys.central_seal, key_epoch, outside.random);
    SARHAD_TRY(trust, trust_of(outside, settings, keys, *lanes));
    outside.trust_keeper = trust.get();
    SARHAD_TRY_STATUS(load_compartments());
    SARHAD_TRY_STATUS(take_over_ledger());
    SARHAD_TRY_STATUS(load_dead_man());
    kept_lists.emplace(
        outside.files, outside.random, outside.log, keys.store_key, settings.lists_folder);
    lists.emplace(outside,
                  *lanes,
                  seal,
                  list_keys,
                  *kept_lists,
                  stores->lists,
                  [this](const ListState& state) { on_in_force(state); });
    SARHAD_TRY_STATUS(lists->load());
    SARHAD_TRY_STATUS(load_rules());
    const ScreenerParts screening{settings,
                                  keys,
                                  seal,
                                  *sealer,
                                  lists->snapshot(),
                                  pairs,
                                  rules,
                                  held_rules,
                                  outside.database,
                                  outside.log,
                                  outside.executor};
    screener.emplace(screening);
    uplink.emplace(outside, transport, keys, seal, *stores, *lanes, uplink_listeners());
    heed_trust();
    SARHAD_TRY_STATUS(uplink->load(settings));
    bundles.emplace(*lanes, pages, keys.trust, seal, stores->snapshots, *uplink);
    SARHAD_TRY_STATUS(load_intake(screening));
    SARHAD_TRY_STATUS(load_tellers());
    SARHAD_TRY(records, stores->records.counts());
    SARHAD_TRY(alerts, stores->alerts.counts());
    return {};
}

/// What screens those who come, those who are to come, and those who have passed.
Status Node::Parts::load_intake(const ScreenerParts& screening) {
    intake.emplace(outside,
                   settings,
                   *screener,
                   *stores,
                   *lanes,
                   IntakeListeners{[this](const ScreenedMessage& message, Recorded how) {
                                       recorded(message, how);
                                   },
                                   [this](const Tails& tails) { uplink->on_committed(tails); },
                                   [this] { return data_age(); },
                                   [this] { return secure_now(); },
                                   raw_seal});
    SARHAD_TRY_STATUS(load_cargo(screening));
    rescreener.emplace(outside,
                       settings,
                       seal,
                       list_keys,
                       *sealer,
                       lists->snapshot(),
                       pairs,
                       *stores,
                       *lanes,
                       rescreen_listeners());
    SARHAD_TRY_STATUS(rescreener->load());
    expected.emplace(
        outside, ExpectedSeals{seal, *sealer}, *screener, *stores, *lanes, expected_listeners());
    return {};
}

/// What tells central of this node.
Status Node::Parts::load_tellers() {
    state_teller.emplace(
        outside,
        settings.id,
        keys.sign,
        *sealer,
        *stores,
        *lanes,
        StateListeners{[this]() -> const std::vector<ListState>& { return lists->in_force(); },
                       [this](const Tails& tails) { uplink->on_committed(tails); }});
    SARHAD_TRY_STATUS(state_teller->load());
    rules_teller.emplace(outside, *sealer, *stores, *lanes, [this](const Tails& tails) {
        uplink->on_committed(tails);
    });
    return rules_teller->load();
}

UplinkListeners Node::Parts::uplink_listeners() {
    return {
        [this](const ListState& state) { lists->on_stored(state); },
        [this](const std::vector<facts::Alert>& received) { on_alerts(received); },
        [this](const std::vector<facts::PairWithdrawal>& withdrawn) { on_withdrawn(withdrawn); },
        [this](const std::vector<facts::Erasure>& erased) { on_erased(erased); },
        [this] { expected->tick(); },
        [this](const AppliedRules& applied) {
            rules_keeper->on_applied(applied, outside.clock.wall());
        },
        [this](const SettledRules& settled) {
            is_settle_due = false;
            rules_keeper->on_settled(settled);
        },
        [this](wire::LinkState state) { tell(link_event(state)); },
        [this](core::StreamId stream) { lists->withdraw(stream); },
        trust.get()};
}

Result<std::unique_ptr<Node>> Node::make(const NodeParts& parts,
                                         const NodeSettings& settings,
                                         NodeKeys keys) {
    auto inside = std::make_unique<Parts>(parts, settings, std::move(keys));
    SARHAD_TRY_STATUS(inside->load());
    return std::unique_ptr<Node>{new Node{std::move(inside)}};
}

Node::Node(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
Node::~Node() = default;

void Node::start() {
    parts_->is_stopped = false;
    parts_->keep_held_since_load();
    parts_->started_at = parts_->outside.clock.wall();
    parts_->lists_checked_at = parts_->outside.clock.mono();
    parts_->rules_settled_at = parts_->outside.clock.mono();
    parts_->started_mono = parts_->outside.clock.mono();
    parts_->lists->start();
    parts_->uplink->start();
    parts_->intake->start();
    parts_->cargo->start();
    parts_->rescreener->start();
    parts_->expected->start();
    parts_->state_teller->start();
    parts_->tick();
    parts_->outside.log.write(kNodeStarted,
                              {{"node", parts_->settings.id}, {"port", parts_->settings.port}});
}

void Node::stop() {
    parts_->is_stopped = true;
    parts_->state_teller->stop();
    parts_->rescreener->stop();
    parts_->expected->stop();
    parts_->cargo->stop();
    parts_->intake->stop();
    parts_->uplink->stop();
    parts_->lists->stop();
    if (parts_->timer) {
        parts_->outside.scheduler.cancel(*std::exchange(parts_->timer, std::nullopt));
    }
    parts_->outside.log.write(kNodeStopped, {{"node", parts_->settings.id}});
}

void Node::release_files() {
    parts_->intake->release();
}

void Node::Parts::tick() {
    timer.reset();
    ++quiet_ticks;
    inbox.drain();
    refresh_outbox();
    rescreener->tick();
    cargo->tick();
    expected->tick();
    state_teller->tick();
    // Where the lane is full it is not idle.
    static_cast<void>(
        outside.executor.post(core::Lane::kStore, [this] { outside.database.idle(); }));
    const core::MonoTime now = outside.clock.mono();
    if (now >= minute_at) {
        minute_at = now + kMinute;
        if (trust != nullptr) {
            trust->each_minute();
            note_go_ahead();
            heed_dead_man();
        }
        uplink->note_contact();
        purge_outbox();
    }
    if (now >= hour_at) {
        hour_at = now + kHour;
        intake->purge();
        intake->sweep();
        purge_passages_kept();
    }
    check_lists();
    look_at_rules();
    heed_revocation();
    look_for_central();
    if (!is_stopped) {
        is_resting = may_rest();
        const core::Duration rest = std::min(kRestTick, minute_at - now);
        timer = outside.scheduler.after(is_resting ? rest : kAwakeTick, [this] { tick(); });
    }
}

/// A row may rot unseen: every so often all are opened, and soon after a list did not build.
void Node::Parts::check_lists() {
    const std::vector<WaitingList> waiting = lists->waiting();
    const bool has_failed = std::any_of(
        waiting.begin(), waiting.end(), [](const WaitingList& one) { return !one.why.empty(); });
    const core::Duration every =
        has_failed ? std::min(settings.lists_checked_every, kFailedListsCheckedEvery)
                   : settings.lists_checked_every;
    if (outside.clock.mono() - lists_checked_at >= every) {
        lists_checked_at = outside.clock.mono();
        uplink->check_lists();
    }
}

screening::DataAge Node::Parts::data_age() const {
    using screening::TrustAge;
    if (trust == nullptr) {
        return contact_age();
    }
    const replication::TrustAge age = trust->age();
    const core::WallTime as_of = age.as_of.value_or(core::WallTime{});
    const core::Permille looks = trust->policy().second_checks;
    switch (age.state) {
        case replication::Freshness::kFresh:
            return {TrustAge::kFresh, as_of};
        case replication::Freshness::kStale:
            return {TrustAge::kStale, as_of};
        case replication::Freshness::kDegraded:
            return {TrustAge::kDegraded, as_of, looks};
        case replication::Freshness::kExpired:
            return {TrustAge::kExpired, as_of, looks};
    }
    return {TrustAge::kExpired, as_of, looks};
}

void Node::Parts::tell(NodeEvent event) const {
    event.at = outside.clock.wall();
    if (observer) {
        observer(event);
    }
}

void Node::Parts::recorded(const ScreenedMessage& message, Recorded how) {
    const bool is_refused = message.record.status == facts::MessageStatus::kRefused;
    const std::string digest = core::to_hex(message.record.digest);
    if (how == Recorded::kReplaced) {
        --records.refused;  // It was counted as a message when it was refused.
    } else {
        ++records.messages;
    }
    NodeEvent received;
    received.id = digest;
    received.port = settings.port;
    if (is_refused) {
        ++records.refused;
        outside.log.write(kMessageRefused,
                          {{"digest", digest}, {"problems", message.problems.size()}});
        received.kind = NodeEventKind::kMessageRefused;
        received.count = message.problems.size();
    } else {
        received.kind = NodeEventKind::kMessageReceived;
        received.count = message.travellers.size();
    }
    tell(std::move(received));
    cargo->on_recorded(message.record.cargo.size());
    for (const ScreenedTraveller& one : message.travellers) {
        ++records.crossings;
        NodeEvent event;
        event.kind = NodeEventKind::kTravellerScreened;
        event.id = core::to_hex(one.id);
        event.count = one.hits;
        event.channel = one.channel;
        event.score = one.score;
        event.port = settings.port;
        event.list = one.list;
        event.entry = one.entry;
        event.rule = one.rule;
        tell(event);
        count_rules(one);
        if (one.suppressed > 0) {
            suppressed += one.suppressed;
            outside.log.write(kHitsSuppressed, {{"crossing", event.id}, {"count", one.suppressed}});
        }
        if (one.is_told) {
            ++records.hits;
            event.kind = NodeEventKind::kHitRaised;
            tell(std::move(event));
        }
    }
}

void Node::Parts::on_in_force(const ListState& state) {
    outside.log.write(kEditionApplied,
                      {{"list", state.name}, {"edition", state.edition}, {"rows", state.entries}});
    NodeEvent event;
    event.kind = NodeEventKind::kEditionApplied;
    event.id = core::to_hex(state.root);
    event.list = state.name;
    event.count = state.edition;
    tell(std::move(event));
    rescreener->on_in_force(state);
    state_teller->on_change();
}

void Node::Parts::on_alerts(const std::vector<facts::Alert>& received) {
    for (const facts::Alert& alert : received) {
        ++alerts.alerts;
        NodeEvent event;
        event.kind = NodeEventKind::kAlertReceived;
        event.id = core::to_hex(alert.id);
        event.port = alert.port;
        outside.log.write(kAlertReceived, {{"alert", event.id}, {"port", alert.port}});
        const auto crossing = wire::decode<facts::Crossing>(alert.report.body);
        if (crossing) {
            const facts::Decision seen = screening::at_counter(crossing->decision);
            event.channel = seen.channel;
            event.score = seen.score;
            event.count = seen.hits.size();
            if (!seen.hits.empty()) {
                event.list = seen.hits.front().list;
                event.entry = seen.hits.front().entry;
            }
            if (!seen.rule_hits.empty()) {
                event.rule = seen.rule_hits.front().id;
            }
        }
        tell(std::move(event));
    }
}

NodeStatus Node::status() const {
    NodeStatus status;
    status.id = parts_->settings.id;
    status.port = parts_->settings.port;
    status.started_at = parts_->started_at;
    status.uplink = parts_->uplink->status();
    status.central = parts_->places.current().control;
    status.link_switch = parts_->transport.position();
    status.data = parts_->data_age();
    if (parts_->trust != nullptr) {
        status.trust = parts_->trust->told();
    }
    status.go_ahead = parts_->last_go_ahead;
    status.is_go_ahead_due = parts_->is_go_ahead_due();
    status.records = parts_->records;
    status.alerts = parts_->alerts;
    status.intake = parts_->intake->status();
    status.cargo = parts_->cargo->status();
    status.rescreen = parts_->rescreener->status();
    status.pairs = parts_->pairs.newest()->size();
    status.suppressed = parts_->suppressed;
    status.lacks_reserve = parts_->outside.database.lacks_reserve();
    status.disk = parts_->outside.database.disk_use();
    status.outbox = parts_->outbox;
    status.lists = parts_->lists->in_force();
    status.lists_waiting = parts_->lists->waiting();
    const auto lists = parts_->lists->snapshot().newest();
    status.list_hash = lists->hash();
    status.list_size = lists->size();
    status.rules = parts_->rule_counts;
    status.rules_held = parts_->held_rules.newest()->rules();
    const auto rules = parts_->rules.newest();
    status.rules_hash = rules->versions().pack;
    status.rules_in_force = rules->size();
    return status;
}

const RulesInForce& Node::rules() const {
    return parts_->rules_keeper->in_force();
}

core::WallTime Node::now() const {
    return parts_->outside.clock.wall();
}

void Node::set_observer(std::function<void(const NodeEvent&)> observer) {
    parts_->observer = std::move(observer);
}

void Node::switch_link(LinkSwitch to) {
    parts_->outside.log.write(kLinkSwitched, {{"to", to == LinkSwitch::kCut ? "cut" : "healed"}});
    parts_->transport.turn(to);
}

}  // namespace sarhad::node
