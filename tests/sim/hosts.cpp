#include "sim/hosts.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/compartment.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>

#include "editions/edition_rows.h"
#include "sim/plants.h"

namespace sarhad::sim {

WorldKeys::WorldKeys(SimRandom& random, std::size_t count)
    : agency{wire::SigningKey::generate(random)},
      sequencer{wire::SigningKey::generate(random)},
      alert{wire::SigningKey::generate(random)},
      root{wire::SigningKey::generate(random)},
      security{wire::SigningKey::generate(random)},
      tick{wire::SigningKey::generate(random)},
      stranger{wire::SigningKey::generate(random)},
      seal{wire::BoxKey::generate(random)},
      next_agency{wire::SigningKey::generate(random)},
      next_sequencer{wire::SigningKey::generate(random)},
      next_root{wire::SigningKey::generate(random)} {
    random.fill(store);
    random.fill(subject);
    for (std::size_t i = 0; i < count; ++i) {
        nodes.push_back(wire::SigningKey::generate(random));
    }
}

namespace {

/// From 2020 to 2199: what ends, and when, is not simulated.
constexpr core::WallTime kIssued{1'580'000'000'000'000};
constexpr core::WallTime kEnds{7'200'000'000'000'000};

wire::Root root_of(const WorldKeys& keys) {
    using wire::DelegatedRole;
    wire::Root root;
    root.version = 1;
    root.issued = kIssued;
    root.expires = kEnds;
    const auto role = [&root](DelegatedRole kind, std::string name, const wire::SigningKey& key) {
        root.roles.push_back({kind, std::move(name), 1, 0, {key.public_key().bytes()}, kEnds});
    };
    role(DelegatedRole::kRoot, {}, keys.root);
    role(DelegatedRole::kSecurity, {}, keys.security);
    role(DelegatedRole::kAgency, "wl/sim", keys.agency);
    role(DelegatedRole::kSequencer, {}, keys.sequencer);
    role(DelegatedRole::kTick, {}, keys.tick);
    role(DelegatedRole::kAlert, {}, keys.alert);
    root.link_current.fill(1);
    root.seals = {keys.seal.public_key()};
    return root;
}

/// The next keys beside the first ones; of the root's, in their place.
wire::Root second_root_of(const WorldKeys& keys) {
    using wire::DelegatedRole;
    wire::Root root = root_of(keys);
    root.version = 2;
    for (wire::Delegation& role : root.roles) {
        if (role.role == DelegatedRole::kAgency) {
            role.keys.push_back(keys.next_agency.public_key().bytes());
        } else if (role.role == DelegatedRole::kSequencer) {
            role.keys.push_back(keys.next_sequencer.public_key().bytes());
        } else if (role.role == DelegatedRole::kRoot) {
            role.keys = {keys.next_root.public_key().bytes()};
        }
    }
    return root;
}

template <class T>
wire::SignedDocument sign(wire::DocumentKind kind, const T& value, const wire::SigningKey& key) {
    wire::SignedDocument document{kind, wire::encode(value), {}};
    document.signatures = {key.sign(wire::domain_of(kind), document.body)};
    return document;
}

}  // namespace

wire::RoleKeys WorldKeys::agency_role() const {
    wire::RoleKeys keys{1, {agency.public_key()}};
    if (stage != KeyStage::kFirst) {
        keys.keys.push_back(next_agency.public_key());
    }
    return keys;
}

wire::RoleKeys WorldKeys::sequencer_role() const {
    wire::RoleKeys keys{1, {sequencer.public_key()}};
    if (stage != KeyStage::kFirst) {
        keys.keys.push_back(next_sequencer.public_key());
    }
    return keys;
}

wire::SignedDocument WorldKeys::newest_root() const {
    if (stage == KeyStage::kFirst) {
        return sign(wire::DocumentKind::kRoot, sim::root_of(*this), root);
    }
    wire::SignedDocument next = sign(wire::DocumentKind::kRoot, second_root_of(*this), next_root);
    next.signatures.push_back(root.sign(wire::domain_of(next.kind), next.body));
    return next;
}

std::vector<wire::SignedDocument> WorldKeys::documents() const {
    wire::Revocations revoked{1, kIssued, kEnds, {}, {}};
    wire::Compartment closed;
    closed.version = 1;
    closed.list = kClosedList;
    closed.members = {{kClosedTo, {}}};
    closed.issued = kIssued;
    closed.expires = kEnds;
    std::vector<wire::SignedDocument> documents{
        sign(wire::DocumentKind::kRoot, sim::root_of(*this), root)};
    if (stage != KeyStage::kFirst) {
        documents.push_back(newest_root());
    }
    if (stage == KeyStage::kOldRevoked) {
        revoked.version = 2;
        revoked.keys.push_back({agency.public_key().bytes(), kIssued, "stolen"});
        closed.version = 2;
    }
    documents.push_back(sign(wire::DocumentKind::kRevocations, revoked, security));
    documents.push_back(
        sign(wire::DocumentKind::kCompartment, closed, closed.version == 1 ? agency : next_agency));
    return documents;
}

std::optional<wire::SignedDocument> WorldKeys::root_of(core::NodeId node) const {
    if (node.value() == nodes.size()) {
        return std::nullopt;
    }
    wire::Root named = sim::root_of(*this);
    if (is_planted(WorldPlant::kStrangerTrusted)) {
        for (wire::Delegation& role : named.roles) {
            if (role.role == wire::DelegatedRole::kSequencer ||
                role.role == wire::DelegatedRole::kAlert) {
                role.keys.push_back(stranger.public_key().bytes());
            }
        }
    }
    return sign(wire::DocumentKind::kRoot, named, root);
}

wire::SigningKey copy_of(const wire::SigningKey& key) {
    return *wire::SigningKey::parse(key.to_file());
}

wire::Secret secret_of(const std::array<std::uint8_t, 32>& bytes) {
    wire::Secret secret{bytes.size()};
    std::copy(bytes.begin(), bytes.end(), secret.bytes().begin());
    return secret;
}

Machine::Machine(const Surroundings& surroundings, std::string machine_name)
    : around{surroundings},
      name{std::move(machine_name)},
      disk{around.random},
      vfs{"sim-" + name, disk},
      files{disk},
      clock{around.timeline},
      log{around.trace, name} {}

CrossingId to_crossing_id(const core::Bytes& bytes) {
    CrossingId id{};
    SARHAD_CHECK(bytes.size() == id.size());
    std::copy(bytes.begin(), bytes.end(), id.begin());
    return id;
}

wire::Hash256 to_hash(const core::Bytes& bytes) {
    wire::Hash256 hash{};
    SARHAD_CHECK(bytes.size() == hash.size());
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

Edition closed_edition(std::uint64_t number) {
    Edition edition;
    edition.name = kClosedList;
    edition.number = number;
    // Central publishes no edition in which no entry differs.
    std::vector<std::string> ids{"CLOSED-1", "CLOSED-2", "CLOSED-3"};
    if (number > 1) {
        ids.emplace_back("CLOSED-4");
    }
    for (const std::string& id : ids) {
        watchlists::ListEntry entry;
        entry.id = id;
        watchlists::ListedName name;
        name.text = core::Redacted<std::string>{core::cat("XEROBANT ", id)};
        entry.names.push_back(std::move(name));
        edition.entries.emplace(id, std::move(entry));
    }
    return edition;
}

core::Bytes list_file_of(const Edition& edition) {
    std::vector<watchlists::ListEntry> entries;
    for (const auto& [id, entry] : edition.entries) {
        entries.push_back(entry);
    }
    std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) {
        return editions::place_of(left.id) < editions::place_of(right.id);
    });
    watchlists::ListManifest manifest;
    manifest.name = edition.name;
    manifest.source = "SIM";
    manifest.edition = edition.number;
    return *watchlists::write_list(manifest, entries, &wire::blake2b);
}

std::map<std::string, core::Bytes> bodies_of(const Edition& edition) {
    std::map<std::string, core::Bytes> bodies;
    const watchlists::ListFile list = *watchlists::read_list(list_file_of(edition), &wire::blake2b);
    bodies[std::string{watchlists::kManifestId}] = wire::encode(list.manifest);
    for (const auto& [id, entry] : edition.entries) {
        bodies[id] = watchlists::entry_bytes(entry);
    }
    return bodies;
}

std::map<std::string, core::Bytes> rows_of(const Edition& edition) {
    std::map<std::string, core::Bytes> rows = bodies_of(edition);
    for (auto& [id, body] : rows) {
        body = slow_hash(body);
    }
    return rows;
}

void end_process(Machine& machine) {
    if (machine.disk.is_on()) {  // Else it is the power that failed, and the disk knows how.
        machine.disk.power_off(PowerLoss::kProcessOnly);
    }
}

}  // namespace sarhad::sim
