#pragma once

#include "core/result.h"
#include "replication/credit.h"
#include "wire/keyring.h"
#include "wire/secret.h"
#include "wire/trust.h"
#include "wire/trust_documents.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/sim_disk.h"
#include "sim/sim_files.h"
#include "sim/sim_network.h"
#include "sim/sim_time.h"
#include "sim/sim_vfs.h"
#include "sim/trace.h"
#include "sim/views.h"
#include "sim/workload.h"

namespace sarhad::central {
struct Upload;
struct UploadStanding;
}  // namespace sarhad::central

namespace sarhad::sim {

/// What the ports' operators have set.
struct SiteSettings {
    core::Duration scan_every{std::chrono::seconds{1}};
    core::Duration lists_checked_every{std::chrono::minutes{2}};
};

/// What all hosts of a world share.
struct Surroundings {
    Timeline& timeline;
    SimRandom& random;
    SimNetwork& network;
    Trace& trace;
    std::uint32_t bulk_credit{replication::GivenCredit::kGrantedMax};  ///< That ports grant.
    SiteSettings site{};
};

/// Which of the keys that change hold, and sign.
enum class KeyStage : std::uint8_t {
    kFirst,       ///< Root 1: the first ones.
    kBoth,        ///< Root 2 names the next ones beside them; the first ones sign.
    kNext,        ///< The next ones sign. Who has a first one can still sign.
    kOldRevoked,  ///< The agency's first key is revoked.
};

/// Every key of a world, public halves included: the world is its own notary. A key is kept as its
/// file, since a process that starts again reads it again.
struct WorldKeys {
    explicit WorldKeys(SimRandom& random, std::size_t nodes);

    wire::SigningKey agency;
    wire::SigningKey sequencer;
    wire::SigningKey alert;
    wire::SigningKey root;
    wire::SigningKey security;
    wire::SigningKey tick;
    wire::SigningKey stranger;  ///< An attacker's; nobody trusts it, save in a plant.
    wire::BoxKey seal;
    std::array<std::uint8_t, 32> store{};    ///< Seals each host's own records.
    std::array<std::uint8_t, 32> subject{};  ///< The same at all ports.
    std::vector<wire::SigningKey> nodes;     ///< By node id less 1.
    wire::SigningKey next_agency;
    wire::SigningKey next_sequencer;
    wire::SigningKey next_root;
    KeyStage stage{KeyStage::kFirst};

    [[nodiscard]] bool is_next_in_use() const { return stage >= KeyStage::kNext; }
    [[nodiscard]] const wire::SigningKey& signing_agency() const {
        return is_next_in_use() ? next_agency : agency;
    }
    [[nodiscard]] const wire::SigningKey& signing_sequencer() const {
        return is_next_in_use() ? next_sequencer : sequencer;
    }
    /// Of everybody who holds the role now.
    [[nodiscard]] wire::RoleKeys agency_role() const;
    [[nodiscard]] wire::RoleKeys sequencer_role() const;
    /// The country's roots, what is revoked, and whose kClosedList is, as central carries them.
    [[nodiscard]] std::vector<wire::SignedDocument> documents() const;
    [[nodiscard]] wire::SignedDocument newest_root() const;
    /// The root of a node's bundle; none: a site of before, which has only its trust file.
    [[nodiscard]] std::optional<wire::SignedDocument> root_of(core::NodeId node) const;
};

/// A host's hardware: what outlives its process.
struct Machine {
    Machine(const Surroundings& around, std::string machine_name);

    const Surroundings& around;
    std::string name;
    SimDisk disk;
    SimVfs vfs;
    SimFiles files;
    SimClock clock;
    SimLog log;
    OwnerId owner{0};  ///< Of the process that runs; 0: none does.
};

/// What a daemon does whose database's device failed: at the end of this event it is gone, and
/// starts again later.
void end_process(Machine& machine);

/// A port: a machine and, while it runs, the daemon's own classes on it.
class NodeHost final {
public:
    static constexpr std::string_view kSpool = "spool";
    static constexpr std::string_view kDatabase = "node.db";

    /// `machine`: not 0 for one that has another's keys.
    NodeHost(const Surroundings& around,
             core::NodeId id,
             const WorldKeys& keys,
             MachineIndex machine = 0);
    ~NodeHost();

    [[nodiscard]] core::NodeId id() const { return id_; }
    [[nodiscard]] Machine& machine() { return machine_; }
    [[nodiscard]] bool is_running() const { return process_ != nullptr; }
    /// The process starts over what the disk holds. An error: it ends again at once.
    [[nodiscard]] core::Status start(OwnerId owner);
    /// The process is gone; whether the power with it is the disk's matter, before.
    void end();
    /// An officer acknowledges the oldest alert not yet acknowledged here; `answered` hears of the
    /// alert once the daemon has confirmed it.
    void acknowledge_one(const std::function<void(const CrossingId&)>& answered);
    /// The officer's page of crossings, read beside the writer: `answered` hears the number of the
    /// newest one.
    void look(const std::function<void(std::uint64_t)>& answered);
    /// A row of its list rots on the disk, under the running process; false where the disk refused.
    [[nodiscard]] bool rot(SimRandom& random);
    /// Until the next call. The disk is read again only where something became durable.
    [[nodiscard]] const NodeView& view() const;

private:
    struct Process;
    [[nodiscard]] NodeView read_disk() const;
    void read_shown(NodeView& view) const;
    core::NodeId id_;
    const WorldKeys& keys_;
    MachineIndex index_;
    mutable Machine machine_;
    std::unique_ptr<Process> process_;
    mutable NodeView seen_;
    mutable std::uint64_t seen_at_{0};  ///< The disk's version then.
};

/// Central, likewise.
class CentralHost final {
public:
    static constexpr std::string_view kDatabase = "central.db";

    CentralHost(const Surroundings& around, const WorldKeys& keys, std::size_t nodes);
    ~CentralHost();

    [[nodiscard]] Machine& machine() { return machine_; }
    [[nodiscard]] bool is_running() const { return process_ != nullptr; }
    [[nodiscard]] core::Status start(OwnerId owner);
    void end();
    /// Hands in an edition that `agency` has signed. `answered` is called once, unless the process
    /// ends first.
    void publish(const Edition& edition,
                 const wire::SigningKey& agency,
                 std::function<void(core::Status)> answered);
    /// Reads the signed documents anew, as its operator's reload does. While it runs.
    [[nodiscard]] core::Status renew_trust();
    /// A port's keys count no more. `answered` as publish()'s.
    void revoke(core::NodeId node, std::function<void(core::Status)> answered);
    using Told = core::Result<std::uint64_t>;  ///< The version under which central holds it.
    /// A carrier's list of one journey. `answered` as publish()'s.
    void announce(core::Bytes file, std::function<void(const Told&)> answered);
    /// The journey is not made.
    void cancel(const JourneyId& journey, std::function<void(const Told&)> answered);
    /// The page of alerts, likewise.
    void look(const std::function<void(std::uint64_t)>& answered);
    /// As NodeHost's.
    [[nodiscard]] const CentralView& view() const;

private:
    struct Process;
    struct Sending;
    [[nodiscard]] core::Status provision();
    void send_next(const std::shared_ptr<Sending>& sending,
                   const core::Result<central::Upload>& upload);
    void hear(const std::shared_ptr<Sending>& sending,
              const core::Result<central::UploadStanding>& standing);
    [[nodiscard]] CentralView read_disk() const;
    void read_stopped(CentralView& view) const;
    const WorldKeys& keys_;
    std::size_t nodes_;
    mutable Machine machine_;
    std::unique_ptr<Process> process_;
    mutable CentralView seen_;
    mutable std::uint64_t seen_at_{0};
};

/// Codes that carriers have for each port, in the order of their nodes.
inline constexpr std::array<std::array<std::string_view, 2>, 3> kPortCodes{
    {{"XXB", "XXC"}, {"XXC", "XXD"}, {"XXD", "XXE"}}};
/// Bytes of a journey in a delta, so that a list of some travellers has several.
inline constexpr std::size_t kExpectedPiece = 512;

/// The simulated list, and its entries as they travel.
inline constexpr std::string_view kListName = "wl/sim/persons";
/// A list that belongs to the first port alone, and of which there is one edition; a second one
/// where its agency's key was stolen.
inline constexpr std::string_view kClosedList = "wl/sim/closed";
inline constexpr core::NodeId kClosedTo{1};
inline constexpr core::StreamId kClosedStream{101};
inline constexpr std::uint64_t kSecondClosed = 2;
[[nodiscard]] Edition closed_edition(std::uint64_t number = 1);
[[nodiscard]] core::Bytes list_file_of(const Edition& edition);
/// The rows that replicate it, the manifest's included: each body by its id.
[[nodiscard]] std::map<std::string, core::Bytes> bodies_of(const Edition& edition);
/// The rows that replicate it, the manifest's included: the hash of each body by its id.
[[nodiscard]] std::map<std::string, core::Bytes> rows_of(const Edition& edition);

[[nodiscard]] wire::SigningKey copy_of(const wire::SigningKey& key);
[[nodiscard]] wire::Secret secret_of(const std::array<std::uint8_t, 32>& bytes);
/// Of 16 and of 32 bytes (checked).
[[nodiscard]] CrossingId to_crossing_id(const core::Bytes& bytes);
[[nodiscard]] wire::Hash256 to_hash(const core::Bytes& bytes);

}  // namespace sarhad::sim
