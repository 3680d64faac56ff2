#include "sim/world.h"

#include "core/text.h"

#include <sqlite3.h>

#include <algorithm>

#include "sim/plants.h"

namespace sarhad::sim {

using core::NodeId;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// A tick comes each minute; before it, a dead connection has to be noticed and dialled anew.
constexpr core::Duration kFreshWithin = std::chrono::minutes{5};
constexpr std::size_t kListEntries = 220;
/// Less than a delta: what a slow port grants.
constexpr std::uint32_t kScantCredit = 24 * 1024;
/// Of runs of days: what a quiet hour does most often.
constexpr SiteSettings kQuietSite{.scan_every = seconds{10},
                                  .lists_checked_every = std::chrono::hours{2}};

}  // namespace

FaultMix::FaultMix(SimRandom& random)
    : has_losses{random.chance(600)},
      has_repeats{random.chance(600)},
      has_reordering{random.chance(500)},
      has_partitions{random.chance(600)},
      has_slow_lines{random.chance(400)},
      has_attacker{random.chance(500)},
      has_node_crashes{random.chance(650)},
      has_central_crashes{random.chance(650)},
      has_disk_errors{random.chance(500)},
      has_full_disks{random.chance(300)},
      has_clock_steps{random.chance(500)},
      has_old_backup{random.chance(200)},
      has_thief{random.chance(200)},
      has_rot{random.chance(300)},
      has_late_port{random.chance(400)},
      has_outages{random.chance(500)},
      // A backup from before it would have to be followed by another one.
      has_revocation{!has_old_backup && random.chance(200)},
      has_clone{!has_old_backup && !has_revocation && random.chance(150)},
      // In that plant the ports begin with a root of their own, which root 2 does not follow.
      has_rotation{random.chance(300) && !is_planted(WorldPlant::kStrangerTrusted)},
      has_key_theft{has_rotation && !has_old_backup && random.chance(500)} {}

World::World(const WorldOptions& options)
    : options_{options},
      random_{options.seed},
      trace_{timeline_, options.printing},
      network_{timeline_, random_},
      keys_{random_, kNodes},
      workload_{random_, kListEntries},
      faults_{random_},
      calendar_{random_, options.pace, options.chaos},
      central_{around_, keys_, kNodes} {
    // SQLite's own generator (salts of the log) is the process's too.
    sqlite3_test_control(
        SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(options.seed & 0x7fffffff) + 1, nullptr);
    for (std::size_t i = 1; i <= kNodes; ++i) {
        const NodeId id{static_cast<std::uint32_t>(i)};
        nodes_.push_back(std::make_unique<NodeHost>(around_, id, keys_));
    }
    backups_.resize(kNodes + 1);
    ledger_.time_keys[wire::DocumentKind::kHead] = keys_.sequencer_role();
    ledger_.time_keys[wire::DocumentKind::kTick] = {1, {keys_.tick.public_key()}};
    ledger_.time_keys[wire::DocumentKind::kCompartment] = keys_.agency_role();
    closed_roots_.insert(sign_list(closed_edition()));
    ledger_.belongs.emplace(std::string{kClosedList}, kClosedTo);
    ledger_.belonging_streams.emplace(kClosedStream, kClosedTo);
    ledger_.is_time_true = !faults_.has_clock_steps && !faults_.has_old_backup;
    network_.set_watch(
        [this](
            LinkName link, ConnectionId connection, Direction direction, const core::Bytes& frame) {
            watch_frame({link, connection, direction}, frame);
        });
    // Of a frame in pieces the attacker waits for the last one.
    network_.set_tamper([this](const core::Bytes& /*frame*/) { return attack(passing_); });
    if (options.pace == Pace::kCalendar) {
        around_.site = kQuietSite;
    }
    around_.bulk_credit = faults_.has_slow_lines ? kScantCredit : around_.bulk_credit;
    for (std::size_t host = 0; host <= kNodes && is_planted(WorldPlant::kSkipSync); ++host) {
        machine(host).disk.set_sync_truth(SyncTruth::kLies);
    }
}

World::~World() = default;

/// Signed is signed: from now on it may be at any node, whatever central answers.
wire::Hash256 World::sign_list(const Edition& edition) {
    SignedState state{rows_of(edition), {}};
    state.root = slow_state_root(state.rows);
    const wire::Hash256 root = to_hash(state.root);
    ledger_.signed_lists[edition.name][edition.number] = std::move(state);
    ledger_.signed_roots.insert(root);
    return root;
}

Machine& World::machine(std::size_t host) {
    return host == kCentralHost ? central_.machine() : port(host).machine();
}

bool World::is_running(std::size_t host) {
    return host == kCentralHost ? central_.is_running() : port(host).is_running();
}

void World::start(std::size_t host) {
    if (is_running(host)) {
        return;
    }
    Machine& here = machine(host);
    here.disk.power_on();
    here.owner = ++owners_;
    here.clock.boot(seconds{random_.between(1, 1000)});
    disturb(host);
    trace_.note(core::cat(here.name, " starts"));
    const core::Status started =
        host == kCentralHost ? central_.start(here.owner) : port(host).start(here.owner);
    if (!started) {
        trace_.note(core::cat(here.name, " does not start: ", started.error().what));
        crash(host, PowerLoss::kProcessOnly);
    }
}

void World::crash(std::size_t host, PowerLoss loss) {
    crash(host, loss, milliseconds{random_.between(50, is_calm_ ? 2000 : 40'000)});
}

void World::crash(std::size_t host, PowerLoss loss, core::Duration pause) {
    Machine& here = machine(host);
    trace_.note(core::cat(here.name, " crashes, ", static_cast<int>(loss)));
    ++counts_[Count::kCrashes];
    disturb(host);
    here.disk.power_off(loss);
    timeline_.drop(here.owner);
    if (host == kCentralHost) {
        central_.end();
        is_handing_in_ = false;
        is_telling_ = false;
        is_revoking_ = false;
    } else {
        port(host).end();
    }
    timeline_.drop(here.owner);  // What its destructors posted.
    here.owner = 0;
    if (host != kClone && is_planted(WorldPlant::kStaleDisk) && !backups_[host].files.empty()) {
        here.disk.restore(backups_[host]);
    }
    is_check_due_ = true;
    timeline_.after(pause, kWorld, [this, host] { start(host); });
}

/// A disk whose power failed inside an event takes its process with it.
void World::bury_the_dead() {
    for (std::size_t host = 0; host <= (clone_ == nullptr ? kNodes : kClone); ++host) {
        if (is_running(host) && !machine(host).disk.is_on()) {
            crash(host, PowerLoss::kProcessOnly);
        }
    }
}

void World::run_until(core::Duration end) {
    while (!broken_ && timeline_.run_next(end)) {
        bury_the_dead();
        if (is_check_due_) {
            check_all();
        }
    }
}

void World::check_all() {
    is_check_due_ = false;
    ++counts_[Count::kChecks];
    ledger_.now = central_.machine().clock.wall();
    note_who_is_at_ease();
    const CentralView& central = central_.view();
    note_broken(invariants_.check_central(central, ledger_));
    for (const auto& host : nodes_) {
        const NodeView& node = host->view();
        note_broken(invariants_.check_node(node, ledger_));
        note_broken(invariants_.check_pair(node, central, ledger_));
    }
}

void World::disturb(std::size_t host) {
    for (const auto& node : nodes_) {
        if (host == kCentralHost || &machine(host) == &node->machine()) {
            ease_[node->id()].since = timeline_.now();
        }
    }
}

void World::set_weather(NodeId node, const Weather& weather) {
    network_.set_weather(node, weather);
    Ease& ease = ease_[node];
    const bool is_open = weather.up == Passage::kOpen && weather.down == Passage::kOpen;
    const bool is_fair = is_open && weather.lost == 0 && weather.tampered == 0 && weather.rate == 0;
    if (!is_fair || !ease.is_fair) {
        ease.since = timeline_.now();
    }
    ease.is_fair = is_fair;
}

/// Who is heard no more is told nothing, and a clone may have its twin's link.
void World::note_who_is_at_ease() {
    ledger_.at_ease.clear();
    for (const auto& node : nodes_) {
        const Ease& ease = ease_[node->id()];
        const bool is_heard = revoked_ != node->id() && !ledger_.cloned.contains(node->id());
        if (is_heard && ease.is_fair && timeline_.now() - ease.since >= kFreshWithin &&
            node->is_running() && central_.is_running()) {
            ledger_.at_ease.insert(node->id());
        }
    }
}

void World::note_broken(const Verdict& verdict) {
    if (verdict && !broken_) {
        broken_ = verdict;
        trace_.note(core::cat("BROKEN ",
                              verdict->invariant,
                              " ",
                              sentence_of(verdict->invariant),
                              ": ",
                              verdict->detail));
    }
}

bool World::has_converged() {
    for (std::size_t host = 0; host <= kNodes; ++host) {
        if (!is_running(host)) {
            unsettled_ = Broken{9, core::cat(machine(host).name, " is not running")};
            return false;
        }
    }
    if (revoked_ && !ledger_.is_barred(*revoked_)) {
        unsettled_ = Broken{9, "central has not confirmed a revocation"};
        return false;
    }
    if (clone_ != nullptr && !ledger_.is_barred(clone_->id())) {
        unsettled_ = Broken{kTwoMachines, "central does not see that there are two"};
        return false;
    }
    if (const Verdict missing = check_documents()) {
        unsettled_ = missing;
        return false;
    }
    if (waiting_edition_ || !is_closed_held_) {
        unsettled_ = Broken{9, "central has not confirmed the last edition"};
        return false;
    }
    std::vector<NodeView> views;
    for (const auto& host : nodes_) {
        views.push_back(host->view());
    }
    if (clone_ != nullptr) {
        ledger_.clone_reported = clone_->view().reported;
    }
    unsettled_ = invariants_.check_converged(views, central_.view(), ledger_);
    return !unsettled_;
}

void World::settle() {
    calm_down();
    const core::Duration end = timeline_.now() + kSettleMax + around_.site.lists_checked_every;
    while (!broken_ && timeline_.now() < end) {
        run_until(timeline_.now() + seconds{10});
        if (!broken_ && has_converged()) {
            check_all();
            return;
        }
    }
    if (!broken_) {
        note_broken(unsettled_);
    }
}

Outcome World::run() {
    if (faults_.has_late_port) {
        plan_late_port();
    }
    for (std::size_t host = 0; host <= kNodes; ++host) {
        if (host == late_host_) {
            continue;
        }
        timeline_.at(milliseconds{random_.between(0, 3000)}, kWorld, [this, host] { start(host); });
    }
    schedule_work();
    schedule_faults();
    run_until(options_.chaos);
    if (!broken_) {
        settle();
    }
    Outcome outcome;
    count(outcome);
    return outcome;
}

void World::count(Outcome& outcome) {
    Counts& counts = counts_;
    counts[Count::kEvents] = timeline_.events();
    counts[Count::kVirtualSeconds] =
        static_cast<std::uint64_t>(std::chrono::duration_cast<seconds>(timeline_.now()).count());
    for (const auto& [node, messages] : ledger_.accepted) {
        counts[Count::kMessages] += messages.size();
    }
    const CentralView& central = central_.view();
    for (const auto& [node, crossings] : central.crossings) {
        counts[Count::kCrossings] += crossings.size();
    }
    counts[Count::kAlerts] = central.alerts.size();
    counts[Count::kJourneys] = ledger_.told.size();
    counts[Count::kEditions] = workload_.edition().number;
    for (std::size_t host = 0; host <= kNodes; ++host) {
        const SimDisk::Counters& disk = machine(host).disk.counters();
        counts[Count::kDiskErrors] += disk.failures;
        counts[Count::kPowerLosses] += disk.power_losses;
        counts[Count::kSectorsLost] += disk.sectors_lost;
        counts[Count::kSectorsTorn] += disk.sectors_torn;
    }
    const NetworkCounters& network = network_.counters();
    counts[Count::kSent] = network.sent;
    counts[Count::kDelivered] = network.delivered;
    counts[Count::kLost] = network.lost;
    counts[Count::kDuplicated] = network.duplicated;
    counts[Count::kReordered] = network.reordered;
    counts[Count::kTampered] = network.tampered;
    counts[Count::kLate] = network.late;
    counts[Count::kConnections] = network.connections;
    outcome.seed = options_.seed;
    outcome.counts = counts;
    outcome.trace_hash = trace_.hash();
    outcome.broken = broken_;
}

}  // namespace sarhad::sim
