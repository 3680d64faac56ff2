#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "facts/fields.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::facts {

/// Rules that one report of a port names of each sort, and bytes of a reason in it: what it may
/// hold fits a row.
inline constexpr std::size_t kToldRulesMax = 128;
inline constexpr std::size_t kToldWhyMax = 240;

/// A rule that hit too often at a port: what it says there counts less than its author wrote.
struct HeldAtPort {
    std::string id;
    std::uint32_t revision{0};
    bool is_limited{false};  ///< Critical: yellow at most; else it is a shadow.
    friend bool operator==(const HeldAtPort&, const HeldAtPort&) = default;
};
template <>
struct Schema<HeldAtPort> {
    static constexpr std::string_view kName = "held_at_port";
    static constexpr auto kFields =
        FieldList{field(1, "id", &HeldAtPort::id, 80, Feed::kSystem),
                  field(2, "revision", &HeldAtPort::revision, 1, Feed::kSystem),
                  field(3, "is_limited", &HeldAtPort::is_limited, 1, Feed::kSystem)};
};

/// A rule, a reference set or a change of these that came to a port and is not in force there.
struct NotInForce {
    /// "rule PAX-001 rev 2", "lists.agencies_watch version 3", "the change of edition 12".
    std::string what;
    std::string why;
    friend bool operator==(const NotInForce&, const NotInForce&) = default;
};
template <>
struct Schema<NotInForce> {
    static constexpr std::string_view kName = "not_in_force";
    static constexpr auto kFields =
        FieldList{field(1, "what", &NotInForce::what, 128, Feed::kSystem),
                  field(2, "why", &NotInForce::why, kToldWhyMax, Feed::kSystem)};
};

/// What differs at a port from the rules as they are published. Each report is whole, and takes the
/// place of the one before.
struct PortRules {
    core::NodeId node{0};
    core::WallTime at;
    std::vector<HeldAtPort> held;
    std::vector<NotInForce> not_in_force;
    std::uint32_t left_out{0};  ///< Of both, for want of room.
    friend bool operator==(const PortRules&, const PortRules&) = default;
};
template <>
struct Schema<PortRules> {
    static constexpr std::string_view kName = "port_rules";
    static constexpr auto kFields =
        FieldList{field(1, "node", &PortRules::node, 1, Feed::kSystem),
                  field(2, "at", &PortRules::at, 1, Feed::kSystem),
                  field(3, "held", &PortRules::held, kToldRulesMax, Feed::kSystem),
                  field(4, "not_in_force", &PortRules::not_in_force, kToldRulesMax, Feed::kSystem),
                  field(5, "left_out", &PortRules::left_out, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
