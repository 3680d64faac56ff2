#pragma once

#include "core/executor.h"
#include "core/mutex.h"

#include <deque>

namespace sarhad::daemon {

/// Brings answers from other threads to the loop and loses none: where the loop's queue is full
/// they wait here until the next push() or drain(). Holds one task for each piece of work under
/// way, so it is bounded by what its owner starts. Thread: push() any; drain() loop.
class LoopInbox {
public:
    explicit LoopInbox(core::Executor& executor) : executor_{executor} {}
    LoopInbox(const LoopInbox&) = delete;
    LoopInbox& operator=(const LoopInbox&) = delete;

    /// Runs `task` on the loop, after those pushed before it.
    void push(core::Task task);
    /// Runs what waits. Its owner calls it every few seconds as well.
    void drain();

private:
    core::Executor& executor_;
    core::Mutex mutex_;
    std::deque<core::Task> waiting_ GUARDED_BY(mutex_);
    bool is_called_ GUARDED_BY(mutex_){false};  ///< A drain() is on its way to the loop.
};

}  // namespace sarhad::daemon
