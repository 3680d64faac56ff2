#include "daemon/threads.h"

#include "lane_queue.h"
#include "signal_block.h"

#include "core/check.h"
#include "core/text.h"

#include <pthread.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <utility>

namespace sarhad::daemon {
namespace {

/// Those that the watchdog looks at.
constexpr std::array kWorkLanes{
    core::Lane::kStore, core::Lane::kMatch, core::Lane::kRead, core::Lane::kSpool};
constexpr const char* kTasksHelp = "Tasks that wait for a thread of the lane.";
constexpr const char* kRefusedHelp = "Tasks refused because the lane was full or stopped.";

}  // namespace

/// One thread and what the watchdog needs to know of it.
class Threads::Worker {
public:
    Worker(LaneQueue& queue, const core::Clock& clock, std::string name)
        : queue_{queue}, clock_{clock}, name_{std::move(name)}, beat_{clock.mono()} {
        thread_ = std::thread{[this] { run(); }};
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker() { join(); }

    void join() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    [[nodiscard]] bool is_this_thread() const { return id_ == std::this_thread::get_id(); }
    void beat() { beat_ = clock_.mono(); }

    /// An idle worker lives as long as it leaves nothing waiting.
    [[nodiscard]] Heartbeat heartbeat() const {
        const core::MonoTime beat = beat_;
        if (is_busy_) {
            return {name_, beat};
        }
        return {name_, std::max(beat, queue_.oldest().value_or(clock_.mono()))};
    }

private:
    void run() {
        id_ = std::this_thread::get_id();
        // Linux cuts nothing off and refuses past 15 characters; "match-63" is 8.
        SARHAD_CHECK(pthread_setname_np(pthread_self(), name_.c_str()) == 0);
        while (std::optional<core::Task> task = queue_.pop()) {
            beat();
            is_busy_ = true;
            (*task)();
            task.reset();  // Captures die on the lane, within the heartbeat.
            beat();
            is_busy_ = false;
        }
    }

    LaneQueue& queue_;
    const core::Clock& clock_;
    const std::string name_;
    std::atomic<core::MonoTime> beat_;
    std::atomic<bool> is_busy_{false};
    std::atomic<std::thread::id> id_{};
    std::thread thread_;
};

/// The queue and the threads of one lane.
class Threads::Pool {
public:
    Pool(const core::Clock& clock, Metrics& metrics, const std::string& lane, int thread_count)
        : queue_{std::make_shared<LaneQueue>(clock, kLaneTasksMax)},
          refused_{metrics.counter("sarhad_lane_refused_total", kRefusedHelp, {{"lane", lane}})} {
        Gauge& tasks = metrics.gauge("sarhad_lane_tasks", kTasksHelp, {{"lane", lane}});
        // Shared: the page may be rendered once more after the threads have gone.
        metrics.before_render(
            [queue = queue_, &tasks] { tasks.set(static_cast<std::int64_t>(queue->size())); });
        const SignalBlock no_signals;
        for (int n = 0; n < thread_count; ++n) {
            std::string name = lane == "match" ? core::cat(lane, "-", n) : lane;
            workers_.push_back(std::make_unique<Worker>(*queue_, clock, std::move(name)));
        }
    }

    bool post(core::Task task) {
        const bool is_taken = queue_->push(std::move(task));
        if (!is_taken) {
            refused_.increment();
        }
        return is_taken;
    }

    void close(Leftover leftover) { queue_->close(leftover); }

    void join() {
        for (const std::unique_ptr<Worker>& worker : workers_) {
            worker->join();
        }
    }

    [[nodiscard]] const std::vector<std::unique_ptr<Worker>>& workers() const { return workers_; }

private:
    std::shared_ptr<LaneQueue> queue_;
    Counter& refused_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

Threads::Threads(AsioLoop& loop, const core::Clock& clock, Metrics& metrics, int match_threads)
    : loop_{loop},
      loop_refused_{
          metrics.counter("sarhad_lane_refused_total", kRefusedHelp, {{"lane", "loop"}})} {
    SARHAD_CHECK(match_threads >= 1 && match_threads <= kMatchThreadsMax);
    store_ = std::make_unique<Pool>(clock, metrics, "store", 1);
    match_ = std::make_unique<Pool>(clock, metrics, "match", match_threads);
    read_ = std::make_unique<Pool>(clock, metrics, "read", 1);
    spool_ = std::make_unique<Pool>(clock, metrics, "spool", 1);
    build_ = std::make_unique<Pool>(clock, metrics, "build", 1);
}

Threads::~Threads() {
    stop();
}

Threads::Pool& Threads::pool_of(core::Lane lane) const {
    switch (lane) {
        case core::Lane::kStore:
            return *store_;
        case core::Lane::kMatch:
            return *match_;
        case core::Lane::kRead:
            return *read_;
        case core::Lane::kSpool:
            return *spool_;
        case core::Lane::kBuild:
            return *build_;
        case core::Lane::kLoop:
            break;
    }
    core::check_failed("lane != core::Lane::kLoop", __FILE__, __LINE__);
}

bool Threads::post(core::Lane lane, core::Task task) {
    if (lane != core::Lane::kLoop) {
        return pool_of(lane).post(std::move(task));
    }
    const bool is_taken = loop_.post(std::move(task));
    if (!is_taken) {
        loop_refused_.increment();
    }
    return is_taken;
}

void Threads::stop() {
    match_->close(Leftover::kDrop);
    read_->close(Leftover::kDrop);
    spool_->close(Leftover::kDrop);
    build_->close(Leftover::kDrop);
    match_->join();
    read_->join();
    spool_->join();
    build_->join();
    // Last: until here, a task of another lane could still hand the store its result.
    store_->close(Leftover::kRun);
    store_->join();
}

std::vector<Heartbeat> Threads::heartbeats() const {
    std::vector<Heartbeat> heartbeats;
    for (const core::Lane lane : kWorkLanes) {
        for (const std::unique_ptr<Worker>& worker : pool_of(lane).workers()) {
            heartbeats.push_back(worker->heartbeat());
        }
    }
    return heartbeats;
}

void Threads::still_working() {
    for (const core::Lane lane : kWorkLanes) {
        for (const std::unique_ptr<Worker>& worker : pool_of(lane).workers()) {
            if (worker->is_this_thread()) {
                worker->beat();
            }
        }
    }
}

bool Threads::on_lane(core::Lane lane) const {
    if (lane == core::Lane::kLoop) {
        return loop_.on_loop_thread();
    }
    for (const std::unique_ptr<Worker>& worker : pool_of(lane).workers()) {
        if (worker->is_this_thread()) {
            return true;
        }
    }
    return false;
}

}  // namespace sarhad::daemon
