#pragma once

#include "core/scheduler.h"

#include <cstdint>

namespace sarhad::core {

/// Where a task runs. The threads are listed in docs/architecture.md.
enum class Lane : std::uint8_t {
    kLoop,   ///< Protocols, timers, HTTP. Never blocks over 20 ms.
    kStore,  ///< The one writer of the database.
    kMatch,  ///< Pure work: matching, sealing, key derivation. Several threads.
    kRead,   ///< Read-only database connections for pages and exports.
    kSpool,  ///< Files of arrivals, which wait for no page: one thread.
    kBuild,  ///< Work of minutes that nobody waits for: indexes made anew, merged, sealed.
};

/// Hands tasks from one thread to another. In simulation one thread runs all, ordered by the seed.
/// Tasks posted from one thread to kLoop or kStore run in the order in which they were posted.
/// Thread: any.
class Executor {
public:
    Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    virtual ~Executor() = default;
    /// False, and the task is not taken, where the lane's queue is full or has been stopped: the
    /// caller sheds load and says so.
    [[nodiscard]] virtual bool post(Lane lane, Task task) = 0;
};

}  // namespace sarhad::core
