#include "daemon/watchdog.h"

#include "daemon/events.h"

#include <algorithm>
#include <utility>

namespace sarhad::daemon {

std::optional<std::string> frozen_worker(const std::vector<Heartbeat>& heartbeats,
                                         core::MonoTime now,
                                         core::Duration frozen_after) {
    for (const Heartbeat& heartbeat : heartbeats) {
        if (now - heartbeat.at > frozen_after) {
            return heartbeat.worker;
        }
    }
    return std::nullopt;
}

core::Duration ping_interval(std::uint64_t watchdog_usec) {
    constexpr std::uint64_t kDayUsec = 86'400'000'000;
    return std::chrono::microseconds{std::min(watchdog_usec, kDayUsec) / 2};
}

Watchdog::Watchdog(core::Scheduler& scheduler,
                   const core::Clock& clock,
                   core::Log& log,
                   Notify& notify,
                   Heartbeats heartbeats)
    : scheduler_{scheduler},
      clock_{clock},
      log_{log},
      notify_{notify},
      heartbeats_{std::move(heartbeats)} {}

Watchdog::~Watchdog() {
    scheduler_.cancel(timer_);
}

void Watchdog::start(core::Duration interval) {
    interval_ = interval;
    if (interval_ > core::Duration{0}) {
        tick();
    }
}

void Watchdog::tick() {
    const std::optional<std::string> frozen =
        frozen_worker(heartbeats_(), clock_.mono(), kFrozenAfter);
    if (!frozen) {
        notify_.watchdog();
    }
    if (frozen && !is_frozen_) {
        log_.write(kWorkerFrozen, {{"worker", *frozen}});
    } else if (!frozen && is_frozen_) {
        log_.write(kWorkerBack);
    }
    is_frozen_ = frozen.has_value();
    timer_ = scheduler_.after(interval_, [this] { tick(); });
}

}  // namespace sarhad::daemon
