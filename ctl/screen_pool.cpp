#include "ctl/screen_pool.h"

#include "ctl/hit_json.h"

#include <utility>

namespace sarhad::ctl {

using api::Json;

ScreenPool::ScreenPool(const watchlists::ListSnapshot& lists,
                       core::Clock& clock,
                       const RowScreening& how,
                       std::size_t threads)
    : lists_{lists}, clock_{clock}, how_{how} {
    for (std::size_t thread = 0; thread < threads; ++thread) {
        workers_.emplace_back([this] { work(); });
    }
}

ScreenPool::~ScreenPool() {
    {
        const core::MutexLock lock{mutex_};
        ending_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    for (std::thread& worker : workers_) {
        worker.join();
    }
}

void ScreenPool::submit(RowBlock block) {
    auto work = std::make_shared<Work>();
    work->block = std::make_unique<RowBlock>(std::move(block));
    submitted_.push_back(work);
    {
        const core::MutexLock lock{mutex_};
        waiting_.push_back(std::move(work));
    }
    changed_.notify_all();
}

std::unique_ptr<RowBlock> ScreenPool::take() {
    if (submitted_.empty()) {
        return nullptr;
    }
    const std::shared_ptr<Work> oldest = std::move(submitted_.front());
    submitted_.pop_front();
    const core::MutexLock lock{mutex_};
    while (!oldest->done) {
        changed_.wait(mutex_);
    }
    return std::move(oldest->block);
}

void ScreenPool::work() {
    watchlists::MatchScratch scratch;
    for (;;) {
        std::shared_ptr<Work> work;
        {
            const core::MutexLock lock{mutex_};
            while (waiting_.empty() && !ending_) {
                changed_.wait(mutex_);
            }
            if (waiting_.empty()) {
                return;
            }
            work = std::move(waiting_.front());
            waiting_.pop_front();
        }
        screen(*work->block, scratch);
        {
            const core::MutexLock lock{mutex_};
            work->done = true;
        }
        changed_.notify_all();
    }
}

void ScreenPool::screen(RowBlock& block, watchlists::MatchScratch& scratch) const {
    block.row_nanos.reserve(block.rows.size());
    for (std::size_t index = 0; index < block.rows.size(); ++index) {
        const core::MonoTime start = clock_.mono();
        watchlists::Subject subject = block.rows[index].subject();
        subject.on = how_.on;
        const std::vector<facts::Hit> hits =
            how_.oracle == nullptr ? lists_.match(subject, how_.limit, scratch, how_.least)
                                   : how_.oracle->match(subject, how_.limit, how_.least);
        block.row_nanos.push_back((clock_.mono() - start).count());
        Json list = Json::array();
        for (const facts::Hit& hit : hits) {
            list.push(hit_json(hit, lists_.manifests()));
        }
        block.printed += api::to_text(
            Json::object({{"row", block.first_row + index}, {"hits", std::move(list)}}));
        block.printed += '\n';
    }
}

}  // namespace sarhad::ctl
