#include "daemon/loop_inbox.h"

#include <utility>

namespace sarhad::daemon {

void LoopInbox::push(core::Task task) {
    {
        const core::MutexLock lock{mutex_};
        waiting_.push_back(std::move(task));
        if (std::exchange(is_called_, true)) {
            return;  // One call for all that waits.
        }
    }
    if (!executor_.post(core::Lane::kLoop, [this] { drain(); })) {
        const core::MutexLock lock{mutex_};
        is_called_ = false;  // The next push calls, or the owner's next tick drains.
    }
}

void LoopInbox::drain() {
    std::deque<core::Task> tasks;
    {
        const core::MutexLock lock{mutex_};
        tasks.swap(waiting_);
        is_called_ = false;
    }
    for (const core::Task& task : tasks) {
        task();
    }
}

}  // namespace sarhad::daemon
