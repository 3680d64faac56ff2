#pragma once

#include "core/executor.h"
#include "core/result.h"
#include "daemon/loop_inbox.h"

#include <functional>
#include <memory>
#include <utility>

namespace sarhad::central {

/// Starts work on the other threads and brings each outcome back to the loop, losing none. Whoever
/// stops the executor may drop work that has not begun; its `done` is then never called. Thread:
/// ask() any; drain() loop.
class Lanes {
public:
    explicit Lanes(core::Executor& executor) : executor_{executor}, inbox_{executor} {}
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    /// Runs `work` on `lane`, then `done` with its outcome on the loop: kExhausted where the lane
    /// is full and nothing ran. `done` never runs inside ask().
    template <class T>
    void ask(core::Lane lane,
             std::function<core::Result<T>()> work,
             std::function<void(core::Result<T>)> done) {
        core::Task task = [this, work = std::move(work), done] {
            // Shared only because a std::function is copyable: the outcome is moved out once.
            auto outcome = std::make_shared<core::Result<T>>(work());
            inbox_.push([done, outcome] { done(std::move(*outcome)); });
        };
        if (!executor_.post(lane, std::move(task))) {
            inbox_.push([done = std::move(done)] { done(core::Result<T>{busy()}); });
        }
    }
    /// Runs what waits, in the order in which it came. Central calls it each second as well.
    void drain() { inbox_.drain(); }

private:
    [[nodiscard]] static core::Error busy();

    core::Executor& executor_;
    daemon::LoopInbox inbox_;
};

}  // namespace sarhad::central
