#pragma once

#include "replication/fragments.h"
#include "wire/messages.h"

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/calendar.h"
#include "sim/counts.h"
#include "sim/hosts.h"
#include "sim/invariants.h"
#include "sim/ledger.h"
#include "sim/thief.h"

namespace sarhad::sim {

struct WorldOptions {
    std::uint64_t seed{1};
    std::chrono::seconds chaos{std::chrono::minutes{15}};  ///< Faults stop then.
    Pace pace{Pace::kDense};
    Printing printing{Printing::kOff};
};

/// Any frame of the protocol.
[[nodiscard]] core::Result<wire::Message> parse_message(const core::Bytes& bytes);

/// How a run ended.
struct Outcome {
    std::uint64_t seed{0};
    Counts counts;
    std::uint64_t trace_hash{0};
    Verdict broken{};
};

/// Which faults a seed has: not all at once, so that each also meets an otherwise healthy world.
struct FaultMix {
    explicit FaultMix(SimRandom& random);
    bool has_losses;
    bool has_repeats;
    bool has_reordering;
    bool has_partitions;
    bool has_slow_lines;
    bool has_attacker;
    bool has_node_crashes;
    bool has_central_crashes;
    bool has_disk_errors;
    bool has_full_disks;
    bool has_clock_steps;
    bool has_old_backup;  ///< Central is restored from one, once.
    bool has_thief;       ///< The attacker has the sequencer's key.
    bool has_rot;         ///< Rows of a port's list change, go or come on its disk.
    bool has_late_port;   ///< A port starts when the others have long had their lists.
    bool has_outages;     ///< Of hours and days, in runs of days.
    bool has_revocation;  ///< A port's keys are revoked; whoever has its machine goes on.
    bool has_clone;       ///< A port's disk and keys are in a second machine.
    bool has_rotation;    ///< A second root; the sequencer and the agency get new keys.
    bool has_key_theft;   ///< Then the agency's old key is stolen, used, and revoked.
};

/// One central and three ports, run by one seed in one thread. One world at a time in a process:
/// libsodium's randomness and the planted bug are the process's.
class World final {
public:
    static constexpr std::size_t kNodes = 3;
    /// After the faults have stopped all must have converged within this.
    static constexpr std::chrono::seconds kSettleMax = std::chrono::minutes{10};

    explicit World(const WorldOptions& options);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] Outcome run();

private:
    /// A host as the faults see it: index 0 is central, kClone the clone.
    static constexpr std::size_t kCentralHost = 0;
    static constexpr std::size_t kClone = kNodes + 1;
    [[nodiscard]] NodeHost& port(std::size_t host) {
        return host == kClone ? *clone_ : *nodes_[host - 1];
    }
    [[nodiscard]] Machine& machine(std::size_t host);
    [[nodiscard]] bool is_running(std::size_t host);
    void start(std::size_t host);
    void crash(std::size_t host, PowerLoss loss);
    /// It starts again after `pause`.
    void crash(std::size_t host, PowerLoss loss, core::Duration pause);
    void bury_the_dead();

    [[nodiscard]] wire::Hash256 sign_list(const Edition& edition);
    void repeat(core::Duration least, core::Duration most, std::function<void()> what);
    void schedule_work();
    void schedule_faults();
    void drop_message();
    void drop_at(NodeHost& node, const Arrival& arrival);
    void publish_edition();
    void hand_in_edition();
    void hand_in_closed();
    void tell_of_journey();
    void cancel_journey();
    void acknowledge_alert();
    void look_at_pages();
    void change_weather();
    void set_weather(core::NodeId node, const Weather& weather);
    void disturb(std::size_t host);
    void note_who_is_at_ease();
    void crash_someone();
    void trouble_a_disk();
    void rot_a_list();
    void plan_late_port();
    void plan_outages();
    void begin_outage();
    void plan_revocation();
    void revoke_port();
    void plan_clone();
    void clone_port();
    void look_for_clone();
    void bar(core::NodeId node, int invariant);
    void plan_old_backup();
    void restore_central();
    void calm_down();

    /// One direction of one connection.
    struct Way {
        LinkName link;
        ConnectionId connection{0};
        Direction direction{Direction::kUp};
        friend auto operator<=>(const Way&, const Way&) = default;
    };
    void watch_frame(const Way& way, const core::Bytes& frame);
    void watch_message(const Way& way, const wire::Message& message);
    void watch_barred(core::NodeId node, const wire::Message& message);
    void watch_flow(const Way& way, const core::Bytes& frame, const wire::Message& message);
    [[nodiscard]] std::optional<core::Bytes> put_together(const Way& way,
                                                          const core::Bytes& frame,
                                                          const wire::Message& message);
    void watch_deltas(const core::Bytes& frame);
    [[nodiscard]] std::optional<Altered> attack(const core::Bytes& frame);
    [[nodiscard]] std::optional<core::Bytes> tamper(const core::Bytes& frame);
    [[nodiscard]] std::optional<core::Bytes> take_rows_off(const core::Bytes& frame);
    [[nodiscard]] std::optional<core::Bytes> forge(const core::Bytes& frame);
    void plan_rotation();
    void rotate_keys();
    void tell_documents(const std::function<void()>& then);
    void use_next_keys();
    void use_stolen_key();
    void revoke_stolen_key();
    void try_stolen_key();
    [[nodiscard]] core::Duration a_while() const;
    [[nodiscard]] Edition stolen_edition(std::uint64_t number) const;
    [[nodiscard]] Verdict check_documents();
    [[nodiscard]] std::optional<Altered> steal(const core::Bytes& frame);
    [[nodiscard]] std::optional<core::Bytes> other_trust(const core::Bytes& frame,
                                                         const wire::Message& message);
    [[nodiscard]] std::optional<core::Bytes> forged_compartment();
    struct Genuine;
    [[nodiscard]] std::optional<Genuine> open_genuine(const core::Bytes& frame) const;

    void run_until(core::Duration end);
    void check_all();
    void note_broken(const Verdict& verdict);
    [[nodiscard]] bool has_converged();
    void settle();
    void count(Outcome& outcome);

    WorldOptions options_;
    SimRandom random_;
    SodiumSeed sodium_{random_};
    Timeline timeline_;
    Trace trace_;
    SimNetwork network_;
    Surroundings around_{timeline_, random_, network_, trace_};
    WorldKeys keys_;
    Workload workload_;
    FaultMix faults_;
    Calendar calendar_;
    Thief thief_{random_, keys_.sequencer};
    Ledger ledger_;
    std::vector<core::Bytes> heads_seen_;                   ///< Documents that passed by in HEAD.
    std::map<core::NodeId, core::Duration> list_known_at_;  ///< First ACK with a list in force.
    /// What a way carries, by what its two ends have said: all of it modulo 2^32.
    struct Flow {
        bool has_sent{false};
        std::uint32_t sent{0};
        std::uint32_t received{0};
        std::uint32_t granted{0};
    };
    std::map<Way, Flow> flows_;
    std::map<Way, replication::Fragments> pieces_;
    core::Bytes passing_;  ///< The frame that was handed over last; whole, where it came in pieces.
    Invariants invariants_;
    CentralHost central_;
    std::vector<std::unique_ptr<NodeHost>> nodes_;
    std::unique_ptr<NodeHost> clone_;      ///< With the keys and the disk of one of them.
    std::vector<SimDisk::Image> backups_;  ///< By host, for the plant stale-disk.
    SimDisk::Image central_backup_;        ///< What an operator puts back.

    /// Since when nothing of a port's way to FRESH data was disturbed.
    struct Ease {
        core::Duration since{0};
        bool is_fair{true};  ///< Its weather.
    };
    std::map<core::NodeId, Ease> ease_;
    std::optional<std::size_t> late_host_;              ///< Not there yet.
    std::map<core::NodeId, core::Duration> cut_until_;  ///< By an outage.
    std::optional<core::NodeId> revoked_;               ///< Asked for; the ledger knows when it is.
    bool is_revoking_{false};
    bool is_calm_{false};
    bool is_check_due_{false};
    bool is_handing_in_{false};
    bool is_telling_{false};      ///< A carrier waits for central's answer.
    bool is_closed_held_{false};  ///< Central has confirmed the edition of kClosedList.
    std::uint64_t closed_number_{1};
    bool is_stolen_waiting_{false};  ///< The edition that waits is the thief's of the agency's key.
    std::set<wire::Hash256> closed_roots_;    ///< Of every edition of kClosedList.
    core::Bytes compartment_seen_;            ///< The document that passed by last.
    std::optional<Edition> waiting_edition_;  ///< Signed, and not yet confirmed by central.
    OwnerId owners_{0};
    Counts counts_;
    Verdict broken_;
    Verdict unsettled_;
};

}  // namespace sarhad::sim
