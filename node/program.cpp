#include "program.h"

#include "erased_program.h"

#include "api/server.h"
#include "core/posix_files.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "daemon/asio_context.h"
#include "daemon/asio_loop.h"
#include "daemon/events.h"
#include "daemon/log_sink.h"
#include "daemon/notify.h"
#include "daemon/program.h"
#include "daemon/signal_block.h"
#include "daemon/threads.h"
#include "daemon/watchdog.h"
#include "node/erase_record.h"
#include "node/routes.h"
#include "node/schema.h"
#include "wire/zmq_transport.h"

#include <memory>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

Result<std::unique_ptr<store::Database>> open_database(const daemon::ConfigValues& config,
                                                       core::Log& log,
                                                       daemon::DeviceWatch& device) {
    store::OpenOptions options;
    options.path = config.text("state");
    options.log = &log;
    options.ballast = config.size("state_ballast");
    options.on_device_failed = [&device] { device.fail(); };
    SARHAD_TRY(options.page_quota, store::page_quota_for(options.path, config.size("state_quota")));
    return store::Database::open(options, migrations());
}

/// No two sites draw the same crossings, and nobody outside can foretell them.
std::uint64_t random_key_of(const NodeKeys& keys) {
    const core::ByteView key = std::as_const(keys.store_key).bytes();
    core::Bytes bytes = core::to_bytes(key);
    core::append(bytes, core::as_bytes("random share"));
    const std::uint64_t drawn = core::get_u64(wire::blake2b(bytes));
    wire::wipe(bytes);
    return drawn;
}

/// A port as it is meant to be.
Result<Ended> run_screening(const daemon::ConfigValues& config,
                            const NodeSettings& settings,
                            const Surroundings& around,
                            SiteKeys keys) {
    core::SystemClock clock;
    core::PosixFiles files;
    wire::OsRandom random;
    daemon::DaemonLog log{clock, daemon::log_options_of(config, around.is_under_journal)};
    daemon::Metrics metrics;
    daemon::AsioLoop loop{clock, log, metrics};
    daemon::DeviceWatch device{loop};
    SARHAD_TRY(const std::unique_ptr<store::Database> database, open_database(config, log, device));
    SARHAD_TRY(const std::unique_ptr<store::Reader> reader,
               store::Reader::open(config.text("state")));
    daemon::Threads threads{
        loop, clock, metrics, static_cast<int>(config.integer("match_threads"))};

    auto blocked = std::make_unique<daemon::SignalBlock>();  // libzmq's threads take no signal.
    wire::ZmqContext context;
    SARHAD_TRY(const std::unique_ptr<wire::ZmqNode> transport,
               wire::ZmqNode::open(context,
                                   {settings.central, std::move(keys.link)},
                                   daemon::loop_hooks(loop),
                                   random,
                                   log));
    blocked.reset();

    const NodeParts parts{
        clock, loop, threads, random, files, *transport, log, *database, reader.get()};
    SARHAD_TRY(const std::unique_ptr<Node> node, Node::make(parts, settings, std::move(keys.node)));
    api::EventHub hub{static_cast<std::uint64_t>(clock.wall().micros)};
    api::Router router;
    const Demo demo = config.is_on("demo") ? Demo::kOn : Demo::kOff;
    add_routes(router,
               {*node, metrics, hub, demo, around.version, [&log] { return log.dropped(); }});
    api::ServerOptions server_options;
    server_options.roles_by_group = around.roles;
    server_options.socket_path = config.text("socket");
    SARHAD_TRY(const std::unique_ptr<api::Server> server,
               api::Server::listen(daemon::io_context_of(loop), router, log, server_options));

    daemon::Notify notify;
    daemon::Watchdog watchdog{
        loop, clock, log, notify, [&threads] { return threads.heartbeats(); }};
    watchdog.start(daemon::ping_interval(around.watchdog_usec));
    daemon::each_second(loop, [&log] { log.report_losses(); });
    Ended ended = Ended::kStopped;
    node->on_erase([&] {
        ended = Ended::kAgain;
        loop.stop();
    });
    node->start();
    notify.ready();
    loop.run_until_signal([&] {
        notify.reloading();
        const auto fresh = around.reload();
        if (fresh) {
            log.set_threshold(daemon::log_level_of(*fresh));
        } else {
            log.write(daemon::kReloadFailed, {{"why", fresh.error().what}});
        }
        notify.ready();
    });
    notify.stopping();
    hub.close();
    node->stop();
    threads.stop();
    node->release_files();
    SARHAD_TRY_STATUS(device.status());
    return ended;
}

}  // namespace

Result<Ended> run_daemon(const daemon::ConfigValues& config,
                         const NodeSettings& site,
                         const Surroundings& around) {
    SARHAD_TRY_STATUS(wire::sodium_start());
    core::PosixFiles files;
    // Where it cannot be read, the keys tell: a node that has them is none that was erased, and is
    // found out anew where it was to be.
    const Result<std::optional<EraseRecord>> erasing =
        erasing_of(files, site.erase.record, site.id);
    if (erasing && *erasing) {
        return run_erased(config, site, around, **erasing);
    }
    auto keys = read_keys(config, around.credentials, files);
    if (!erasing && (!keys || erasing.error().code != core::Errc::kCorrupt)) {
        return erasing.error();
    }
    if (!keys) {
        return keys.error();
    }
    NodeSettings settings = site;
    settings.policy.random_key = random_key_of(keys->node);
    settings.link = keys->link.public_key();
    settings.central.key = keys->central_link;
    return run_screening(config, settings, around, *std::move(keys));
}

}  // namespace sarhad::node
