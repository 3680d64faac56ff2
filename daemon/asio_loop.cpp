#include "daemon/asio_loop.h"

#include "core/check.h"
#include "core/text.h"
#include "daemon/asio_context.h"
#include "daemon/events.h"

// <utility> first: Boost 1.74's Asio uses std::exchange without including it.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <thread>
#include <utility>

namespace sarhad::daemon {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// Due timers run by one wake-up: after so many, descriptors and posted tasks get their turn.
constexpr int kTimersPerTurn = 256;

}  // namespace

class AsioLoop::Core {
public:
    Core(const core::Clock& clock, core::Log& log, Metrics& metrics)
        : clock_{clock},
          log_{log},
          slow_{metrics.counter("sarhad_loop_slow_handlers_total",
                                "Handlers that held the loop thread longer than 20 ms.")},
          thread_{std::this_thread::get_id()} {}

    [[nodiscard]] bool on_loop_thread() const { return thread_ == std::this_thread::get_id(); }
    asio::io_context& context() { return context_; }

    void run_measured(const core::Task& task) {
        const core::MonoTime start = clock_.mono();
        task();
        const core::Duration took = clock_.mono() - start;
        if (took > kSlowHandlerAfter) {
            slow_.increment();
            log_.write(kSlowHandler, {{"took_us", took / std::chrono::microseconds{1}}});
        }
    }

    core::TimerId after(core::Duration delay, core::Task task) {
        SARHAD_CHECK(on_loop_thread());
        SARHAD_CHECK(deadlines_.size() < kTimersMax);
        const std::uint64_t id = ++last_timer_;
        const Deadline deadline{clock_.mono() + std::max(delay, core::Duration{0}), id};
        deadlines_.emplace(id, deadline.first);
        const auto placed = timers_.emplace(deadline, std::move(task)).first;
        if (placed == timers_.begin()) {
            arm();
        }
        return core::TimerId{id};
    }

    void cancel(core::TimerId timer) {
        SARHAD_CHECK(on_loop_thread());
        const auto id = static_cast<std::uint64_t>(timer);
        const auto found = deadlines_.find(id);
        if (found == deadlines_.end()) {
            return;
        }
        // The task goes last: its captures may cancel timers of their own as they die.
        const auto dying = timers_.extract(Deadline{found->second, id});
        deadlines_.erase(found);
    }

    bool post(core::Task task) {
        if (waiting_.fetch_add(1) >= kLoopTasksMax) {
            waiting_.fetch_sub(1);
            return false;
        }
        asio::post(context_, [this, task = std::move(task)] {
            waiting_.fetch_sub(1);
            run_measured(task);
        });
        return true;
    }

    void stop() {
        stopping_ = true;
        context_.stop();
    }

    /// True where stop() ended it.
    bool run() {
        thread_ = std::this_thread::get_id();
        context_.restart();
        if (!stopping_) {
            context_.run();
        }
        return stopping_.exchange(false);
    }

    StopCause run_until_signal(core::Task on_hangup) {
        const auto signals = std::make_shared<Signals>(context_, std::move(on_hangup));
        signals->ends.async_wait([this, signals](const error_code& fault, int number) {
            if (!fault && signals->is_wanted) {
                signals->cause =
                    number == SIGTERM ? StopCause::kTerminated : StopCause::kInterrupted;
                context_.stop();
            }
        });
        await_hangup(signals);
        run();
        signals->is_wanted = false;
        signals->ends.clear();
        signals->hangups.clear();
        signals->ends.cancel();
        signals->hangups.cancel();
        return signals->cause;
    }

    bool run_for(core::Duration limit) {
        const core::TimerId end = after(limit, [this] { context_.stop(); });
        const bool was_stopped = run();
        cancel(end);
        return was_stopped;
    }

private:
    using Deadline = std::pair<core::MonoTime, std::uint64_t>;

    /// Shared with its two waits: one that has a signal already may run in a later run.
    struct Signals {
        Signals(asio::io_context& context, core::Task on_hangup_task)
            : ends{context, SIGTERM, SIGINT},
              hangups{context, SIGHUP},
              on_hangup{std::move(on_hangup_task)} {}
        asio::signal_set ends;
        asio::signal_set hangups;
        core::Task on_hangup;
        StopCause cause{StopCause::kStopped};
        bool is_wanted{true};
    };

    void await_hangup(const std::shared_ptr<Signals>& signals) {
        signals->hangups.async_wait([this, signals](const error_code& fault, int /*number*/) {
            if (!fault && signals->is_wanted) {
                run_measured(signals->on_hangup);
                await_hangup(signals);
            }
        });
    }

    void arm() {
        // A new expiry cancels the wait that is under way; its handler sees the abort.
        const core::Duration wait = timers_.begin()->first.first - clock_.mono();
        wake_.expires_after(std::max(wait, core::Duration{0}));
        wake_.async_wait([this](const error_code& fault) {
            if (!fault) {
                run_due();
            }
        });
    }

    void run_due() {
        const core::MonoTime now = clock_.mono();
        for (int turn = 0; turn < kTimersPerTurn && !timers_.empty(); ++turn) {
            if (timers_.begin()->first.first > now || context_.stopped()) {
                break;
            }
            const auto due = timers_.extract(timers_.begin());
            deadlines_.erase(due.key().second);
            run_measured(due.mapped());
        }
        if (!timers_.empty()) {
            arm();
        }
    }

    const core::Clock& clock_;
    core::Log& log_;
    Counter& slow_;
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> stay_{context_.get_executor()};
    asio::steady_timer wake_{context_};
    std::atomic<std::thread::id> thread_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> waiting_{0};
    std::uint64_t last_timer_{0};
    std::map<Deadline, core::Task> timers_;
    std::map<std::uint64_t, core::MonoTime> deadlines_;
};

/// Kept alive by its ReadWatch and by the wait that is under way; only the former ends it.
class WatchedDescriptor final : public std::enable_shared_from_this<WatchedDescriptor> {
public:
    WatchedDescriptor(AsioLoop& loop, core::Task on_readable)
        : loop_{loop}, on_readable_{std::move(on_readable)}, stream_{io_context_of(loop)} {}

    error_code open(int descriptor) {
        error_code fault;
        stream_.assign(descriptor, fault);
        return fault;
    }

    void await() {
        stream_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](const error_code& fault) {
                               if (!fault && self->stream_.is_open()) {
                                   self->on_ready();
                               }
                           });
    }

    void close() {
        if (stream_.is_open()) {
            stream_.release();  // Cancels the wait; the descriptor is not ours to close.
        }
    }

private:
    void on_ready() {
        loop_.run_measured(on_readable_);
        if (stream_.is_open()) {  // The task may have ended its own watch.
            await();
        }
    }

    AsioLoop& loop_;
    core::Task on_readable_;
    asio::posix::stream_descriptor stream_;
};

ReadWatch::ReadWatch(std::shared_ptr<WatchedDescriptor> watched) : watched_{std::move(watched)} {}

ReadWatch::~ReadWatch() {
    if (watched_ != nullptr) {
        watched_->close();
    }
}

ReadWatch::ReadWatch(ReadWatch&&) noexcept = default;

ReadWatch& ReadWatch::operator=(ReadWatch&& other) noexcept {
    if (this != &other) {
        const ReadWatch ended{std::exchange(watched_, std::exchange(other.watched_, nullptr))};
    }
    return *this;
}

AsioLoop::AsioLoop(const core::Clock& clock, core::Log& log, Metrics& metrics)
    : core_{std::make_unique<Core>(clock, log, metrics)} {}

AsioLoop::~AsioLoop() = default;

core::TimerId AsioLoop::after(core::Duration delay, core::Task task) {
    return core_->after(delay, std::move(task));
}

void AsioLoop::cancel(core::TimerId timer) {
    core_->cancel(timer);
}

bool AsioLoop::post(core::Task task) {
    return core_->post(std::move(task));
}

core::Result<ReadWatch> AsioLoop::watch_readable(int descriptor, core::Task on_readable) {
    SARHAD_CHECK(on_loop_thread());
    auto watched = std::make_shared<WatchedDescriptor>(*this, std::move(on_readable));
    if (const error_code fault = watched->open(descriptor); fault) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("descriptor ", descriptor, ": watch: ", fault.message())};
    }
    watched->await();
    return ReadWatch{std::move(watched)};
}

StopCause AsioLoop::run_until_signal(core::Task on_hangup) {
    return core_->run_until_signal(std::move(on_hangup));
}

bool AsioLoop::run_for(core::Duration limit) {
    return core_->run_for(limit);
}

void AsioLoop::stop() {
    core_->stop();
}

bool AsioLoop::on_loop_thread() const {
    return core_->on_loop_thread();
}

void AsioLoop::run_measured(const core::Task& task) {
    core_->run_measured(task);
}

asio::io_context& io_context_of(AsioLoop& loop) {
    return loop.core_->context();
}

}  // namespace sarhad::daemon
