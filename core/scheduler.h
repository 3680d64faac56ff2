#pragma once

#include "core/clock.h"

#include <cstdint>
#include <functional>

namespace sarhad::core {

/// Work to be done once. Copyable only because std::move_only_function is C++23.
using Task = std::function<void()>;

/// A timer, for cancel(); 0 is never given.
enum class TimerId : std::uint64_t {};

/// Runs tasks later, on the loop thread. Implementations: AsioScheduler; the simulator's.
/// Thread: loop.
class Scheduler {
public:
    Scheduler() = default;
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;
    virtual ~Scheduler() = default;
    /// Runs `task` once, not before `delay` (negative counts as 0) has passed.
    virtual TimerId after(Duration delay, Task task) = 0;
    /// After it returns the task does not run. An unknown or spent timer is ignored.
    virtual void cancel(TimerId timer) = 0;
};

}  // namespace sarhad::core
