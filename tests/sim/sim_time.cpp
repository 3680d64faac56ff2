#include "sim/sim_time.h"

#include "core/check.h"

#include <algorithm>
#include <utility>

namespace sarhad::sim {

bool Timeline::is_later(const Entry& left, const Entry& right) {
    return left.when != right.when ? left.when > right.when : left.order > right.order;
}

std::uint64_t Timeline::at(core::Duration when, OwnerId owner, core::Task task) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t at = free_.back();
    free_.pop_back();
    Slot& slot = slots_[at];
    slot.owner = owner;
    slot.task = std::move(task);
    slot.is_waiting = true;
    ++slot.uses;
    queue_.push_back({std::max(when, now_), ++order_, at, slot.uses});
    std::push_heap(queue_.begin(), queue_.end(), is_later);
    return std::uint64_t{slot.uses} << 32U | at;
}

core::Task Timeline::take(std::uint32_t slot) {
    slots_[slot].is_waiting = false;
    free_.push_back(slot);
    return std::exchange(slots_[slot].task, nullptr);
}

void Timeline::cancel(std::uint64_t event) {
    const auto at = static_cast<std::uint32_t>(event);
    SARHAD_CHECK(at < slots_.size());
    if (slots_[at].is_waiting && slots_[at].uses == event >> 32U) {
        static_cast<void>(take(at));
    }
}

void Timeline::drop(OwnerId owner) {
    for (std::uint32_t at = 0; at < slots_.size(); ++at) {
        if (slots_[at].is_waiting && slots_[at].owner == owner) {
            static_cast<void>(take(at));
        }
    }
}

bool Timeline::run_next(core::Duration end) {
    while (!queue_.empty() && queue_.front().when <= end) {
        const Entry next = queue_.front();
        std::pop_heap(queue_.begin(), queue_.end(), is_later);
        queue_.pop_back();
        const Slot& slot = slots_[next.slot];
        if (!slot.is_waiting || slot.uses != next.uses) {
            continue;
        }
        now_ = next.when;
        owner_ = slot.owner;
        ++events_;
        take(next.slot)();
        return true;
    }
    return false;
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
