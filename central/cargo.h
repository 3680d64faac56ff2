#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "facts/cargo_screening.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::central {

using CargoId = std::array<std::uint8_t, 16>;

/// Of a row about cargo, by what it is found.
struct CargoTold {
    core::Seq seq{0};
    CargoId id{};
    CargoId subject{};
    std::string kind;
    facts::Channel channel{facts::Channel::kGreen};
    std::uint32_t findings{0};
};
[[nodiscard]] CargoTold told_of(core::Seq seq, const facts::CargoScreening& cargo);

/// What a port screened of cargo, as central has it.
struct CargoRow {
    std::int64_t number{0};  ///< Central's own count.
    CargoId id{};
    core::NodeId node{0};
    core::PortId port{""};
    core::WallTime received_at;
    facts::Channel channel{facts::Channel::kGreen};
    std::optional<facts::CargoScreening> cargo;  ///< None where it was erased.
};

inline constexpr std::size_t kCargoPageMax = 200;

/// Which records are asked for: the strictest channel first, then the newest.
struct CargoAsked {
    std::optional<core::NodeId> node{};
    std::optional<CargoId> id{};
    std::optional<CargoId> subject{};  ///< The same bill, ship ... at whatever ports.
    std::string kind{};                ///< "" for all.
    std::optional<facts::Channel> channel{};
    bool with_findings{false};
    bool has_history{false};  ///< Also what a port decided before of the same.
    std::optional<std::pair<facts::Channel, std::int64_t>> after{};
    std::size_t limit{0};
};

}  // namespace sarhad::central
