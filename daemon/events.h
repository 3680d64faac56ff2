#pragma once

#include "core/log.h"

namespace sarhad::daemon {

/// What the shared part of both daemons logs; a paragraph each in docs/events.md.
inline constexpr core::LogEvent kSlowHandler{
    "DAEMON-001", core::LogLevel::kDebug, "a handler held the loop over its limit"};
inline constexpr core::LogEvent kSuppressed{
    "DAEMON-002", core::LogLevel::kWarn, "events suppressed by the rate limit"};
inline constexpr core::LogEvent kLinesDropped{
    "DAEMON-003", core::LogLevel::kWarn, "log lines dropped: the reader is too slow"};
inline constexpr core::LogEvent kWorkerFrozen{
    "DAEMON-004", core::LogLevel::kError, "a worker is frozen: watchdog pings stop"};
inline constexpr core::LogEvent kWorkerBack{
    "DAEMON-005", core::LogLevel::kWarn, "every worker answers again: watchdog pings resume"};
inline constexpr core::LogEvent kReloadFailed{
    "DAEMON-006", core::LogLevel::kError, "reload failed, the settings of before stay"};

}  // namespace sarhad::daemon
