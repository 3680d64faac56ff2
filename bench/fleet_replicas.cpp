// Many replicas of central's streams in one process: each with its own keys, its own connections
// and its own database file, by the node's own uplink and stores; without screening. bench/fleet.py
// starts some of these.
//
//   fleet_replicas EVENTS FOLDER...   each FOLDER as `sarhadctl node add --local` makes it
//
// Lines go to the file EVENTS, each with a time in microseconds since 1970: "ready TIME COUNT",
// "live TIME NODE" for a WELCOME that came, "alert TIME NODE ID" for an alert that is committed.
// SIGHUP: every connection is dropped and dialled again at once. SIGTERM ends it.
#include "core/posix_files.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "daemon/asio_loop.h"
#include "daemon/loop_inbox.h"
#include "daemon/metrics.h"
#include "daemon/program.h"
#include "daemon/signal_block.h"
#include "daemon/threads.h"
#include "node/lanes.h"
#include "node/schema.h"
#include "node/site.h"
#include "node/stores.h"
#include "node/uplink.h"
#include "replication/events.h"
#include "wire/zmq_transport.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace sarhad;  // NOLINT(google-build-using-namespace): a program's main.

namespace {

/// The file of lines. Thread: loop.
class Events {
public:
    Events(const core::Clock& clock, const std::string& path) : clock_{clock}, out_{path} {}
    template <class... Parts>
    void tell(std::string_view what, const Parts&... parts) {
        const core::WallTime at = clock_.wall();
        out_ << what << ' ' << at.micros;
        ((out_ << ' ' << parts), ...);
        out_ << std::endl;  // Flushed: whoever measures reads it while this runs.
    }

private:
    const core::Clock& clock_;
    std::ofstream out_;
};

/// A node's session writes one event where its WELCOME comes.
class SessionWatch final : public core::Log {
public:
    SessionWatch(Events& events, core::NodeId node) : events_{events}, node_{node} {}
    using core::Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        if (event.id == replication::kSessionLive.id) {
            events_.tell("live", node_.value());
        }
    }

private:
    Events& events_;
    core::NodeId node_;
};

/// What all replicas of the process share.
struct Machine {
    core::SystemClock clock;
    core::NullLog quiet;
    core::PosixFiles files;
    wire::OsRandom random;
    daemon::Metrics metrics;
    daemon::AsioLoop loop{clock, quiet, metrics};
    std::unique_ptr<daemon::SignalBlock> blocked = std::make_unique<daemon::SignalBlock>();
    wire::ZmqContext context;
    daemon::Threads threads{loop, clock, metrics, 1};
    daemon::LoopInbox inbox{threads};
};

class Replica {
public:
    static core::Result<std::unique_ptr<Replica>> open(Machine& machine,
                                                       Events& events,
                                                       const std::string& folder) {
        SARHAD_TRY(
            const daemon::ConfigValues config,
            daemon::load_config(machine.files, folder + "/node.toml", node::config_schema()));
        SARHAD_TRY(node::NodeSettings settings, node::settings_of(config));
        SARHAD_TRY(node::SiteKeys keys,
                   node::read_keys(config, {"", config.text("keys.folder")}, machine.files));
        auto replica = std::make_unique<Replica>(events, settings, std::move(keys.node));
        SARHAD_TRY_STATUS(replica->open_stores(machine, config.text("state")));
        SARHAD_TRY(
            replica->transport_,
            wire::ZmqNode::open(
                machine.context,
                {{config.text("central.control"), config.text("central.bulk"), keys.central_link},
                 std::move(keys.link)},
                daemon::loop_hooks(machine.loop),
                machine.random,
                replica->watch_));
        SARHAD_TRY_STATUS(replica->start(machine));
        return replica;
    }

    Replica(Events& events, node::NodeSettings settings, node::NodeKeys keys)
        : events_{events},
          settings_{std::move(settings)},
          keys_{std::move(keys)},
          watch_{events, settings_.id} {}

    void dial_again() {
        transport_->reconnect(wire::Channel::kControl);
        transport_->reconnect(wire::Channel::kBulk);
    }
    void stop() { uplink_->stop(); }

private:
    core::Status open_stores(Machine& machine, const std::string& path) {
        wire::Secret store_key{keys_.store_key.bytes().size()};
        std::copy(keys_.store_key.bytes().begin(),
                  keys_.store_key.bytes().end(),
                  store_key.bytes().begin());
        seal_.emplace(std::move(store_key), machine.random);
        store::OpenOptions options;
        options.path = path;
        SARHAD_TRY(database_, store::Database::open(options, node::migrations()));
        SARHAD_TRY(stores_,
                   node::NodeStores::open(*database_,
                                          *seal_,
                                          list_keys_,
                                          keys_.trust,
                                          machine.clock,
                                          machine.threads,
                                          machine.quiet));
        return {};
    }

    core::Status start(Machine& machine) {
        lanes_.emplace(machine.threads, machine.inbox, stores_->queue, [] {});
        uplink_.emplace(node::NodeParts{machine.clock,
                                        machine.loop,
                                        machine.threads,
                                        machine.random,
                                        machine.files,
                                        *transport_,
                                        watch_,
                                        *database_},
                        *transport_,
                        keys_,
                        *seal_,
                        *stores_,
                        *lanes_,
                        node::UplinkListeners{
                            [](const node::ListState& /*list*/) {},
                            [this](const std::vector<facts::Alert>& alerts) {
                                for (const facts::Alert& alert : alerts) {
                                    events_.tell(
                                        "alert", settings_.id.value(), core::to_hex(alert.id));
                                }
                            },
                            [](const std::vector<facts::PairWithdrawal>& /*pairs*/) {},
                            [](const std::vector<facts::Erasure>& /*erased*/) {},
                            [] {},
                            [](const node::AppliedRules& /*rules*/) {},
                            [](const node::SettledRules& /*rules*/) {},
                            [](wire::LinkState /*state*/) {},
                            [](core::StreamId /*stream*/) {}});
        SARHAD_TRY_STATUS(uplink_->load(settings_));
        uplink_->start();
        return {};
    }

    Events& events_;
    node::NodeSettings settings_;
    node::NodeKeys keys_;
    SessionWatch watch_;
    std::optional<wire::RecordSeal> seal_;
    node::ListKeys list_keys_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<wire::ZmqNode> transport_;
    std::unique_ptr<node::NodeStores> stores_;
    std::optional<node::Lanes> lanes_;
    std::optional<node::Uplink> uplink_;
};

core::Status run(const std::vector<std::string>& words) {
    SARHAD_TRY_STATUS(wire::sodium_start());
    Machine machine;
    Events events{machine.clock, words.front()};
    std::vector<std::unique_ptr<Replica>> replicas;
    for (std::size_t index = 1; index < words.size(); ++index) {
        SARHAD_TRY(std::unique_ptr<Replica> replica, Replica::open(machine, events, words[index]));
        replicas.push_back(std::move(replica));
    }
    machine.blocked.reset();  // libzmq's threads run since the first socket, and take no signal.
    daemon::each_second(machine.loop, [&machine] { machine.inbox.drain(); });
    events.tell("ready", replicas.size());
    machine.loop.run_until_signal([&replicas] {
        for (const std::unique_ptr<Replica>& replica : replicas) {
            replica->dial_again();
        }
    });
    for (const std::unique_ptr<Replica>& replica : replicas) {
        replica->stop();
    }
    machine.threads.stop();
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words{argv + 1, argv + argc};
    if (words.size() < 2) {
        std::cerr << "usage: fleet_replicas EVENTS FOLDER...\n";
        return 64;
    }
    const core::Status ended = run(words);
    if (!ended) {
        std::cerr << "fleet_replicas: " << ended.error().what << '\n';
        return 1;
    }
    return 0;
}
