#pragma once

#include "core/plant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::sim {

/// Bugs of the world around the programs, beside those inside them (core::Plant).
enum class WorldPlant : std::uint8_t {
    kSkipSync,         ///< The drive answers a sync and does nothing.
    kStaleDisk,        ///< A host comes back with the disk that it had some time ago.
    kStrangerTrusted,  ///< The nodes' bundles name an attacker's key as a sequencer's.
};

/// How long a run has to be for a bug to have an effect. A day is one of the calendar.
enum class Needs : std::uint8_t { kMinutes, kDay };

struct PlantedBug {
    std::string_view name;
    std::string_view sentence;
    std::optional<core::Plant> inside;
    std::optional<WorldPlant> around;
    std::string_view masked_by{};  ///< A second line that makes it harmless; else empty.
    Needs needs{Needs::kMinutes};
};

/// Every bug that can be planted.
[[nodiscard]] const std::vector<PlantedBug>& planted_bugs();
[[nodiscard]] const PlantedBug* find_plant(std::string_view name);

/// Plants `bug` (null: none) in this process, until the next call.
void plant(const PlantedBug* bug);
[[nodiscard]] bool is_planted(WorldPlant bug);

}  // namespace sarhad::sim
