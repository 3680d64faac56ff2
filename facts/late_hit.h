#pragma once

#include "facts/decision.h"

#include <array>
#include <cstdint>

namespace sarhad::facts {

/// A listed entry that matches somebody who had passed before it was listed so: work for the desk
/// that looks for people, never for a counter.
struct LateHit {
    /// BLAKE2b-128 of the crossing's id, the list, the entry and the tier.
    std::array<std::uint8_t, 16> id{};
    core::NodeId node{0};
    core::PortId port{""};                    ///< Where the person passed.
    std::array<std::uint8_t, 16> crossing{};  ///< Who: the crossing's id.
    core::WallTime passed_at;                 ///< When the person was screened.
    core::WallTime found_at;
    Hit hit;  ///< With the edition that lists it so, its tier and its reasons; of the day found_at.
    std::uint32_t normalise_version{0};  ///< As in Decision; 0: of a version that did not say so.
    std::uint32_t scoring_version{0};
    friend bool operator==(const LateHit&, const LateHit&) = default;
};
template <>
struct Schema<LateHit> {
    static constexpr std::string_view kName = "late_hit";
    static constexpr auto kFields =
        FieldList{field(1, "id", &LateHit::id, 16, Feed::kSystem),
                  field(2, "node", &LateHit::node, 1, Feed::kSystem),
                  field(3, "port", &LateHit::port, 32, Feed::kSystem),
                  field(4, "crossing", &LateHit::crossing, 16, Feed::kSystem),
                  field(5, "passed_at", &LateHit::passed_at, 1, Feed::kSystem),
                  field(6, "found_at", &LateHit::found_at, 1, Feed::kSystem),
                  field(7, "hit", &LateHit::hit, 1, Feed::kSystem),
                  field(8, "normalise_version", &LateHit::normalise_version, 1, Feed::kSystem),
                  field(9, "scoring_version", &LateHit::scoring_version, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
