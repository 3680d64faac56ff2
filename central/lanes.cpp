#include "central/lanes.h"

namespace sarhad::central {

core::Error Lanes::busy() {
    return core::Error{core::Errc::kExhausted, "central is overloaded: try again in a moment"};
}

void Lanes::push(core::Task task) {
    bool is_first = false;
    {
        const core::MutexLock lock{mutex_};
        is_first = waiting_.empty();
        waiting_.push_back(std::move(task));
    }
    // One wake for all that waits. Where it is refused, the next tick drains.
    if (is_first && !executor_.post(core::Lane::kLoop, [this] { drain(); })) {
        return;
    }
}

void Lanes::drain() {
    std::deque<core::Task> tasks;
    {
        const core::MutexLock lock{mutex_};
        tasks.swap(waiting_);
    }
    for (const core::Task& task : tasks) {
        task();
    }
}

}  // namespace sarhad::central
