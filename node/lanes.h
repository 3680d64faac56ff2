#pragma once

#include "core/executor.h"
#include "core/result.h"
#include "daemon/loop_inbox.h"
#include "store/group_commit.h"

#include <functional>
#include <memory>
#include <utility>

namespace sarhad::node {

/// Starts work on the other threads and brings its outcome back to the loop. Whoever stops the
/// executor may drop work that has not begun; its `done` is then never called.
/// Thread: any. Everything outlives it.
class Lanes {
public:
    /// `committed` is called on the loop after each commit() that was answered.
    Lanes(core::Executor& executor,
          daemon::LoopInbox& inbox,
          store::CommitQueue& queue,
          core::Task committed)
        : executor_{executor}, inbox_{inbox}, queue_{queue}, committed_{std::move(committed)} {}

    /// Runs `work` on `lane`, then `done` with its outcome on the loop: kExhausted where the lane
    /// is full and nothing ran.
    template <class T>
    void ask(core::Lane lane,
             std::function<core::Result<T>()> work,
             std::function<void(core::Result<T>)> done) {
        core::Task task = [this, work = std::move(work), done] {
            // Shared only because a std::function is copyable: the outcome is moved out once.
            auto outcome = std::make_shared<core::Result<T>>(work());
            inbox_.push([done, outcome] { done(std::move(*outcome)); });
        };
        if (!executor_.post(lane, std::move(task))) {
            inbox_.push([done = std::move(done)] { done(core::Result<T>{busy()}); });
        }
    }
    /// Runs `work` in a transaction of the commit queue, then `done` on the loop: after COMMIT, or
    /// with the error and nothing stored. `work` may run again after a rollback: it changes nothing
    /// but the database, and what it sets elsewhere it sets anew each time.
    void commit(std::function<core::Status(store::Transaction&)> work,
                std::function<void(core::Status)> done);

private:
    [[nodiscard]] static core::Error busy();

    core::Executor& executor_;
    daemon::LoopInbox& inbox_;
    store::CommitQueue& queue_;
    core::Task committed_;
};

}  // namespace sarhad::node
