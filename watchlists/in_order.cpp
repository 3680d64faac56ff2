#include "in_order.h"

#include "core/mutex.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>
#include <vector>

namespace sarhad::watchlists {
namespace {

/// What is made, being made, and taken.
class Line final {
public:
    Line(std::size_t places, std::size_t count) : made_(places, false), count_{count} {}

    /// The next one to be made, once there is room for it; count_ where there is none any more.
    std::size_t wait_for_next() {
        core::MutexLock lock{mutex_};
        while (next_ < count_ && next_ >= taken_ + made_.size()) {
            changed_.wait(mutex_);
        }
        return next_ < count_ ? next_++ : count_;
    }
    /// For who takes: the next one to be made while `wanted` is not there; count_ where it is.
    std::size_t next_before(std::size_t wanted) {
        core::MutexLock lock{mutex_};
        while (!made_[wanted % made_.size()]) {
            if (next_ < count_ && next_ < taken_ + made_.size()) {
                return next_++;
            }
            changed_.wait(mutex_);
        }
        return count_;
    }
    void put(std::size_t number) {
        core::MutexLock lock{mutex_};
        made_[number % made_.size()] = true;
        changed_.notify_all();
    }
    void taken(std::size_t number) {
        core::MutexLock lock{mutex_};
        made_[number % made_.size()] = false;
        taken_ = number + 1;
        changed_.notify_all();
    }
    /// Nothing more is begun.
    void end() {
        core::MutexLock lock{mutex_};
        next_ = count_;
        changed_.notify_all();
    }

private:
    core::Mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<bool> made_ GUARDED_BY(mutex_);  ///< By place.
    const std::size_t count_;
    std::size_t next_ GUARDED_BY(mutex_){0};
    std::size_t taken_ GUARDED_BY(mutex_){0};  ///< So many, from the first on.
};

/// The threads beside the caller's, none more than there is work for.
std::vector<std::thread> start(std::size_t threads,
                               std::size_t pieces,
                               const std::function<void()>& work) {
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(threads, pieces); ++i) {
        others.emplace_back(work);
    }
    return others;
}

void join(std::vector<std::thread>& threads) {
    for (std::thread& thread : threads) {
        thread.join();
    }
}

}  // namespace

void make_in_order(std::size_t threads,
                   std::size_t count,
                   const std::function<void(std::size_t, std::size_t)>& make,
                   const std::function<bool(std::size_t, std::size_t)>& take) {
    const std::size_t places = places_of(threads);
    Line line{places, count};
    const auto make_one = [&](std::size_t number) {
        make(number, number % places);
        line.put(number);
    };
    std::vector<std::thread> others = start(threads, count, [&] {
        for (std::size_t next = line.wait_for_next(); next < count; next = line.wait_for_next()) {
            make_one(next);
        }
    });
    for (std::size_t number = 0; number < count; ++number) {
        for (std::size_t next = line.next_before(number); next < count;
             next = line.next_before(number)) {
            make_one(next);
        }
        if (!take(number, number % places)) {
            break;
        }
        line.taken(number);
    }
    line.end();
    join(others);
}

void do_all(std::size_t threads, std::initializer_list<std::function<void()>> tasks) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t task = next++; task < tasks.size(); task = next++) {
            (*(tasks.begin() + task))();
        }
    };
    std::vector<std::thread> others = start(threads, tasks.size(), work);
    work();
    join(others);
}

}  // namespace sarhad::watchlists
