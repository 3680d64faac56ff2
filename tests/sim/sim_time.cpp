#include "sim/sim_time.h"

#include "core/check.h"

#include <algorithm>

namespace sarhad::sim {

std::uint64_t Timeline::at(core::Duration when, OwnerId owner, core::Task task) {
    const Key key{std::max(when, now_), ++order_};
    queue_.emplace(key, Event{owner, std::move(task)});
    times_.emplace(key.second, key.first);
    return key.second;
}

void Timeline::cancel(std::uint64_t event) {
    const auto found = times_.find(event);
    if (found != times_.end()) {
        queue_.erase({found->second, event});
        times_.erase(found);
    }
}

void Timeline::drop(OwnerId owner) {
    for (auto it = queue_.begin(); it != queue_.end();) {
        if (it->second.owner != owner) {
            ++it;
            continue;
        }
        times_.erase(it->first.second);
        it = queue_.erase(it);
    }
}

bool Timeline::run_next(core::Duration end) {
    if (queue_.empty() || queue_.begin()->first.first > end) {
        return false;
    }
    auto node = queue_.extract(queue_.begin());
    now_ = node.key().first;
    times_.erase(node.key().second);
    owner_ = node.mapped().owner;
    ++events_;
    node.mapped().task();
    return true;
}

core::WallTime SimClock::wall() const {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(timeline_.now());
    return {kStartMicros + (passed + skew_).count()};
}

core::MonoTime SimClock::mono() const {
    return {timeline_.now() - booted_};
}

core::TimerId SimScheduler::after(core::Duration delay, core::Task task) {
    return core::TimerId{timeline_.after(delay, owner_, std::move(task))};
}

void SimScheduler::cancel(core::TimerId timer) {
    timeline_.cancel(static_cast<std::uint64_t>(timer));
}

bool SimExecutor::post(core::Lane lane, core::Task task) {
    using std::chrono::microseconds;
    core::Duration when = timeline_.now() + microseconds{random_.between(5, 200)};
    switch (lane) {
        case core::Lane::kLoop:
            when = loop_last_ = std::max(when, loop_last_);
            break;
        case core::Lane::kStore:
            // A commit waits for the disk, sometimes for long.
            when += random_.chance(20) ? microseconds{random_.between(1000, 80'000)}
                                       : microseconds{random_.between(100, 3000)};
            when = store_last_ = std::max(when, store_last_);
            break;
        case core::Lane::kMatch:
        case core::Lane::kRead:
        case core::Lane::kSpool:
            when += microseconds{random_.between(0, 5000)};
            break;
        case core::Lane::kBuild:
            when += microseconds{random_.between(0, 500'000)};
            break;
    }
    timeline_.at(when, owner_, std::move(task));
    return true;
}

}  // namespace sarhad::sim
