#pragma once

#include "core/scheduler.h"
#include "core/system_clock.h"
#include "wire/zmq_transport.h"

#include <poll.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace sarhad::wire {

/// The smallest event loop: timers, and descriptors that become readable.
class PollLoop final : public core::Scheduler {
public:
    core::TimerId after(core::Duration delay, core::Task task) override {
        const auto id = core::TimerId{++last_id_};
        timers_.emplace(Key{clock_.mono() + delay, id}, std::move(task));
        return id;
    }
    void cancel(core::TimerId timer) override {
        for (auto entry = timers_.begin(); entry != timers_.end(); ++entry) {
            if (entry->first.second == timer) {
                timers_.erase(entry);
                return;
            }
        }
    }

    LoopHooks hooks() {
        return {[this](int fd, core::Task task) { return watch(fd, std::move(task)); }, *this};
    }

    /// False where `limit` passed first.
    bool run_until(const std::function<bool()>& is_done,
                   std::chrono::milliseconds limit = std::chrono::milliseconds{30'000}) {
        const auto end = clock_.mono() + limit;
        while (!is_done()) {
            if (clock_.mono() >= end) {
                return false;
            }
            turn();
        }
        return true;
    }

private:
    using Key = std::pair<core::MonoTime, core::TimerId>;
    struct Watched {
        int fd;
        core::Task task;
    };

    Watch watch(int fd, core::Task task) {
        const std::uint64_t id = ++last_id_;
        watched_.emplace(id, Watched{fd, std::move(task)});
        return Watch{this, [id](void* loop) { static_cast<PollLoop*>(loop)->watched_.erase(id); }};
    }

    void turn() {
        std::vector<pollfd> fds;
        std::vector<std::uint64_t> ids;
        for (const auto& [id, one] : watched_) {
            fds.push_back({one.fd, POLLIN, 0});
            ids.push_back(id);
        }
        const bool is_due = !timers_.empty() && timers_.begin()->first.first <= clock_.mono();
        poll(fds.data(), fds.size(), is_due ? 0 : 2);
        for (std::size_t i = 0; i < fds.size(); ++i) {
            const auto found = watched_.find(ids[i]);
            if (fds[i].revents != 0 && found != watched_.end()) {
                const core::Task task = found->second.task;
                task();
            }
        }
        while (!timers_.empty() && timers_.begin()->first.first <= clock_.mono()) {
            const core::Task task = std::move(timers_.begin()->second);
            timers_.erase(timers_.begin());
            task();
        }
    }

    core::SystemClock clock_;
    std::uint64_t last_id_{0};
    std::map<Key, core::Task> timers_;
    std::map<std::uint64_t, Watched> watched_;
};

}  // namespace sarhad::wire
