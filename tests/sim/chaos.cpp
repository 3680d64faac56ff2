#include "core/text.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

#include "sim/plants.h"
#include "sim/world.h"

/// The world's workload and faults: what happens to it, by the seed.
namespace sarhad::sim {

using core::NodeId;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// What central had taken before it knew is on its disk within this.
constexpr core::Duration kBarredWithin = seconds{5};
/// An edition that is applied is screened against within this.
constexpr core::Duration kSnapshotMax = seconds{10};

void World::repeat(core::Duration least, core::Duration most, std::function<void()> what) {
    const auto low = static_cast<std::uint64_t>(least.count());
    const auto high = static_cast<std::uint64_t>(most.count());
    const core::Duration pause{random_.between(low, high)};
    const core::Duration later = calendar_.stretch(timeline_.now(), pause);
    timeline_.after(later, kWorld, [this, least, most, what = std::move(what)] {
        if (!is_calm_) {
            what();
            repeat(least, most, what);
        }
    });
}

void World::schedule_work() {
    repeat(seconds{1}, seconds{15}, [this] { drop_message(); });
    repeat(seconds{3}, seconds{40}, [this] { acknowledge_alert(); });
    timeline_.after(seconds{5}, kWorld, [this] { publish_edition(); });
    repeat(seconds{60}, seconds{240}, [this] { publish_edition(); });
    repeat(seconds{10}, seconds{60}, [this] { tell_of_journey(); });
    repeat(seconds{10}, seconds{60}, [this] { look_at_pages(); });
    repeat(seconds{2}, seconds{4}, [this] { hand_in_edition(); });
    repeat(seconds{15}, seconds{30}, [this] { is_check_due_ = true; });
}

void World::schedule_faults() {
    repeat(seconds{10}, seconds{90}, [this] { change_weather(); });
    if (faults_.has_node_crashes || faults_.has_central_crashes) {
        repeat(seconds{20}, seconds{150}, [this] { crash_someone(); });
    }
    if (faults_.has_disk_errors || faults_.has_full_disks) {
        repeat(seconds{20}, seconds{150}, [this] { trouble_a_disk(); });
    }
    if (faults_.has_clock_steps) {
        repeat(seconds{60}, seconds{300}, [this] {
            const auto by = milliseconds{random_.between(0, 600'000)};
            machine(random_.below(kNodes + 1)).clock.step_wall(random_.chance(500) ? by : -by);
            ++counts_[Count::kClockSteps];
        });
    }
    if (faults_.has_rot) {
        repeat(seconds{40}, seconds{200}, [this] { rot_a_list(); });
    }
    if (faults_.has_old_backup) {
        plan_old_backup();
    }
    if (faults_.has_outages && options_.pace == Pace::kCalendar) {
        plan_outages();
    }
    if (faults_.has_revocation) {
        plan_revocation();
    }
    if (faults_.has_clone) {
        plan_clone();
    }
    if (faults_.has_rotation) {
        plan_rotation();
    }
    if (is_planted(WorldPlant::kStaleDisk)) {
        repeat(seconds{60}, seconds{120}, [this] {
            const std::size_t host = random_.below(kNodes + 1);
            backups_[host] = machine(host).disk.image();
        });
    }
}

void World::drop_message() {
    const std::size_t at = random_.below(kNodes);
    const Arrival arrival = workload_.next_arrival();
    drop_at(*nodes_[at], arrival);
    if (random_.chance(100)) {  // A carrier that is not sure sends to two ports.
        drop_at(*nodes_[(at + 1) % kNodes], arrival);
    }
}

void World::drop_at(NodeHost& node, const Arrival& arrival) {
    Machine& here = node.machine();
    if (!here.disk.is_on()) {
        return;  // The carrier sees no folder, and sends it elsewhere.
    }
    const std::string path = core::cat(NodeHost::kSpool, "/incoming/", arrival.file);
    if (!here.files.replace(path, arrival.content, core::FileMode::kShared)) {
        return;  // Not accepted: the carrier was told so.
    }
    AcceptedMessage message;
    message.file = arrival.file;
    message.digest = wire::blake2b(arrival.content);
    message.travellers = arrival.documents.size();
    message.listed = arrival.listed;
    const auto known = list_known_at_.find(node.id());
    // A list with a row that does not open is not built at a start.
    message.is_list_known = known != list_known_at_.end() &&
                            timeline_.now() - known->second > kSnapshotMax &&
                            !ledger_.rotten.contains(node.id());
    trace_.note(core::cat(here.name, " accepts ", arrival.file));
    ledger_.accepted[node.id()].push_back(std::move(message));
}

void World::publish_edition() {
    if (waiting_edition_) {
        return;
    }
    waiting_edition_ = workload_.next_edition();
    static_cast<void>(sign_list(*waiting_edition_));
    thief_.learn(*waiting_edition_);
    hand_in_edition();
}

/// Behind the first edition of the other list, so that each has its stream's number in every
/// history of central's.
void World::hand_in_closed() {
    if (is_closed_held_ || workload_.edition().number == 0) {
        return;
    }
    is_handing_in_ = true;
    const Edition closed = closed_edition(closed_number_);
    central_.publish(closed, keys_.signing_agency(), [this](core::Status status) {
        is_handing_in_ = false;
        is_closed_held_ = status.has_value() || status.error().code == core::Errc::kConflict;
    });
}

void World::hand_in_edition() {
    if (is_handing_in_ || !central_.is_running()) {
        return;
    }
    if (!waiting_edition_) {
        hand_in_closed();
        return;
    }
    is_handing_in_ = true;
    const std::uint64_t number = waiting_edition_->number;
    const wire::SigningKey& agency = is_stolen_waiting_ ? keys_.agency : keys_.signing_agency();
    central_.publish(*waiting_edition_, agency, [this, number](core::Status status) {
        is_handing_in_ = false;
        // kConflict: central has it already; the answer to an earlier attempt was lost in a crash.
        const bool is_held = status.has_value() || status.error().code == core::Errc::kConflict;
        trace_.note(core::cat("edition ", number, is_held ? " is published" : " waits"));
        if (is_held && waiting_edition_ && waiting_edition_->number == number) {
            waiting_edition_.reset();
            is_stolen_waiting_ = false;
        }
    });
}

void World::acknowledge_alert() {
    NodeHost& node = *nodes_[random_.below(kNodes)];
    if (node.is_running()) {
        const NodeId id = node.id();
        node.acknowledge_one(
            [this, id](const CrossingId& alert) { ledger_.officers.emplace(id, alert); });
    }
}

/// What is durable when somebody asks is on the page that they get, whatever commits meanwhile.
void World::look_at_pages() {
    const std::size_t host = random_.below(kNodes + 1);
    if (!is_running(host)) {
        return;
    }
    const std::uint64_t durable =
        host == 0 ? central_.view().alerts.size() : nodes_[host - 1]->view().crossings.size();
    const auto answered = [this, host, durable](std::uint64_t shown) {
        ++counts_[Count::kLooks];
        if (shown < durable) {
            note_broken(Broken{
                1, core::cat(machine(host).name, ": shows ", shown, " of ", durable, " on disk")});
        }
    };
    if (host == 0) {
        central_.look(answered);
    } else {
        nodes_[host - 1]->look(answered);
    }
}

void World::change_weather() {
    Weather weather;
    const NodeId node = nodes_[random_.below(kNodes)]->id();
    if (timeline_.now() < cut_until_[node]) {
        return;
    }
    if (random_.chance(700)) {
        weather.lost = faults_.has_losses ? static_cast<unsigned>(random_.below(300)) : 0;
        weather.duplicated = faults_.has_repeats ? static_cast<unsigned>(random_.below(500)) : 0;
        weather.reordered = faults_.has_reordering ? static_cast<unsigned>(random_.below(300)) : 0;
        // A delta is one frame of many: the thief looks at more of them.
        weather.tampered = faults_.has_thief      ? static_cast<unsigned>(random_.below(600))
                           : faults_.has_attacker ? static_cast<unsigned>(random_.below(200))
                                                  : 0;
        weather.delay = milliseconds{random_.between(1, 600)};
        weather.jitter = milliseconds{random_.between(0, 400)};
    }
    if (faults_.has_slow_lines && random_.chance(300)) {
        weather.rate = random_.between(2, 32) * 1024;
        ++counts_[Count::kSlowLines];
    }
    if (faults_.has_partitions && random_.chance(300)) {
        const std::uint64_t which = random_.below(3);
        weather.up = which != 0 ? Passage::kCut : Passage::kOpen;
        weather.down = which != 1 ? Passage::kCut : Passage::kOpen;
        ++counts_[Count::kCuts];
    }
    trace_.note(core::cat("weather of node ",
                          node.value(),
                          ": lost ",
                          weather.lost,
                          " delay ms ",
                          weather.delay.count() / 1'000'000,
                          " bytes/s ",
                          weather.rate,
                          " up ",
                          static_cast<int>(weather.up),
                          " down ",
                          static_cast<int>(weather.down)));
    set_weather(node, weather);
}

void World::crash_someone() {
    const bool is_central =
        faults_.has_central_crashes && (!faults_.has_node_crashes || random_.chance(350));
    const std::size_t host = is_central ? 0 : random_.between(1, kNodes);
    if (!is_running(host)) {
        return;
    }
    const auto loss = static_cast<PowerLoss>(random_.below(3));
    if (random_.chance(300)) {
        crash(host, loss);
    } else {
        // In the middle of whatever it writes next.
        machine(host).disk.power_off_after(random_.between(1, 60), loss);
    }
}

void World::trouble_a_disk() {
    const std::size_t host = random_.below(kNodes + 1);
    SimDisk& disk = machine(host).disk;
    if (!disk.is_on()) {
        return;
    }
    disturb(host);
    const std::uint64_t which = random_.below(3);
    if (which == 0 && faults_.has_disk_errors) {
        disk.fail_sync_after(random_.between(1, 40));
    } else if (which == 1 && faults_.has_disk_errors) {
        disk.fail_operation_after(random_.between(1, 80));
    } else if (which == 2 && faults_.has_full_disks) {
        disk.set_capacity(disk.used() + random_.below(60'000));
        timeline_.after(seconds{random_.between(5, 60)}, kWorld, [this, host] {
            machine(host).disk.set_capacity({});
        });
    }
}

/// What the port holds is its own matter until all converge: it has to notice by itself.
void World::rot_a_list() {
    NodeHost& node = *nodes_[random_.below(kNodes)];
    if (!node.is_running() || !node.machine().disk.is_on()) {
        return;
    }
    // Of a commit that failed nobody knows whether the row is on the disk at the next start.
    const bool is_sure = node.rot(random_);
    trace_.note(core::cat(node.machine().name,
                          is_sure ? ": a row of its list rots" : ": a row of its list may rot"));
    ledger_.rotten.insert(node.id());
    ++counts_[Count::kRots];
    const NodeView view = node.view();
    for (AcceptedMessage& message : ledger_.accepted[node.id()]) {
        message.is_list_known = message.is_list_known && view.messages.contains(message.digest);
    }
}

/// A port of which central knows, and whose machine arrives when the others have had their lists
/// for long: it gets each of them whole.
void World::plan_late_port() {
    late_host_ = random_.between(1, kNodes);
    machine(*late_host_).disk.power_off(PowerLoss::kProcessOnly);
    const auto whole = static_cast<std::uint64_t>(options_.chaos.count());
    timeline_.after(seconds{random_.between(whole / 4, whole * 3 / 4)}, kWorld, [this] {
        ++counts_[Count::kLatePorts];
        start(*std::exchange(late_host_, std::nullopt));
    });
}

void World::plan_outages() {
    const std::uint64_t count = random_.between(1, 3);
    const auto whole = static_cast<std::uint64_t>(options_.chaos.count());
    for (std::uint64_t i = 0; i < count; ++i) {
        timeline_.after(seconds{random_.below(whole * 3 / 4)}, kWorld, [this] { begin_outage(); });
    }
}

/// A cable that is dug up, or a house without power, for up to three quarters of what is left of
/// the run. Who comes back has much to catch up, and data that is STALE, DEGRADED or EXPIRED.
void World::begin_outage() {
    const std::size_t host = random_.below(kNodes + 1);
    const auto left = static_cast<std::uint64_t>(
        std::chrono::duration_cast<seconds>(options_.chaos - timeline_.now()).count());
    const seconds span{random_.between(left / 20, left * 3 / 4)};
    const bool is_line = host != 0 && random_.chance(600);
    trace_.note(core::cat(
        machine(host).name, is_line ? " has no line" : " is off", " for s ", span.count()));
    if (!is_line) {
        if (is_running(host)) {
            ++counts_[Count::kOutages];
            crash(host, static_cast<PowerLoss>(random_.below(3)), span);
        }
        return;
    }
    ++counts_[Count::kOutages];
    const NodeId node = nodes_[host - 1]->id();
    cut_until_[node] = timeline_.now() + span;
    Weather cut;
    cut.up = Passage::kCut;
    cut.down = Passage::kCut;
    set_weather(node, cut);
    timeline_.after(span, kWorld, [this, node] {
        if (timeline_.now() >= cut_until_[node]) {
            set_weather(node, Weather{});
        }
    });
}

void World::plan_revocation() {
    const auto whole = static_cast<std::uint64_t>(options_.chaos.count());
    timeline_.after(seconds{random_.between(whole / 4, whole * 3 / 4)}, kWorld, [this] {
        revoked_ = nodes_[random_.below(kNodes)]->id();
        revoke_port();
    });
}

/// Until central has confirmed it. The machine is in other hands: it goes on with its keys, its
/// lists and its outbox, and all of that has no effect any more.
void World::revoke_port() {
    if (ledger_.is_barred(*revoked_)) {
        return;
    }
    timeline_.after(seconds{5}, kWorld, [this] { revoke_port(); });
    if (is_revoking_ || !central_.is_running()) {
        return;
    }
    is_revoking_ = true;
    central_.revoke(*revoked_, [this](const core::Status& status) {
        is_revoking_ = false;
        if (status) {
            timeline_.after(kBarredWithin, kWorld, [this] { bar(*revoked_, kRevokedPort); });
        }
    });
}

void World::bar(NodeId node, int invariant) {
    Ledger::Barred barred{invariant, {}};
    for (const auto& [who, mark] : central_.view().held) {
        if (who.first == node) {
            barred.held.emplace(who, mark);
        }
    }
    if (ledger_.barred.emplace(node, std::move(barred)).second) {
        ++counts_[invariant == kRevokedPort ? Count::kRevocations : Count::kClones];
        trace_.note(core::cat("node ", node.value(), " is barred"));
    }
}

void World::plan_clone() {
    const auto whole = static_cast<std::uint64_t>(options_.chaos.count());
    timeline_.after(
        seconds{random_.between(whole / 4, whole * 3 / 4)}, kWorld, [this] { clone_port(); });
}

/// A backup of a port's disk is put into a second machine, by mistake or by a thief of its keys.
/// No carrier knows of it: what it has to tell is what its twin had, and whom the port expects.
void World::clone_port() {
    NodeHost& twin = *nodes_[random_.below(kNodes)];
    if (!twin.is_running()) {
        timeline_.after(seconds{1}, kWorld, [this] { clone_port(); });
        return;
    }
    SimDisk::Image image = twin.machine().disk.image();
    std::erase_if(image.files, [](const auto& file) {
        return file.first.compare(0, NodeHost::kSpool.size(), NodeHost::kSpool) == 0;
    });
    clone_ = std::make_unique<NodeHost>(around_, twin.id(), keys_, MachineIndex{1});
    clone_->machine().disk.power_off(PowerLoss::kProcessOnly);
    clone_->machine().disk.restore(image);
    ledger_.cloned.insert(twin.id());
    trace_.note(core::cat(twin.machine().name, " is cloned"));
    start(kClone);
    look_for_clone();
}

/// Once central has it on the disk, so that no restart forgets it.
void World::look_for_clone() {
    if (central_.view().cloned.contains(clone_->id())) {
        timeline_.after(kBarredWithin, kWorld, [this] { bar(clone_->id(), kTwoMachines); });
        return;
    }
    timeline_.after(seconds{10}, kWorld, [this] { look_for_clone(); });
}

/// A backup once the world has begun to work, and the restore some minutes later: up to the end of
/// the faults, so that some nodes are ahead of central and others are overtaken by it.
void World::plan_old_backup() {
    const auto span = static_cast<std::uint64_t>(options_.chaos.count());
    const seconds taken{random_.between(30, std::max<std::uint64_t>(60, span / 2))};
    const seconds restored =
        taken + seconds{random_.between(30, std::max<std::uint64_t>(60, span / 2))};
    timeline_.after(taken, kWorld, [this] { central_backup_ = central_.machine().disk.image(); });
    timeline_.after(restored, kWorld, [this] { restore_central(); });
}

/// Central's disk dies and an operator puts the backup in its place, with the same keys. The agency
/// hands in its last edition once more, as docs/storage.md asks.
void World::restore_central() {
    if (is_calm_) {
        return;
    }
    if (!central_.is_running()) {
        timeline_.after(seconds{1}, kWorld, [this] { restore_central(); });
        return;
    }
    crash(0, PowerLoss::kAllUnsynced);
    CentralView before = central_.view();
    ledger_.lost.push_back({std::move(before.chains), std::move(before.alerts)});
    ledger_.central_promised.clear();
    invariants_.forget_central();
    central_.machine().disk.restore(central_backup_);
    ++counts_[Count::kRestores];
    trace_.note("central is restored from a backup");
    is_closed_held_ = false;
    if (!waiting_edition_ && workload_.edition().number > 0) {
        waiting_edition_ = workload_.edition();
    }
}

void World::calm_down() {
    trace_.note("the faults stop");
    is_calm_ = true;
    for (std::size_t host = 0; host <= kNodes; ++host) {
        machine(host).disk.clear_faults();
    }
    for (const auto& node : nodes_) {
        set_weather(node->id(), Weather{});
    }
    // The agency does not give up: the last edition is handed in until central has it.
    for (int i = 1; i <= 100; ++i) {
        timeline_.after(seconds{2 * i}, kWorld, [this] { hand_in_edition(); });
    }
}

}  // namespace sarhad::sim
