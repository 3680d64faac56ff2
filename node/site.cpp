#include "node/site.h"

#include "api/role_groups.h"
#include "core/port.h"
#include "core/text.h"
#include "daemon/key_files.h"
#include "daemon/program.h"
#include "daemon/trust_folder.h"
#include "intake/spool.h"
#include "wire/key_vault.h"

#include <utility>

namespace sarhad::node {

using core::Result;
using daemon::ConfigKey;
using daemon::ConfigType;
using daemon::Presence;

namespace {

constexpr ConfigKey required(std::string_view path,
                             ConfigType type,
                             std::string_view example,
                             std::string_view doc) {
    ConfigKey key;
    key.path = path;
    key.type = type;
    key.initial = example;
    key.doc = doc;
    key.presence = Presence::kRequired;
    return key;
}

constexpr ConfigKey optional(std::string_view path,
                             ConfigType type,
                             std::string_view initial,
                             std::string_view doc) {
    ConfigKey key;
    key.path = path;
    key.type = type;
    key.initial = initial;
    key.doc = doc;
    return key;
}

constexpr ConfigKey between(ConfigKey key, std::string_view min, std::string_view max) {
    key.min = min;
    key.max = max;
    return key;
}

constexpr ConfigKey least_channel(std::string_view path,
                                  std::string_view channel,
                                  std::string_view doc) {
    ConfigKey key = optional(path, ConfigType::kChoice, channel, doc);
    key.choices = "green yellow red";
    return key;
}

constexpr std::string_view kNoPortKind = "none";

ConfigKey port_kind_key() {
    ConfigKey key = optional("port_kind",
                             ConfigType::kChoice,
                             kNoPortKind,
                             "What rules are told that the port is; none: they are not told.");
    key.choices = "none AIR SEA LAND RAIL POST";
    return key;
}

std::vector<ConfigKey> own_keys() {
    return {
        between(required("node", ConfigType::kInteger, "1", "Number that central gave this node."),
                "1",
                "4294967295"),
        required("port", ConfigType::kText, "PKXXA-1", "UN/LOCODE and site of the port."),
        port_kind_key(),
        optional("state",
                 ConfigType::kText,
                 "/var/lib/sarhad/node.db",
                 "Database file; its folder must be the daemon's own."),
        between(optional("state_quota",
                         ConfigType::kSize,
                         "0B",
                         "Largest size of the database; 0B: 70 % of its partition. Past it"
                         " nothing more is recorded, and the status says so."),
                "0B",
                "1TiB"),
        daemon::ballast_key(),
        optional("spool", ConfigType::kText, "/var/spool/sarhad", "Folder of arriving messages."),
        between(
            optional("scan_every", ConfigType::kDuration, "200ms", "Between looks at the spool."),
            "10ms",
            "1m"),
        between(optional("spool_kept",
                         ConfigType::kDuration,
                         "0s",
                         "How long done/ keeps files that are recorded, sealed. 0s: none. For"
                         " finding faults; never at a port."),
                "0s",
                "72h"),
        // Central sends nothing to a node that is silent for 30 s, so alerts would wait.
        between(optional("ping_every",
                         ConfigType::kDuration,
                         "10s",
                         "Signs of life to central, which takes a node silent for 30 s as gone."),
                "1s",
                "10s"),
        optional("socket", ConfigType::kText, daemon::kControlSocket, "Unix socket of the API."),
        daemon::log_level_key(),
        between(optional("match_threads", ConfigType::kInteger, "2", "Threads that screen."),
                "1",
                "64"),
        optional("demo", ConfigType::kBool, "false", "Allows POST /v1/link. Never at a port."),
    };
}

std::vector<ConfigKey> table_keys() {
    return {
        required("central.control",
                 ConfigType::kText,
                 "tcp://192.0.2.1:5701",
                 "Central's endpoint for alerts and lists: an address, not a name."),
        required("central.bulk",
                 ConfigType::kText,
                 "tcp://192.0.2.1:5702",
                 "Central's endpoint for everything else."),
        between(optional("central.patience",
                         ConfigType::kDuration,
                         "1m",
                         "Without a session for so long, central is tried at the next place that"
                         " the country's root names."),
                "5s",
                "1h"),
        optional("keys.folder",
                 ConfigType::kText,
                 "/etc/sarhad/keys",
                 "Folder of the key files, each 0600, where systemd gives none."),
        optional("keys.link", ConfigType::kText, "link.key", "File of the link key."),
        optional("keys.sign", ConfigType::kText, "sign.key", "File of the signing key."),
        optional("keys.store", ConfigType::kText, "store.key", "File of the store key."),
        optional("keys.subject", ConfigType::kText, "subject.key", "File of the subject key."),
        optional("keys.trust",
                 ConfigType::kText,
                 "/etc/sarhad/trust.toml",
                 "Public keys of central, its roles and the agencies."),
        optional("keys.root",
                 ConfigType::kText,
                 "",
                 "The country's signed root document, which then says whose signatures count."
                 " Empty: the trust file does, and has no age."),
        between(optional("policy.random_share",
                         ConfigType::kInteger,
                         "0",
                         "Crossings, in thousandths, looked at without a reason."),
                "0",
                "1000"),
        least_channel("policy.floor_stale", "green", "Least channel from 15 min."),
        least_channel("policy.floor_degraded", "green", "Least channel from 24 h."),
        least_channel(
            "policy.floor_expired",
            "yellow",
            "Least channel from 30 days, and where the clock is behind central's last word."),
    };
}

/// Keys first: without them nothing of the rest can be read.
ErasePlan erase_plan_of(const daemon::ConfigValues& config) {
    const std::string& state = config.text("state");
    const std::string& spool = config.text("spool");
    const std::string& folder = config.text("keys.folder");
    ErasePlan plan;
    plan.record = state + ".erase";
    for (const std::string_view key : {"keys.link", "keys.sign", "keys.store", "keys.subject"}) {
        plan.keys.push_back(core::cat(folder, "/", config.text(key)));
    }
    plan.keys.push_back(core::cat(folder, "/", wire::kVaultFile));
    for (const std::string_view name : intake::kSpoolFolders) {
        plan.plain.push_back(core::cat(spool, "/", name));
    }
    plan.sealed = {state + ".lists"};
    // The journal before the database: a journal alone is nothing, a database alone may be opened.
    for (const std::string_view end :
         {"-wal", "-shm", "-journal", "", ".writer", ".ballast", ".trust"}) {
        plan.files.push_back(core::cat(state, end));
    }
    return plan;
}

facts::Channel channel_of(const daemon::ConfigValues& config, std::string_view path) {
    for (const auto& [channel, name] : facts::EnumNames<facts::Channel>::kNames) {
        if (name == config.text(path)) {
            return channel;
        }
    }
    return facts::Channel::kRed;  // Not reached: the schema takes those words only.
}

Result<core::PortId> port_of(const daemon::ConfigValues& config) {
    auto port = core::parse_port(config.text("port"));
    return port ? port : config.fault("port", port.error().what);
}

}  // namespace

const daemon::ConfigSchema& config_schema() {
    static const daemon::ConfigSchema schema = [] {
        std::vector<ConfigKey> keys = own_keys();
        for (const ConfigKey& key : table_keys()) {
            keys.push_back(key);
        }
        for (const ConfigKey& key : api::role_keys()) {
            keys.push_back(key);
        }
        return daemon::ConfigSchema{std::move(keys)};
    }();
    return schema;
}

Result<NodeSettings> settings_of(const daemon::ConfigValues& config) {
    NodeSettings settings;
    settings.id = core::NodeId{static_cast<std::uint32_t>(config.integer("node"))};
    SARHAD_TRY(settings.port, port_of(config));
    if (const std::string& kind = config.text("port_kind"); kind != kNoPortKind) {
        settings.port_kind = kind;
    }
    settings.spool_folder = config.text("spool");
    settings.lists_folder = config.text("state") + ".lists";
    settings.trust_versions_file = config.text("state") + ".trust";
    settings.erase = erase_plan_of(config);
    settings.ledger_folder = config.text("state") + ".ledger";
    settings.central.control = config.text("central.control");
    settings.central.bulk = config.text("central.bulk");
    settings.central_patience = config.duration("central.patience");
    settings.scan_every = config.duration("scan_every");
    settings.ping_every = config.duration("ping_every");
    settings.spool_kept = config.duration("spool_kept");
    settings.policy.random_share =
        core::Permille{static_cast<int>(config.integer("policy.random_share"))};
    settings.policy.floor_stale = channel_of(config, "policy.floor_stale");
    settings.policy.floor_degraded = channel_of(config, "policy.floor_degraded");
    settings.policy.floor_expired = channel_of(config, "policy.floor_expired");
    return settings;
}

Result<SiteKeys> read_keys(const daemon::ConfigValues& config,
                           const daemon::CredentialFolders& folders,
                           core::Files& files) {
    const std::string& path = config.text("keys.trust");
    const auto text = files.read(path, core::ByteSize{daemon::kTrustFileBytesMax});
    if (!text) {
        return text.error().code == core::Errc::kNotFound
                   ? config.fault("keys.trust", text.error().what)
                   : text.error();
    }
    SARHAD_TRY(const daemon::TrustFile trust, daemon::parse_trust_file(core::as_text(*text), path));
    SARHAD_TRY(wire::SigningKey signing,
               daemon::read_signing_key(folders, config.text("keys.sign")));
    SARHAD_TRY(wire::BoxKey linking,
               daemon::read_box_key(folders, config.text("keys.link"), wire::KeyKind::kLinkSecret));
    SARHAD_TRY(const wire::TrustStore store, daemon::trust_store_of(trust));
    SARHAD_TRY(
        wire::Secret store_key,
        daemon::read_secret_key(folders, config.text("keys.store"), wire::KeyKind::kStoreSecret));
    SARHAD_TRY(wire::Secret subject_key,
               daemon::read_secret_key(
                   folders, config.text("keys.subject"), wire::KeyKind::kSubjectSecret));
    std::optional<wire::SignedDocument> root;
    if (!config.text("keys.root").empty()) {
        auto read = daemon::read_trust_document(files, config.text("keys.root"));
        if (!read) {
            return config.fault("keys.root", read.error().what);
        }
        root = *std::move(read);
    }
    return SiteKeys{NodeKeys{std::move(signing),
                             trust.central_seal,
                             store,
                             std::move(store_key),
                             std::move(subject_key),
                             std::move(root)},
                    std::move(linking),
                    trust.central_link};
}

}  // namespace sarhad::node
