#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::sim {

/// What a run did, and what was done to it.
enum class Count : std::uint8_t {
    kEvents,
    kVirtualSeconds,
    kMessages,
    kCrossings,
    kAlerts,
    kEditions,
    kJourneys,  ///< That carriers told central of.
    kChecks,
    kLooks,        ///< Pages read beside the writer.
    kCrashes,      ///< Processes that ended, with or without the power.
    kPowerLosses,  ///< Of the machine: what was not synced is lost, or torn.
    kSectorsLost,
    kSectorsTorn,
    kDiskErrors,  ///< Operations that the disk failed, or had no room for.
    kClockSteps,
    kCuts,  ///< Times that a direction of a line was cut.
    kSlowLines,
    kOutages,      ///< Lines that were cut, and machines switched off, for hours or days.
    kRots,         ///< Rows of a list changed under a running port.
    kRestores,     ///< Of central, from an older backup.
    kLatePorts,    ///< Ports that began behind the others.
    kRevocations,  ///< Ports whose keys were revoked while they went on.
    kClones,       ///< Ports whose keys were in two machines.
    kRotations,    ///< Roots that followed another, with new keys of sequencer and agency.
    kKeyThefts,    ///< Agencies' keys that were stolen, used and revoked.
    kSent,
    kDelivered,
    kLost,
    kDuplicated,
    kReordered,
    kTampered,
    kLate,
    kConnections,
};
inline constexpr std::size_t kCounts = static_cast<std::size_t>(Count::kConnections) + 1;

/// Each of them, of one run or of many.
class Counts final {
public:
    using Values = std::array<std::uint64_t, kCounts>;

    [[nodiscard]] std::uint64_t& operator[](Count count) {
        return values_.at(static_cast<std::size_t>(count));
    }
    [[nodiscard]] std::uint64_t operator[](Count count) const {
        return values_.at(static_cast<std::size_t>(count));
    }
    void add(const Counts& other);
    [[nodiscard]] const Values& values() const { return values_; }
    [[nodiscard]] Values& values() { return values_; }

private:
    Values values_{};
};

/// As the summary says it: "power_losses".
[[nodiscard]] std::string_view name_of(Count count);

}  // namespace sarhad::sim
