#pragma once

#include "core/log.h"

/// What the transports log; docs/events.md says what the operator does about each.
namespace sarhad::wire {

using core::LogEvent;
using core::LogLevel;

inline constexpr LogEvent kLinkUp{"WIRE-001", LogLevel::kInfo, "link up"};
inline constexpr LogEvent kLinkDown{"WIRE-002", LogLevel::kWarn, "link down"};
inline constexpr LogEvent kLinkRefused{"WIRE-003", LogLevel::kError, "link refused"};
inline constexpr LogEvent kConnectionsRefused{
    "WIRE-004", LogLevel::kWarn, "connections refused by the allow-list"};
inline constexpr LogEvent kFramesDropped{"WIRE-005", LogLevel::kWarn, "frames dropped"};
inline constexpr LogEvent kAdmissionEnded{
    "WIRE-006", LogLevel::kInfo, "admission ended, new connections are refused"};
inline constexpr LogEvent kRevokedKey{
    "ERASE-006", LogLevel::kError, "a revoked node's key asked to connect, and was refused"};

}  // namespace sarhad::wire
