#pragma once

#include "core/ids.h"
#include "facts/decision.h"

#include <array>
#include <string>

namespace sarhad::facts {

/// A supervisor's word that a port works on, on old data: once a shift or for a flight, never for a
/// traveller. Nothing waits for it.
struct GoAhead {
    std::array<std::uint8_t, 16> id{};
    core::NodeId node{0};
    core::WallTime at;
    std::string officer;  ///< Account, not a person's name.
    std::string flight;   ///< "PK302"; empty: for the shift.
    TrustAge trust_age{TrustAge::kDegraded};
    core::WallTime data_as_of;  ///< Of the data that the port works on; 0: unknown.
    friend bool operator==(const GoAhead&, const GoAhead&) = default;
};
template <>
struct Schema<GoAhead> {
    static constexpr std::string_view kName = "go_ahead";
    static constexpr auto kFields =
        FieldList{field(1, "id", &GoAhead::id, 16, Feed::kSystem),
                  field(2, "node", &GoAhead::node, 1, Feed::kSystem),
                  field(3, "at", &GoAhead::at, 1, Feed::kSystem),
                  field(4, "officer", &GoAhead::officer, 64, Feed::kOfficer),
                  field(5, "flight", &GoAhead::flight, 16, Feed::kOfficer),
                  field(6, "trust_age", &GoAhead::trust_age, 1, Feed::kSystem),
                  field(7, "data_as_of", &GoAhead::data_as_of, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
