#include "program.h"

#include "api/server.h"
#include "central/agencies.h"
#include "central/enrol_service.h"
#include "central/events.h"
#include "central/frame_keeper.h"
#include "central/own_keys.h"
#include "central/routes.h"
#include "central/sqlite_store.h"
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
#include "daemon/threads.h"
#include "daemon/trust_folder.h"
#include "daemon/watchdog.h"
#include "trial/frame_guard.h"
#include "wire/zmq_transport.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace sarhad::central {

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

/// Before anything is signed or opened with the keys.
Status keep_own_keys(store::Database& database,
                     const std::vector<OwnKey>& keys,
                     const OwnKeyPlaces& places,
                     core::WallTime at) {
    SARHAD_TRY(const std::vector<OwnKey> recorded, read_own_keys(store::QuerySource{database}));
    SARHAD_TRY_STATUS(check_own_keys(keys, recorded, places));
    const std::vector<OwnKey> missing = not_recorded(keys, recorded);
    return missing.empty() ? Status{} : record_own_keys(database, missing, at);
}

/// The link key and the seal key are held against the root, which may name others than were
/// recorded: a second site's, the next one.
Status keep_named_key(store::Database& database,
                      const OwnKey& key,
                      const std::optional<TrustIssuer>& trust,
                      const OwnKeyPlaces& places,
                      core::WallTime at) {
    SARHAD_TRY(const std::vector<OwnKey> recorded, read_own_keys(store::QuerySource{database}));
    const Status checked = check_own_keys({key}, recorded, places);
    if (!checked && trust && may_follow(key, trust->state().root().value)) {
        return replace_own_key(database, key, at);
    }
    SARHAD_TRY_STATUS(checked);
    return not_recorded({key}, recorded).empty() ? Status{} : record_own_keys(database, {key}, at);
}

wire::AllowList allow_list(const std::vector<NodeRow>& nodes,
                           const std::vector<RevokedCaller>& revoked) {
    using wire::Admission;
    wire::AllowList allowed;
    for (const NodeRow& node : nodes) {
        allowed.emplace(node.link, wire::AllowedKey{node.id, Admission::kAdmit});
    }
    for (const RevokedCaller& one : revoked) {
        const Admission answer = one.is_let_in ? Admission::kAdmit : Admission::kRevoked;
        allowed.emplace(one.link, wire::AllowedKey{one.node, answer});
    }
    return allowed;
}

/// What a running daemon consists of.
struct Running {
    const daemon::ConfigValues& config;
    const Surroundings& around;
    daemon::DaemonLog& log;
    daemon::AsioLoop& loop;
    daemon::Threads& threads;
    Lanes& lanes;
    Agencies& agencies;
    api::Router& router;
    Central& central;
    core::Files& files;
};

/// Who may connect from the first moment on: a node that is refused waits before it tries again.
Result<wire::AllowList> stored_allow_list(SqliteStore& store) {
    SARHAD_TRY(std::vector<NodeRow> nodes, store.nodes());
    std::erase_if(nodes, [](const NodeRow& node) { return node.revoked_at.has_value(); });
    return allow_list(nodes, {});
}

/// The signed trust documents, where the country has any; with the kept head and tick.
Result<std::optional<TrustIssuer>> trust_issuer(const daemon::ConfigValues& config,
                                                const Surroundings& around,
                                                core::Files& files,
                                                SqliteStore& store,
                                                const CentralKeys& keys,
                                                const core::Clock& clock) {
    const std::string& folder = config.text("trust.documents");
    if (folder.empty()) {
        return std::optional<TrustIssuer>{};
    }
    const auto documents = daemon::read_trust_folder(files, folder);
    if (!documents) {
        return config.fault("trust.documents", documents.error().what);
    }
    SARHAD_TRY(const std::vector<wire::SignedDocument> kept, store.kept_trust());
    SARHAD_TRY(wire::SigningKey tick, daemon::read_signing_key(around.credentials, "tick.key"));
    SARHAD_TRY(wire::SigningKey sequencer,
               daemon::read_signing_key(around.credentials, "sequencer.key"));
    IssuerKeys own{std::move(tick), std::move(sequencer), keys.alert.public_key().bytes(), {}};
    for (const wire::BoxKey& key : keys.seal) {
        own.seals.push_back(key.public_key());
    }
    auto issuer = TrustIssuer::make(*documents,
                                    kept,
                                    std::move(own),
                                    config.duration("trust.tick_every"),
                                    {clock.wall(), clock.mono()});
    if (!issuer) {
        return config.fault("trust.documents", issuer.error().what);
    }
    return std::optional{*std::move(issuer)};
}

/// SIGHUP: the folder of trust documents anew.
void reload_documents(const Running& running) {
    const std::string& folder = running.config.text("trust.documents");
    if (folder.empty()) {
        return;
    }
    running.lanes.ask<std::vector<wire::SignedDocument>>(
        core::Lane::kRead,
        [&files = running.files, folder] { return daemon::read_trust_folder(files, folder); },
        [&central = running.central,
         &log = running.log](const Result<std::vector<wire::SignedDocument>>& documents) {
            const Status set =
                documents ? central.set_trust_documents(*documents) : Status{documents.error()};
            if (!set) {
                log.write(daemon::kReloadFailed, {{"why", set.error().what}});
            }
        });
}

/// SIGHUP: the log's threshold, and the agencies as their file has them now.
void reload(const Running& running) {
    daemon::DaemonLog& log = running.log;
    const auto fresh = running.around.reload();
    if (!fresh) {
        log.write(daemon::kReloadFailed, {{"why", fresh.error().what}});
        return;
    }
    log.set_threshold(daemon::log_level_of(*fresh));
    reload_documents(running);
    running.lanes.ask<wire::TrustStore>(
        core::Lane::kRead,
        [&agencies = running.agencies]() -> Result<wire::TrustStore> {
            SARHAD_TRY_STATUS(agencies.read());
            return agencies.trust();
        },
        [&central = running.central, &log](const Result<wire::TrustStore>& trust) {
            if (!trust) {
                log.write(daemon::kReloadFailed, {{"why", trust.error().what}});
                return;
            }
            central.set_agencies(*trust);
        });
}

/// Central's public keys without any role: how a new agencies' file begins.
daemon::TrustFile without_roles(daemon::TrustFile trust) {
    trust.roles.clear();
    return trust;
}

/// The trust file that a new node gets, the agencies as they are then.
std::function<std::string(const std::vector<daemon::TrustedRole>&)> with_agencies(
    const daemon::TrustFile& node_trust) {
    return [node_trust](const std::vector<daemon::TrustedRole>& agencies) {
        daemon::TrustFile trust = node_trust;
        trust.roles.insert(trust.roles.end(), agencies.begin(), agencies.end());
        return daemon::write_trust_file(trust);
    };
}

/// What routes need of the site's keys: public halves, and the subject key for administrators,
/// which outlives the routes.
RouteParts route_parts(RouteParts parts,
                       const daemon::TrustFile& node_trust,
                       const wire::Secret& subject_key) {
    parts.node_trust = with_agencies(node_trust);
    parts.subject_key = [&subject_key] { return core::to_hex(subject_key.bytes()); };
    return parts;
}

wire::Secret copy_of(const wire::Secret& key) {
    wire::Secret copy{key.bytes().size()};
    std::copy(key.bytes().begin(), key.bytes().end(), copy.bytes().begin());
    return copy;
}

/// Null where no enrolment endpoint is configured.
Result<std::unique_ptr<EnrolService>> open_enrolment(const EnrolService::Parts& parts,
                                                     const daemon::ConfigValues& config,
                                                     const Surroundings& around,
                                                     wire::ZmqContext& context,
                                                     wire::LoopHooks hooks) {
    const std::string& endpoint = config.text("link.enrol");
    if (endpoint.empty()) {
        return std::unique_ptr<EnrolService>{};
    }
    SARHAD_TRY(wire::BoxKey key,
               daemon::read_box_key(around.credentials, "enrol.key", wire::KeyKind::kLinkSecret));
    return EnrolService::open(parts, context, endpoint, std::move(key), std::move(hooks));
}

/// The API, systemd and the loop, until a signal ends it.
Status serve(const Running& running) {
    const core::SystemClock clock;
    daemon::Threads& threads = running.threads;
    api::ServerOptions server_options;
    server_options.roles_by_group = running.around.roles;
    server_options.socket_path = running.config.text("socket");
    SARHAD_TRY(
        const std::unique_ptr<api::Server> server,
        api::Server::listen(
            daemon::io_context_of(running.loop), running.router, running.log, server_options));

    daemon::Notify notify;
    daemon::Watchdog watchdog{
        running.loop, clock, running.log, notify, [&threads] { return threads.heartbeats(); }};
    watchdog.start(daemon::ping_interval(running.around.watchdog_usec));
    daemon::each_second(running.loop, [&log = running.log, &lanes = running.lanes] {
        log.report_losses();
        lanes.drain();
    });
    running.central.start();
    notify.ready();
    running.loop.run_until_signal([&] {
        notify.reloading();
        reload(running);
        notify.ready();
    });
    notify.stopping();
    return {};
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): the wiring, in order of construction.
Status run_daemon(const daemon::ConfigValues& config, const Surroundings& around) {
    SARHAD_TRY_STATUS(wire::sodium_start());
    core::SystemClock clock;
    core::PosixFiles files;
    wire::OsRandom random;
    SARHAD_TRY(SiteKeys keys, read_keys(around.credentials));
    const daemon::TrustFile node_trust = trust_for_nodes(keys, {});
    Agencies agencies{files, config.text("trust.agencies"), without_roles(node_trust)};
    SARHAD_TRY_STATUS(agencies.read());
    SARHAD_TRY(const wire::TrustStore trust, agencies.trust());

    daemon::DaemonLog log{clock, daemon::log_options_of(config, around.is_under_journal)};
    daemon::Metrics metrics;
    daemon::AsioLoop loop{clock, log, metrics};
    daemon::DeviceWatch device{loop};
    SARHAD_TRY(const std::unique_ptr<store::Database> database, open_database(config, log, device));
    const OwnKeyPlaces places{daemon::shown_folder(around.credentials), config.text("state")};
    std::vector<OwnKey> own_keys = own_keys_of(keys);
    const OwnKey link = own_keys[0];
    const OwnKey sealing = own_keys[1];
    own_keys.erase(own_keys.begin(), own_keys.begin() + 2);
    SARHAD_TRY_STATUS(keep_own_keys(*database, own_keys, places, clock.wall()));
    const trial::SealedFrames frame_guard{copy_of(keys.store), random};
    const wire::RecordSeal seal{std::move(keys.store), random};
    SqliteStore store{*database, seal};
    SARHAD_TRY(const std::unique_ptr<ErasureLog> erasures,
               ErasureLog::open(files, config.text("state") + ".erased"));
    SARHAD_TRY(const std::unique_ptr<store::Reader> reader,
               store::Reader::open(config.text("state")));
    SqlitePages pages{store::QuerySource{*reader}, seal};
    Snapshots snapshots{store::QuerySource{*reader}, seal};
    daemon::Threads threads{
        loop, clock, metrics, static_cast<int>(config.integer("match_threads"))};

    CentralKeys central_keys{{}, std::move(keys.sequencer), std::move(keys.alert), trust};
    central_keys.seal.push_back(std::move(keys.seal));
    std::move(
        keys.other_seals.begin(), keys.other_seals.end(), std::back_inserter(central_keys.seal));
    SARHAD_TRY(central_keys.trust, trust_issuer(config, around, files, store, central_keys, clock));
    for (const OwnKey& key : {link, sealing}) {
        SARHAD_TRY_STATUS(keep_named_key(*database, key, central_keys.trust, places, clock.wall()));
    }

    SARHAD_TRY(wire::AllowList allowed, stored_allow_list(store));
    auto blocked = std::make_unique<daemon::SignalBlock>();  // libzmq's threads take no signal.
    wire::ZmqContext context;
    SARHAD_TRY(const std::unique_ptr<wire::ZmqCentral> transport,
               wire::ZmqCentral::open(context,
                                      {config.text("link.control"),
                                       config.text("link.bulk"),
                                       std::move(keys.link),
                                       std::move(allowed)},
                                      daemon::loop_hooks(loop),
                                      log));
    blocked.reset();

    const CentralParts parts{
        clock,
        loop,
        threads,
        random,
        *transport,
        log,
        store,
        [&transport](const std::vector<NodeRow>& nodes, const std::vector<RevokedCaller>& revoked) {
            transport->set_allowed(allow_list(nodes, revoked));
        },
        &pages,
        erasures.get()};
    SARHAD_TRY(const CentralSettings settings, settings_of(config));
    SARHAD_TRY(const std::unique_ptr<Central> central,
               Central::make(parts, settings, std::move(central_keys)));
    Lanes lanes{threads};
    FrameRows frame_rows{store::QuerySource{*reader}, seal};
    FrameMarks frame_marks{*database, seal};
    FrameFolder frame_folder{files, config.text("state") + ".frames", frame_guard};
    FrameKeeper frames{{clock,
                        log,
                        lanes,
                        frame_rows,
                        frame_marks,
                        frame_folder,
                        static_cast<std::size_t>(config.integer("match_threads"))}};
    SARHAD_TRY(const std::unique_ptr<EnrolService> enrolment,
               open_enrolment({clock,
                               random,
                               log,
                               lanes,
                               *database,
                               *central,
                               agencies,
                               keys.subject,
                               with_agencies(node_trust)},
                              config,
                              around,
                              context,
                              daemon::loop_hooks(loop)));
    api::EventHub hub{static_cast<std::uint64_t>(clock.wall().micros)};
    api::Router router;
    add_routes(router,
               route_parts({*central,
                            lanes,
                            agencies,
                            metrics,
                            hub,
                            around.version,
                            config.text("link.control"),
                            config.text("link.bulk"),
                            {},
                            {},
                            [&log] { return log.dropped(); },
                            [&transport] { return transport->drop_counts().refused; },
                            [&database] { return database->disk_use(); },
                            &snapshots,
                            enrolment ? &enrolment->enrolments() : nullptr,
                            &frames},
                           node_trust,
                           keys.subject));
    daemon::each_second(loop, [&threads, &database] {
        // Where the lane is full it is not idle.
        static_cast<void>(threads.post(core::Lane::kStore, [&database] { database->idle(); }));
    });
    daemon::each_second(loop, [&frames] { frames.tick(); });
    Status served =
        serve({config, around, log, loop, threads, lanes, agencies, router, *central, files});
    transport->stop_admission();
    hub.close();
    central->stop();
    threads.stop();
    return served ? device.status() : served;
}

}  // namespace sarhad::central
