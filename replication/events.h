#pragma once

#include "core/log.h"

/// Events of the replication state machines; docs/events.md explains each.
namespace sarhad::replication {

using core::LogEvent;
using core::LogLevel;

inline constexpr LogEvent kSessionLive{"REPL-001", LogLevel::kInfo, "session live"};
inline constexpr LogEvent kLinkSilent{"REPL-002", LogLevel::kWarn, "link silent, dialling again"};
inline constexpr LogEvent kFrameRefused{"REPL-003", LogLevel::kWarn, "frame refused"};
inline constexpr LogEvent kDeltaRefused{"REPL-004", LogLevel::kError, "delta refused"};
inline constexpr LogEvent kForked{"REPL-005", LogLevel::kError, "stream quarantined"};
inline constexpr LogEvent kCentralForgot{"REPL-006", LogLevel::kError, "central forgot rows"};
inline constexpr LogEvent kPeerReported{"REPL-007", LogLevel::kWarn, "peer reported an error"};
inline constexpr LogEvent kBatchRefused{"REPL-008", LogLevel::kError, "batch refused"};
inline constexpr LogEvent kHelloRefused{"REPL-009", LogLevel::kError, "hello refused"};
inline constexpr LogEvent kNodeSilent{"REPL-010", LogLevel::kInfo, "node silent"};

inline constexpr LogEvent kStreamIgnored{
    "REPL-011", LogLevel::kWarn, "stream of a newer central ignored"};

}  // namespace sarhad::replication
