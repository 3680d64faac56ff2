#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "daemon/asio_loop.h"
#include "daemon/metrics.h"
#include "daemon/watchdog.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace sarhad::daemon {

inline constexpr std::size_t kLaneTasksMax = 4096;  ///< Waiting in one lane; the loop has its own.
inline constexpr int kMatchThreadsMax = 64;

/// The threads of a daemon beside its loop: one writes the store, one reads it for pages and
/// exports, one moves the files of arrivals, one makes indexes anew, `match_threads` do pure work.
/// They block every signal and carry the names "store", "read", "spool", "build", "match-0" and on.
/// kLoop goes to AsioLoop::post().
/// Tasks that wait are shown as sarhad_lane_tasks{lane}, refused ones are counted in
/// sarhad_lane_refused_total{lane}.
class Threads final : public core::Executor {
public:
    /// `match_threads`: 1 to kMatchThreadsMax (checked). The threads start here.
    Threads(AsioLoop& loop, const core::Clock& clock, Metrics& metrics, int match_threads);
    ~Threads() override;  ///< As stop().

    [[nodiscard]] bool post(core::Lane lane, core::Task task) override;

    /// Takes no more tasks; drops those that wait in kMatch, kRead, kSpool and kBuild, whose
    /// callers have not answered anybody yet; runs every task that waits in kStore; then all
    /// threads have ended. Repeated calls do nothing. Thread: the one that made this object.
    void stop();

    /// One for each worker but kBuild's, whose tasks may take longer than any watchdog waits and
    /// stand in nobody's way. Thread: any.
    [[nodiscard]] std::vector<Heartbeat> heartbeats() const;
    /// Called by a task that rightly takes long (a backup, a big import), between its steps:
    /// refreshes its worker's heartbeat. From any other thread it does nothing.
    void still_working();
    [[nodiscard]] bool on_lane(core::Lane lane) const;  ///< Thread: any.

private:
    class Worker;
    class Pool;
    [[nodiscard]] Pool& pool_of(core::Lane lane) const;

    AsioLoop& loop_;
    Counter& loop_refused_;
    std::unique_ptr<Pool> store_;
    std::unique_ptr<Pool> match_;
    std::unique_ptr<Pool> read_;
    std::unique_ptr<Pool> spool_;
    std::unique_ptr<Pool> build_;
};

}  // namespace sarhad::daemon
