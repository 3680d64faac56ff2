#include "lane_queue.h"

#include <utility>

namespace sarhad::daemon {

bool LaneQueue::push(core::Task task) {
    {
        core::MutexLock lock{mutex_};
        if (is_closed_ || waiting_.size() >= limit_) {
            return false;
        }
        waiting_.push_back({std::move(task), clock_.mono()});
    }
    changed_.notify_one();
    return true;
}

std::optional<core::Task> LaneQueue::pop() {
    core::MutexLock lock{mutex_};
    while (waiting_.empty() && !is_closed_) {
        changed_.wait(mutex_);
    }
    if (waiting_.empty()) {
        return std::nullopt;
    }
    core::Task task = std::move(waiting_.front().task);
    waiting_.pop_front();
    return task;
}

void LaneQueue::close(Leftover leftover) {
    std::deque<Waiting> dropped;  // Dies after the lock: a task's captures may post elsewhere.
    {
        core::MutexLock lock{mutex_};
        is_closed_ = true;
        if (leftover == Leftover::kDrop) {
            dropped.swap(waiting_);
        }
    }
    changed_.notify_all();
}

std::size_t LaneQueue::size() const {
    core::MutexLock lock{mutex_};
    return waiting_.size();
}

std::optional<core::MonoTime> LaneQueue::oldest() const {
    core::MutexLock lock{mutex_};
    if (waiting_.empty()) {
        return std::nullopt;
    }
    return waiting_.front().since;
}

}  // namespace sarhad::daemon
