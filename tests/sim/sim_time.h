#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/scheduler.h"

#include <array>
#include <cstdint>
#include <vector>

#include "sim/sim_random.h"

namespace sarhad::sim {

/// Whose event it is: a running process, numbered anew at each start; 0 is the world itself.
using OwnerId = std::uint64_t;
inline constexpr OwnerId kWorld = 0;

/// All that will happen, ordered by (virtual time, arrival). One thread runs it.
class Timeline final {
public:
    /// `when` in the past counts as now.
    std::uint64_t at(core::Duration when, OwnerId owner, core::Task task);
    std::uint64_t after(core::Duration delay, OwnerId owner, core::Task task) {
        return at(now_ + delay, owner, std::move(task));
    }
    void cancel(std::uint64_t event);
    /// Nothing of `owner` happens any more: its process died.
    void drop(OwnerId owner);
    /// Runs the next event, if it is due by `end`. False where none is.
    [[nodiscard]] bool run_next(core::Duration end);

    [[nodiscard]] core::Duration now() const { return now_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    /// Of the event that runs now, or ran last.
    [[nodiscard]] OwnerId owner() const { return owner_; }

private:
    /// A place for an event; `uses` tells the one that has it now from those that had it.
    struct Slot {
        OwnerId owner{kWorld};
        std::uint32_t uses{0};
        bool is_waiting{false};
        core::Task task;
    };
    /// Stays until its time, also where the event was cancelled.
    struct Entry {
        core::Duration when{0};
        std::uint64_t order{0};
        std::uint32_t slot{0};
        std::uint32_t uses{0};
    };
    [[nodiscard]] static bool is_later(const Entry& left, const Entry& right);
    [[nodiscard]] core::Task take(std::uint32_t slot);

    core::Duration now_{0};
    std::uint64_t order_{0};
    std::uint64_t events_{0};
    OwnerId owner_{kWorld};
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;  ///< Slots without an event.
    std::vector<Entry> queue_;         ///< A heap, the next event in front.
};

/// A host's clocks: the wall clock is off by a skew and can be stepped; mono follows virtual time
/// from the host's own start.
class SimClock final : public core::Clock {
public:
    explicit SimClock(const Timeline& timeline) : timeline_{timeline} {}
    [[nodiscard]] core::WallTime wall() const override;
    [[nodiscard]] core::MonoTime mono() const override;

    void step_wall(std::chrono::microseconds by) { skew_ += by; }
    /// The machine starts anew: mono counts from here, less `uptime` already passed.
    void boot(core::Duration uptime) { booted_ = timeline_.now() - uptime; }

private:
    /// 2026-11-23T00:00:00Z, so that the invented travellers' documents are valid.
    static constexpr std::int64_t kStartMicros = 1'795'392'000'000'000;
    const Timeline& timeline_;
    std::chrono::microseconds skew_{0};
    core::Duration booted_{0};
};

/// The timers of one process.
class SimScheduler final : public core::Scheduler {
public:
    SimScheduler(Timeline& timeline, OwnerId owner) : timeline_{timeline}, owner_{owner} {}
    core::TimerId after(core::Duration delay, core::Task task) override;
    void cancel(core::TimerId timer) override;

private:
    Timeline& timeline_;
    OwnerId owner_;
};

/// The lanes of one process on the one thread of the simulation. Each task comes after a small
/// delay by the seed; kLoop and kStore keep the order in which tasks were posted, those of kMatch
/// and kRead may overtake each other.
class SimExecutor final : public core::Executor {
public:
    SimExecutor(Timeline& timeline, SimRandom& random, OwnerId owner)
        : timeline_{timeline}, random_{random}, owner_{owner} {}
    [[nodiscard]] bool post(core::Lane lane, core::Task task) override;

private:
    Timeline& timeline_;
    SimRandom& random_;
    OwnerId owner_;
    core::Duration loop_last_{0};
    core::Duration store_last_{0};
};

}  // namespace sarhad::sim
