#include "daemon/loop_inbox.h"

#include <utility>

namespace sarhad::daemon {

void LoopInbox::push(core::Task task) {
    bool is_first = false;
    {
        const core::MutexLock lock{mutex_};
        is_first = waiting_.empty();
        waiting_.push_back(std::move(task));
    }
    // One wake for all that waits. Where it is refused, the owner's next tick drains.
    if (is_first && !executor_.post(core::Lane::kLoop, [this] { drain(); })) {
        return;
    }
}

void LoopInbox::drain() {
    std::deque<core::Task> tasks;
    {
        const core::MutexLock lock{mutex_};
        tasks.swap(waiting_);
    }
    for (const core::Task& task : tasks) {
        task();
    }
}

}  // namespace sarhad::daemon
