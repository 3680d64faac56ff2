#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "core/mutex.h"
#include "core/result.h"
#include "store/transaction.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace sarhad::store {

inline constexpr std::size_t kCommitQueueMax = 4096;
inline constexpr std::size_t kCommitGroupMax = 256;
inline constexpr std::chrono::milliseconds kCommitGroupTime{2};

inline constexpr core::LogEvent kCommitFailed{
    "STORE-002", core::LogLevel::kError, "group commit failed"};

/// kRepeatable: the work changes nothing but the database and what follows its rollbacks, so it may
/// run again after one. It is spared its savepoint, a third of the cost of a small row.
enum class Repeat : std::uint8_t { kOnce, kRepeatable };

/// One piece of writing. `work` runs once (kRepeatable: perhaps again, where the first run was
/// rolled back; the last one counts), on the store thread, inside the transaction that it
/// shares with its neighbours; it must not commit it. `done` (may be empty) runs once, on the store
/// thread, with the work's own error or, after COMMIT, with what became of it.
struct Job {
    std::function<core::Status(Transaction&)> work;
    std::function<void(core::Status)> done;
    Repeat repeat{Repeat::kOnce};
};

/// Many writers, one COMMIT: takes what waits (at most 256 jobs or 2 ms), commits once, then
/// answers each. It waits for nobody: an empty queue ends the group. A job that fails is undone
/// alone; where the COMMIT fails, or the database rolls the transaction back by itself, every job
/// of the group so far gets that error and nothing of it is stored.
/// Thread: submit() and size() any; run_once() the store thread. The simulator calls it by itself.
class CommitQueue final {
public:
    /// Asks the store thread to call run_once(); false where it cannot be asked now. Must not
    /// call run_once() itself. Any thread.
    using Wake = std::function<bool()>;

    /// `wake` may be empty where the owner calls run_once() by itself.
    CommitQueue(Database& database, const core::Clock& clock, core::Log& log, Wake wake = {});
    CommitQueue(const CommitQueue&) = delete;
    CommitQueue& operator=(const CommitQueue&) = delete;

    /// kExhausted where 4,096 jobs wait or the store thread cannot be asked: the job is not taken
    /// and its `done` is never called.
    [[nodiscard]] core::Status submit(Job job);

    /// One group: run, commit, answer. True where jobs still wait; the store
    /// thread has then been asked again, unless there is no `wake`.
    bool run_once();

    [[nodiscard]] std::size_t size() const;

private:
    struct Answer {
        Job job;
        core::Status status;
    };

    [[nodiscard]] std::optional<Job> take();
    void run_group();
    void end_group(Transaction transaction);
    void run_job(Transaction& transaction, Job& job);
    [[nodiscard]] core::Status run_alone(Transaction& transaction, Job& job);
    void run_again_with_care(Job job);
    void fail_kept(const core::Error& error);
    void answer();
    void note_commit(const core::Status& status);

    Database& database_;
    const core::Clock& clock_;
    core::Log& log_;
    Wake wake_;
    mutable core::Mutex mutex_;
    std::deque<Job> jobs_ GUARDED_BY(mutex_);
    bool is_awake_ GUARDED_BY(mutex_){false};  ///< run_once() was asked for and has not ended.
    std::vector<Answer> answers_;              ///< Of the group at hand; its room is kept.
    std::size_t kept_{0};                      ///< Jobs in the open transaction that went well.
    bool kept_repeatable_{true};               ///< All of them may run again.
    std::size_t careful_{0};  ///< Jobs to come that run under a savepoint in any case.
    bool commit_failing_{false};
};

}  // namespace sarhad::store
