#include "erased_program.h"

#include "api/server.h"
#include "core/posix_files.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "daemon/asio_context.h"
#include "daemon/asio_loop.h"
#include "daemon/events.h"
#include "daemon/key_files.h"
#include "daemon/log_sink.h"
#include "daemon/notify.h"
#include "daemon/program.h"
#include "daemon/signal_block.h"
#include "daemon/trust_file.h"
#include "daemon/watchdog.h"
#include "node/counter_routes.h"
#include "node/events.h"
#include "node/schema.h"
#include "replication/frames.h"
#include "wire/zmq_transport.h"

#include <memory>
#include <optional>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

/// What could not be erased is tried again, each time by a new process.
constexpr core::Duration kEraseAgain = std::chrono::minutes{1};
/// For central to hear the last word; so long at most the counters wait for their first number.
constexpr core::Duration kFarewellMax = std::chrono::seconds{10};

/// What the last word is said with, read before it is destroyed.
struct Voice {
    wire::BoxKey link;
    wire::PublicKey central{};
};

/// None where the key is gone already, as after a crash: then central is not told.
std::optional<Voice> voice_of(const daemon::ConfigValues& config,
                              const daemon::CredentialFolders& folders,
                              core::Files& files) {
    auto keys = read_keys(config, folders, files);
    if (!keys) {
        return std::nullopt;
    }
    return Voice{std::move(keys->link), keys->central_link};
}

void say_erased(const daemon::ConfigValues& config,
                Voice voice,
                const EraseRecord& record,
                core::Log& log) {
    core::SystemClock clock;
    wire::OsRandom random;
    daemon::Metrics metrics;
    daemon::AsioLoop loop{clock, log, metrics};
    auto blocked = std::make_unique<daemon::SignalBlock>();  // libzmq's threads take no signal.
    wire::ZmqContext context;
    auto transport = wire::ZmqNode::open(
        context,
        {{config.text("central.control"), config.text("central.bulk"), voice.central},
         std::move(voice.link)},
        daemon::loop_hooks(loop),
        random,
        log);
    blocked.reset();
    if (!transport) {
        log.write(kEraseFails, {{"why", transport.error().what}});
        return;
    }
    const wire::EraseTell told{record.stage, record.begun, record.rows, record.files};
    (*transport)->set_link_watcher([&](wire::Channel channel, wire::LinkState state) {
        if (channel == wire::Channel::kControl && state == wire::LinkState::kUp) {
            // Lost: the machine is erased all the same.
            static_cast<void>((*transport)->send(channel, replication::to_frame(told)));
        }
    });
    (*transport)->set_receiver([&loop](wire::Channel, core::ByteView) { loop.stop(); });
    static_cast<void>(loop.run_for(kFarewellMax));
}

/// Where systemd hands the keys over, their files are root's: sarhad-erase.service empties those
/// and starts this service again, with copies that are empty too.
Status check_handed_over(const daemon::ConfigValues& config,
                         const daemon::CredentialFolders& folders) {
    if (folders.systemd.empty()) {
        return {};
    }
    for (const std::string_view key : {"keys.link", "keys.sign", "keys.store", "keys.subject"}) {
        core::Result<core::Bytes> copy =
            daemon::read_credential({folders.systemd, {}}, config.text(key));
        if (copy && !copy->empty()) {
            daemon::wipe(*copy);
            return core::Error{core::Errc::kUnavailable,
                               core::cat(config.text(key),
                                         " is root's, not the daemon's: sarhad-erase.service"
                                         " erases it (sarhadctl key erase)")};
        }
    }
    return {};
}

/// Keys that systemd hands over are not this user's to erase.
ErasePlan plan_of(const NodeSettings& site, const daemon::CredentialFolders& folders) {
    ErasePlan plan = site.erase;
    if (!folders.systemd.empty()) {
        plan.keys.clear();
    }
    return plan;
}

/// True once nothing is left.
Status end_erasing(const daemon::ConfigValues& config,
                   const NodeSettings& site,
                   const Surroundings& around,
                   const EraseRecord& record) {
    core::SystemClock clock;
    core::PosixFiles files;
    daemon::DaemonLog log{clock, daemon::log_options_of(config, around.is_under_journal)};
    std::optional<Voice> voice = voice_of(config, around.credentials, files);
    // Once more, so that whoever watches the file for root's part sees it. It is there already: a
    // full disk holds up nothing.
    static_cast<void>(write_erase_record(files, site.erase.record, record));
    const ErasePlan plan = plan_of(site, around.credentials);
    const Status handed = check_handed_over(config, around.credentials);
    const Result<EraseRecord> erased =
        handed ? erase(files, plan, record, clock.wall()) : erase_rest(files, plan, handed.error());
    if (!erased) {
        log.write(kEraseFails, {{"why", erased.error().what}});
        return erased.error();
    }
    log.write(kErased, {{"node", record.node}, {"rows", record.rows}, {"files", record.files}});
    if (voice) {
        say_erased(config, *std::move(voice), *erased, log);
    }
    return {};
}

Result<Ended> run_counter(const daemon::ConfigValues& config,
                          const Surroundings& around,
                          CounterMode mode) {
    core::SystemClock clock;
    daemon::DaemonLog log{clock, daemon::log_options_of(config, around.is_under_journal)};
    daemon::Metrics metrics;
    daemon::AsioLoop loop{clock, log, metrics};
    if (!mode.ledger) {
        log.write(kLedgerFails, {{"why", mode.ledger.error().what}});
    }
    api::Router router;
    add_counter_routes(router, mode, clock, log);
    api::ServerOptions options;
    options.roles_by_group = around.roles;
    options.socket_path = config.text("socket");
    SARHAD_TRY(const std::unique_ptr<api::Server> server,
               api::Server::listen(daemon::io_context_of(loop), router, log, options));
    daemon::Notify notify;
    daemon::Watchdog watchdog{
        loop, clock, log, notify, [] { return std::vector<daemon::Heartbeat>{}; }};
    watchdog.start(daemon::ping_interval(around.watchdog_usec));
    daemon::each_second(loop, [&log] { log.report_losses(); });
    Ended ended = Ended::kStopped;
    if (!mode.fault.empty()) {
        loop.after(kEraseAgain, [&] {
            ended = Ended::kAgain;
            loop.stop();
        });
    }
    notify.ready();
    notify.status("This node is erased: numbers of the paper ledger only");
    loop.run_until_signal([] {});  // There is nothing to read anew.
    notify.stopping();
    return ended;
}

}  // namespace

Result<Ended> run_erased(const daemon::ConfigValues& config,
                         const NodeSettings& site,
                         const Surroundings& around,
                         const EraseRecord& record) {
    std::string fault;
    if (record.stage == wire::EraseStage::kErasing) {
        const Status done = end_erasing(config, site, around, record);
        if (done) {
            return Ended::kAgain;
        }
        fault = done.error().what;
    }
    core::PosixFiles files;
    return run_counter(config,
                       around,
                       {record,
                        config.text("port"),
                        around.version,
                        std::move(fault),
                        Ledger::open(files, site.ledger_folder)});
}

}  // namespace sarhad::node
