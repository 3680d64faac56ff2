#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "core/scheduler.h"
#include "daemon/notify.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::daemon {

/// One worker's sign of life: when it last began, ended or reported on a task; the time of asking
/// where it has nothing to do.
struct Heartbeat {
    std::string worker;
    core::MonoTime at;
};

/// The first worker whose sign of life is older than `frozen_after`; none where all live.
[[nodiscard]] std::optional<std::string> frozen_worker(const std::vector<Heartbeat>& heartbeats,
                                                       core::MonoTime now,
                                                       core::Duration frozen_after);

/// How often systemd wants a ping: half of `watchdog_usec` (the value of WATCHDOG_USEC), as
/// sd_watchdog_enabled(3) advises; 0 where it wants none.
[[nodiscard]] core::Duration ping_interval(std::uint64_t watchdog_usec);

/// Pings systemd from the loop, but only while every worker's heartbeat is fresh: a process whose
/// store thread hangs is restarted although its loop is well. A frozen loop pings nobody anyhow.
/// Thread: loop.
class Watchdog final {
public:
    /// A task longer than this, with no Threads::still_working(), counts as frozen. Not less:
    /// Argon2id on a loaded small host takes seconds, an fsync on a dying disk tens of them.
    static constexpr core::Duration kFrozenAfter = std::chrono::seconds{60};

    using Heartbeats = std::function<std::vector<Heartbeat>()>;

    Watchdog(core::Scheduler& scheduler,
             const core::Clock& clock,
             core::Log& log,
             Notify& notify,
             Heartbeats heartbeats);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    /// Pings now and then each `interval`; 0 means that nobody listens: it does nothing.
    void start(core::Duration interval);

private:
    void tick();

    core::Scheduler& scheduler_;
    const core::Clock& clock_;
    core::Log& log_;
    Notify& notify_;
    Heartbeats heartbeats_;
    core::Duration interval_{0};
    core::TimerId timer_{};
    bool is_frozen_{false};
};

}  // namespace sarhad::daemon
