#include "central/site.h"

#include "api/role_groups.h"
#include "central/expected_maker.h"
#include "core/text.h"
#include "daemon/key_files.h"
#include "daemon/program.h"

#include <array>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Result;
using core::Status;
using daemon::ConfigKey;
using daemon::ConfigType;

namespace {

constexpr std::size_t kSecretSize = 32;

constexpr ConfigKey key(std::string_view path,
                        ConfigType type,
                        std::string_view initial,
                        std::string_view doc) {
    ConfigKey made;
    made.path = path;
    made.type = type;
    made.initial = initial;
    made.doc = doc;
    return made;
}

constexpr ConfigKey between(ConfigKey made, std::string_view min, std::string_view max) {
    made.min = min;
    made.max = max;
    return made;
}

ConfigKey expected_ports_key() {
    return key("expected.ports",
               ConfigType::kText,
               "",
               "Codes that carriers have for ports, as \"PKXXA-1=XXA,OPXX PKXXB-1=XXB\"; a port"
               " that is not named has its UN/LOCODE.");
}

ConfigKey expected_kept_key() {
    return between(key("expected.kept",
                       ConfigType::kDuration,
                       "72h",
                       "How long whom a port expected is kept, here and there, once the journey is"
                       " made."),
                   "1h",
                   "96h");
}

std::vector<ConfigKey> setting_keys() {
    return {
        key("state",
            ConfigType::kText,
            "/var/lib/sarhad/central.db",
            "Database file; its folder must be the daemon's own."),
        between(key("state_quota",
                    ConfigType::kSize,
                    "0B",
                    "Largest size of the database; 0B: 70 % of its partition. Past it no rows"
                    " are taken."),
                "0B",
                "4TiB"),
        daemon::ballast_key(),
        key("socket", ConfigType::kText, daemon::kControlSocket, "Unix socket of the API."),
        daemon::log_level_key(),
        between(
            key("match_threads", ConfigType::kInteger, "1", "Threads that read submitted lists."),
            "1",
            "16"),
        between(key("outdated_after",
                    ConfigType::kDuration,
                    "60s",
                    "How long a node's list may be behind before the node is outdated."),
                "1s",
                "30d"),
        between(key("outdated_deltas",
                    ConfigType::kInteger,
                    "256",
                    "By how many deltas a list may be behind, however shortly."),
                "1",
                "1000000"),
        expected_ports_key(),
        expected_kept_key(),
        key("link.control",
            ConfigType::kText,
            "tcp://0.0.0.0:5701",
            "Where nodes connect for alerts and lists: an address, never a name."),
        key("link.bulk",
            ConfigType::kText,
            "tcp://0.0.0.0:5702",
            "Where nodes connect for their records."),
        key("link.enrol",
            ConfigType::kText,
            "",
            "Where invited machines ask to be nodes; with enrol.key among the keys. Empty: nobody"
            " can."),
        key("keys.folder",
            ConfigType::kText,
            "/etc/sarhad/keys",
            "Folder of the key files (mode 0600); systemd's credentials come first."),
        key("trust.agencies",
            ConfigType::kText,
            "/var/lib/sarhad/agencies.toml",
            "Whose lists are taken; sarhadctl adds to it. Read again on SIGHUP."),
        key("trust.documents",
            ConfigType::kText,
            "",
            "Folder of the signed trust documents, *.trust; with tick.key among the keys. Empty:"
            " the country has had no ceremony. Read again on SIGHUP."),
        between(key("trust.tick_every",
                    ConfigType::kDuration,
                    "60s",
                    "How often the time is told to the nodes, signed."),
                "1s",
                "60s"),
    };
}

core::Bytes new_secret(core::Random& random, wire::KeyKind kind) {
    wire::Secret secret{kSecretSize};
    random.fill(secret.bytes());
    return wire::write_key_file(kind, std::as_const(secret).bytes());
}

core::Bytes new_key(core::Random& random, wire::KeyKind kind) {
    switch (kind) {
        case wire::KeyKind::kSignSecret:
            return wire::SigningKey::generate(random).to_file();
        case wire::KeyKind::kSealSecret:
        case wire::KeyKind::kLinkSecret:
            return wire::BoxKey::generate(random).to_file(kind);
        case wire::KeyKind::kStoreSecret:
        case wire::KeyKind::kSubjectSecret:
        case wire::KeyKind::kListSecret:
        case wire::KeyKind::kSignPublic:
        case wire::KeyKind::kSealPublic:
        case wire::KeyKind::kLinkPublic:
            return new_secret(random, kind);
    }
    return {};
}

constexpr std::array<std::pair<std::string_view, wire::KeyKind>, 6> kKeyFiles{
    {{"link.key", wire::KeyKind::kLinkSecret},
     {"seal.key", wire::KeyKind::kSealSecret},
     {"sequencer.key", wire::KeyKind::kSignSecret},
     {"alert.key", wire::KeyKind::kSignSecret},
     {"store.key", wire::KeyKind::kStoreSecret},
     {"subject.key", wire::KeyKind::kSubjectSecret}}};

/// Which of the key files are in a folder; joined by commas.
struct KeyFiles {
    std::string there;
    std::string missing;
};

Result<KeyFiles> look_for_keys(core::Files& files, const std::string& folder) {
    KeyFiles found;
    for (const auto& [name, kind] : kKeyFiles) {
        auto held = files.read(cat(folder, "/", name), daemon::kCredentialMax);
        if (!held && held.error().code != core::Errc::kNotFound) {
            return held.error();
        }
        std::string& names = held ? found.there : found.missing;
        names += cat(names.empty() ? "" : ", ", name);
        if (held) {
            wire::wipe(*held);
        }
    }
    return found;
}

/// A new key beside old ones would be refused at every port, for ever.
core::Error partly_filled(const std::string& folder, const KeyFiles& found) {
    return {
        core::Errc::kConflict,
        cat(folder,
            ": has ",
            found.there,
            " but not ",
            found.missing,
            "; nothing was made, since the six belong together: put those that are missing back "
            "from the backup. Only where this central has never started, remove those that are "
            "there and run --init again")};
}

}  // namespace

const daemon::ConfigSchema& config_schema() {
    static const daemon::ConfigSchema schema = [] {
        std::vector<ConfigKey> keys = setting_keys();
        for (const ConfigKey& role : api::role_keys()) {
            keys.push_back(role);
        }
        return daemon::ConfigSchema{std::move(keys)};
    }();
    return schema;
}

Result<CentralSettings> settings_of(const daemon::ConfigValues& config) {
    CentralSettings settings;
    settings.outdated_after = config.duration("outdated_after");
    settings.outdated_deltas = static_cast<std::uint64_t>(config.integer("outdated_deltas"));
    settings.expected_kept = config.duration("expected.kept");
    auto codes = parse_port_codes(config.text("expected.ports"));
    if (!codes) {
        return config.fault("expected.ports", codes.error().what);
    }
    settings.port_codes = *std::move(codes);
    return settings;
}

namespace {

/// Where systemd hands out the keys, it hands out these too: their own folder is closed to the
/// service, and that would pass for a key that cannot be read.
Result<std::vector<wire::BoxKey>> read_other_seals(daemon::CredentialFolders folders) {
    if (!folders.systemd.empty()) {
        folders.configured.clear();
    }
    std::vector<wire::BoxKey> keys;
    for (const std::string_view name : {"seal-next.key", "seal-old.key"}) {
        auto key = daemon::read_box_key(folders, std::string{name}, wire::KeyKind::kSealSecret);
        if (key) {
            keys.push_back(*std::move(key));
        } else if (key.error().code != core::Errc::kNotFound) {
            return key.error();
        }
    }
    return keys;
}

}  // namespace

Result<SiteKeys> read_keys(const daemon::CredentialFolders& folders) {
    SARHAD_TRY(wire::BoxKey link,
               daemon::read_box_key(folders, "link.key", wire::KeyKind::kLinkSecret));
    SARHAD_TRY(wire::BoxKey seal,
               daemon::read_box_key(folders, "seal.key", wire::KeyKind::kSealSecret));
    SARHAD_TRY(wire::SigningKey sequencer, daemon::read_signing_key(folders, "sequencer.key"));
    SARHAD_TRY(wire::SigningKey alert, daemon::read_signing_key(folders, "alert.key"));
    SARHAD_TRY(wire::Secret store,
               daemon::read_secret_key(folders, "store.key", wire::KeyKind::kStoreSecret));
    SARHAD_TRY(wire::Secret subject,
               daemon::read_secret_key(folders, "subject.key", wire::KeyKind::kSubjectSecret));
    SARHAD_TRY(std::vector<wire::BoxKey> other_seals, read_other_seals(folders));
    return SiteKeys{std::move(link),
                    std::move(seal),
                    std::move(sequencer),
                    std::move(alert),
                    std::move(store),
                    std::move(subject),
                    std::move(other_seals)};
}

Result<std::vector<std::string>> make_keys(core::Files& files,
                                           core::Random& random,
                                           const std::string& folder) {
    SARHAD_TRY_STATUS(files.make_folder(folder));
    SARHAD_TRY(const KeyFiles found, look_for_keys(files, folder));
    std::vector<std::string> made;
    if (found.missing.empty()) {
        return made;
    }
    if (!found.there.empty()) {
        return partly_filled(folder, found);
    }
    for (const auto& [name, kind] : kKeyFiles) {
        const std::string path = cat(folder, "/", name);
        core::Bytes file = new_key(random, kind);
        const Status written = files.replace(path, file, core::FileMode::kPrivate);
        wire::wipe(file);
        SARHAD_TRY_STATUS(written);
        made.emplace_back(name);
    }
    return made;
}

daemon::TrustFile trust_for_nodes(const SiteKeys& keys,
                                  const std::vector<daemon::TrustedRole>& agencies) {
    daemon::TrustFile trust;
    trust.central_link = keys.link.public_key();
    trust.central_seal = keys.seal.public_key();
    daemon::TrustedRole sequencer;
    sequencer.kind = wire::RoleKind::kSequencer;
    sequencer.keys = {keys.sequencer.public_key().bytes()};
    daemon::TrustedRole alert;
    alert.kind = wire::RoleKind::kAlert;
    alert.keys = {keys.alert.public_key().bytes()};
    trust.roles = {std::move(sequencer), std::move(alert)};
    trust.roles.insert(trust.roles.end(), agencies.begin(), agencies.end());
    return trust;
}

}  // namespace sarhad::central
