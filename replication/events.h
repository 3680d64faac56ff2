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

inline constexpr LogEvent kDiverged{
    "REPL-020", LogLevel::kError, "list is not that of its edition, it is being repaired"};
inline constexpr LogEvent kRepairFailed{
    "REPL-021", LogLevel::kWarn, "repair of a list failed, it is tried again"};
inline constexpr LogEvent kListTakenAgain{
    "REPL-022", LogLevel::kWarn, "list differs too much, it is taken again"};
inline constexpr LogEvent kRepaired{"REPL-023", LogLevel::kInfo, "list repaired"};
inline constexpr LogEvent kRowsDamaged{
    "REPL-024", LogLevel::kError, "rows of a list are damaged in the store"};
inline constexpr LogEvent kCheckFailed{
    "REPL-025", LogLevel::kWarn, "lists could not be checked against their editions"};
inline constexpr LogEvent kReconRefused{
    "REPL-026", LogLevel::kWarn, "central could not answer a repair"};

inline constexpr LogEvent kSnapshotBegun{"SNAP-010", LogLevel::kInfo, "a list comes whole"};
inline constexpr LogEvent kSnapshotFailed{
    "SNAP-011", LogLevel::kWarn, "a list did not come whole, it is tried again"};
inline constexpr LogEvent kNoSnapshot{
    "SNAP-012", LogLevel::kWarn, "central cannot give a list whole, it comes by its deltas"};
inline constexpr LogEvent kSnapshotInstalled{
    "SNAP-013", LogLevel::kInfo, "a list that came whole is in force"};
inline constexpr LogEvent kSnapshotRefused{
    "SNAP-014", LogLevel::kWarn, "central could not answer for a snapshot"};

}  // namespace sarhad::replication
