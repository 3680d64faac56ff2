#pragma once

#include "core/clock.h"
#include "core/mutex.h"
#include "core/scheduler.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <optional>

namespace sarhad::daemon {

/// What close() does with the tasks that nobody has taken yet.
enum class Leftover : std::uint8_t { kRun, kDrop };

/// The bounded queue of one lane. Thread: any.
class LaneQueue final {
public:
    LaneQueue(const core::Clock& clock, std::size_t limit) : clock_{clock}, limit_{limit} {}

    /// False, and not taken, where it is full or closed.
    [[nodiscard]] bool push(core::Task task);
    /// Waits for the next task; none once it is closed and, under kRun, empty.
    [[nodiscard]] std::optional<core::Task> pop();
    void close(Leftover leftover);
    [[nodiscard]] std::size_t size() const;
    /// Since when its oldest task waits; none where none waits.
    [[nodiscard]] std::optional<core::MonoTime> oldest() const;

private:
    struct Waiting {
        core::Task task;
        core::MonoTime since;
    };

    const core::Clock& clock_;
    const std::size_t limit_;
    mutable core::Mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Waiting> waiting_ GUARDED_BY(mutex_);
    bool is_closed_ GUARDED_BY(mutex_){false};
};

}  // namespace sarhad::daemon
