#include "store/group_commit.h"

#include "core/text.h"

#include <utility>

namespace sarhad::store {

CommitQueue::CommitQueue(Database& database, const core::Clock& clock, core::Log& log, Wake wake)
    : database_{database}, clock_{clock}, log_{log}, wake_{std::move(wake)} {
    answers_.reserve(kCommitGroupMax);
}

core::Status CommitQueue::submit(Job job) {
    const core::MutexLock lock{mutex_};
    if (jobs_.size() >= kCommitQueueMax) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("commit queue: ", kCommitQueueMax, " jobs wait already")};
    }
    if (wake_ && !is_awake_ && !wake_()) {
        return core::Error{core::Errc::kExhausted,
                           "commit queue: the store thread is not to be had"};
    }
    is_awake_ = true;
    jobs_.push_back(std::move(job));
    return {};
}

std::size_t CommitQueue::size() const {
    const core::MutexLock lock{mutex_};
    return jobs_.size();
}

std::optional<Job> CommitQueue::take() {
    const core::MutexLock lock{mutex_};
    if (jobs_.empty()) {
        return std::nullopt;
    }
    std::optional<Job> job{std::move(jobs_.front())};
    jobs_.pop_front();
    return job;
}

bool CommitQueue::run_once() {
    while (true) {
        run_group();
        const core::MutexLock lock{mutex_};
        if (jobs_.empty()) {
            is_awake_ = false;
            return false;
        }
        // Where the store thread cannot be asked again, this call goes on: no job may be stranded.
        if (!wake_ || wake_()) {
            return true;
        }
    }
}

void CommitQueue::run_group() {
    const core::MonoTime start = clock_.mono();
    std::optional<Job> job = take();
    if (!job) {
        return;
    }
    core::Result<Transaction> transaction = Transaction::begin(database_);
    if (!transaction) {
        answers_.push_back({std::move(*job), std::move(transaction).error()});
        note_commit(answers_.back().status);
        answer();
        return;
    }
    while (job) {
        run_job(*transaction, *job);
        // Nothing kept: this job failed without a savepoint, so its traces go with the transaction.
        const bool is_over = kept_ == 0 || answers_.size() >= kCommitGroupMax ||
                             clock_.mono() - start >= kCommitGroupTime;
        job = is_over ? std::nullopt : take();
    }
    end_group(std::move(*transaction));
    answer();
}

void CommitQueue::end_group(Transaction transaction) {
    core::Status committed;
    if (!transaction.is_open()) {
        committed = core::Error{core::Errc::kUnavailable, "the database rolled the group back"};
    } else if (kept_ > 0) {
        committed = std::move(transaction).commit();
        if (!committed) {
            fail_kept(committed.error());
        }
    }
    note_commit(committed);
}

void CommitQueue::run_job(Transaction& transaction, Job& job) {
    // What nothing precedes is undone by rolling all of it back: no savepoint to pay for.
    const bool repeats = kept_repeatable_ && job.repeat == Repeat::kRepeatable && careful_ == 0;
    const bool is_alone = kept_ > 0 && !repeats;
    careful_ -= careful_ > 0 ? 1 : 0;
    core::Status done = is_alone ? run_alone(transaction, job) : job.work(transaction);
    if (!done && !is_alone && kept_ > 0 && transaction.is_open()) {
        run_again_with_care(std::move(job));
        return;
    }
    if (!transaction.is_open()) {
        if (done) {
            done = core::Error{core::Errc::kUnavailable, "the database rolled it back"};
        }
        fail_kept(done.error());
    }
    if (done) {
        ++kept_;
        kept_repeatable_ = repeats;
    }
    answers_.push_back({std::move(job), std::move(done)});
}

void CommitQueue::run_again_with_care(Job job) {
    // The transaction goes back as nothing is kept; its good jobs and this one come first again.
    const core::MutexLock lock{mutex_};
    jobs_.push_front(std::move(job));
    careful_ = kept_ + 1;
    for (std::size_t index = answers_.size(); index-- > 0;) {
        if (answers_[index].status) {
            jobs_.push_front(std::move(answers_[index].job));
            answers_.erase(answers_.begin() + static_cast<std::ptrdiff_t>(index));
        }
    }
    kept_ = 0;
}

core::Status CommitQueue::run_alone(Transaction& transaction, Job& job) {
    SARHAD_TRY(Savepoint part, Savepoint::begin(transaction));
    SARHAD_TRY_STATUS(job.work(transaction));
    return std::move(part).release();
}

void CommitQueue::fail_kept(const core::Error& error) {
    for (Answer& answer : answers_) {
        if (answer.status) {
            answer.status = error;
        }
    }
    kept_ = 0;
}

void CommitQueue::answer() {
    kept_ = 0;
    kept_repeatable_ = true;
    for (Answer& answer : answers_) {
        if (answer.job.done) {
            answer.job.done(std::move(answer.status));
        }
    }
    answers_.clear();
}

void CommitQueue::note_commit(const core::Status& status) {
    // Once for each run of failures: a full disk must not fill the journal too.
    if (!status && !commit_failing_) {
        log_.write(kCommitFailed, {{"error", status.error().what}});
    }
    commit_failing_ = !status;
}

}  // namespace sarhad::store
