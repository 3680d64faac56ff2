#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/sim_random.h"

namespace sarhad::sim {

enum class DiskOutcome : std::uint8_t {
    kDone,
    kFailed,   ///< An injected device error; nothing was done.
    kFull,     ///< Past the capacity; nothing was done.
    kMissing,  ///< No such file.
    kOff,      ///< The power is off; nothing was done.
};

/// What a crash leaves of what was written and not synced.
enum class PowerLoss : std::uint8_t {
    kProcessOnly,   ///< The process died, the machine did not: all of it is kept.
    kAllUnsynced,   ///< All of it is lost.
    kMixedSectors,  ///< Each sector of 512 bytes is lost, kept or torn, each by the seed.
};

/// Whether a sync does what it says. kLies is a planted bug: the drive's cache says "done".
enum class SyncTruth : std::uint8_t { kHonest, kLies };

/// Whether a change of a name is made durable with it.
enum class FolderSync : std::uint8_t { kNow, kLater };

/// A file's bytes: as the process sees them, and as a power failure would leave them.
struct SimFile {
    core::Bytes live;
    core::Bytes durable;
    std::vector<std::uint8_t> is_dirty;  ///< By sector of `live`.
    std::vector<std::uint32_t> dirty;    ///< The dirty sectors, each once.
    bool is_synced{false};               ///< Ever: else a power failure takes the file too.
};

/// A disk of one host in memory. A write can be read at once and is durable from the sync on; a
/// name is durable from the sync of its folder on, which the first sync of a new file brings.
/// A failed sync leaves the sectors clean and NOT durable, as Linux does.
/// Every write, sync, rename and removal is one operation; faults are set by operation.
class SimDisk final {
public:
    using Handle = std::shared_ptr<SimFile>;

    static constexpr std::size_t kSector = 512;

    struct Counters {
        std::uint64_t operations{0};
        std::uint64_t syncs{0};
        std::uint64_t power_losses{0};
        std::uint64_t sectors_lost{0};
        std::uint64_t sectors_torn{0};
        std::uint64_t failures{0};  ///< Injected errors that were returned.
    };

    explicit SimDisk(SimRandom& random) : random_{random} {}
    SimDisk(const SimDisk&) = delete;
    SimDisk& operator=(const SimDisk&) = delete;

    /// Null where there is none, and `create` is false, or the power is off.
    [[nodiscard]] Handle open(const std::string& name, bool create);
    [[nodiscard]] DiskOutcome write(SimFile& file, std::uint64_t offset, core::ByteView bytes);
    [[nodiscard]] DiskOutcome truncate(SimFile& file, std::uint64_t size);
    [[nodiscard]] DiskOutcome sync(const std::string& name, SimFile& file);
    [[nodiscard]] DiskOutcome rename(const std::string& from, const std::string& to);
    [[nodiscard]] DiskOutcome remove(const std::string& name, FolderSync folder);
    /// Makes what happened to the names durable.
    [[nodiscard]] DiskOutcome sync_names();
    [[nodiscard]] bool exists(const std::string& name) const { return names_.count(name) != 0; }
    /// In order of their names.
    [[nodiscard]] std::vector<std::string> names_in(const std::string& folder) const;

    /// The power fails now: what is not durable is decided upon. Handles are dead from here on.
    void power_off(PowerLoss loss);
    void power_on() { is_on_ = true; }
    [[nodiscard]] bool is_on() const { return is_on_; }

    /// The power fails instead of the `operations`-th operation from now (1: the next).
    void power_off_after(std::uint64_t operations, PowerLoss loss);
    void fail_sync_after(std::uint64_t syncs) { sync_fails_in_ = syncs; }
    void fail_operation_after(std::uint64_t operations) { operation_fails_in_ = operations; }
    /// All files together; none: no limit.
    void set_capacity(std::optional<std::uint64_t> bytes) { capacity_ = bytes; }
    void set_sync_truth(SyncTruth truth) { truth_ = truth; }
    void clear_faults();

    /// Grows with each change of what image() gives: what was read of it holds until then.
    [[nodiscard]] std::uint64_t durable_version() const { return durable_version_; }

    [[nodiscard]] std::uint64_t used() const;
    [[nodiscard]] const Counters& counters() const { return counters_; }

    /// The disk as a power failure that loses all unsynced would leave it: for stale_disk.
    struct Image {
        std::map<std::string, core::Bytes> files;
    };
    [[nodiscard]] Image image() const;
    /// While the power is off: the disk is `image` from now on (a backup restored).
    void restore(const Image& image);
    /// Likewise, of what is durable on `other`, for a look at it: nothing is durable here. All
    /// names are there; content have only those that begin with `wanted`.
    void show(const SimDisk& other, const std::string& wanted);

private:
    [[nodiscard]] DiskOutcome step();
    void mark_dirty(SimFile& file, std::uint64_t from, std::uint64_t to);
    void settle(SimFile& file);
    void settle_names();
    [[nodiscard]] std::map<std::string, Handle> mixed_names();
    void lose(SimFile& file, PowerLoss loss);
    void keep_sector(const SimFile& file,
                     std::uint32_t sector,
                     std::size_t kept,
                     core::Bytes& survivor) const;

    SimRandom& random_;
    std::map<std::string, Handle> names_;
    std::map<std::string, Handle> durable_names_;
    bool is_on_{true};
    std::uint64_t power_fails_in_{0};
    PowerLoss loss_{PowerLoss::kAllUnsynced};
    std::uint64_t sync_fails_in_{0};
    std::uint64_t operation_fails_in_{0};
    std::optional<std::uint64_t> capacity_;
    SyncTruth truth_{SyncTruth::kHonest};
    std::uint64_t durable_version_{1};
    Counters counters_;
};

}  // namespace sarhad::sim
