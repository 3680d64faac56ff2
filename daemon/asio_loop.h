#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "core/result.h"
#include "core/scheduler.h"
#include "daemon/metrics.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace boost::asio {
class io_context;
}  // namespace boost::asio

namespace sarhad::daemon {

inline constexpr core::Duration kSlowHandlerAfter = std::chrono::milliseconds{20};
inline constexpr std::size_t kLoopTasksMax = 20'480;  ///< Posted to the loop, not yet run.
inline constexpr std::size_t kTimersMax = 1'000'000;

/// Why run_until_signal() came back.
enum class StopCause : std::uint8_t { kStopped, kTerminated, kInterrupted };

class WatchedDescriptor;  // Private to asio_loop.cpp.

/// A descriptor that the loop watches; watching ends with it. It never closes the descriptor,
/// which must stay open for as long. It must end before its loop does. Thread: loop.
class ReadWatch final {
public:
    explicit ReadWatch(std::shared_ptr<WatchedDescriptor> watched);
    ~ReadWatch();
    ReadWatch(ReadWatch&&) noexcept;
    ReadWatch& operator=(ReadWatch&&) noexcept;
    ReadWatch(const ReadWatch&) = delete;
    ReadWatch& operator=(const ReadWatch&) = delete;

private:
    std::shared_ptr<WatchedDescriptor> watched_;  // Shared with the wait that is under way.
};

/// The loop thread of a daemon: timers, tasks from other threads, descriptors and signals, all run
/// by the thread that calls run_until_signal() or run_for(). No task may block over
/// kSlowHandlerAfter; one that does is counted in sarhad_loop_slow_handlers_total.
/// Until a run starts, the loop thread is the one that made this object.
class AsioLoop final : public core::Scheduler {
public:
    AsioLoop(const core::Clock& clock, core::Log& log, Metrics& metrics);
    ~AsioLoop() override;

    /// Equal deadlines run in the order of the calls. At most kTimersMax wait (checked).
    core::TimerId after(core::Duration delay, core::Task task) override;
    void cancel(core::TimerId timer) override;

    /// Runs `task` on the loop thread, after those posted before it. False, and not taken, where
    /// kLoopTasksMax wait. Tasks posted before a run wait for it. Thread: any.
    [[nodiscard]] bool post(core::Task task);

    /// Calls `on_readable` each time `descriptor` can be read, again for as long as it can (so a
    /// caller need not empty it in one go). For ZMQ_FD: on each call read ZMQ_EVENTS until nothing
    /// is left. kInvalid where the kernel cannot watch it or it is watched already. Thread: loop.
    [[nodiscard]] core::Result<ReadWatch> watch_readable(int descriptor, core::Task on_readable);

    /// Runs until SIGTERM, SIGINT or stop(); each SIGHUP runs `on_hangup` here. The three signals
    /// are the loop's for the length of this call only, so one run at a time in a process.
    StopCause run_until_signal(core::Task on_hangup);
    /// Runs until stop() (true) or until `limit` has passed (false): for a daemon's last words.
    bool run_for(core::Duration limit);
    /// Ends the run that is under way, or else the next one at its start. Thread: any.
    void stop();

    [[nodiscard]] bool on_loop_thread() const;  ///< Thread: any.

    /// Runs `task` now and counts it where it is slow: for handlers of the shared io_context.
    void run_measured(const core::Task& task);

private:
    friend boost::asio::io_context& io_context_of(AsioLoop& loop);
    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace sarhad::daemon
