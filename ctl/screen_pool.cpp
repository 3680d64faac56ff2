#include "ctl/screen_pool.h"

#include "ctl/hit_json.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace sarhad::ctl {

using api::Json;

std::vector<Found> merge_found(std::vector<Found> first,
                               std::vector<Found> second,
                               std::size_t limit) {
    for (Found& other : second) {
        const auto same = std::find_if(first.begin(), first.end(), [&](const Found& one) {
            return one.hit.list == other.hit.list && one.hit.source == other.hit.source &&
                   one.hit.entry == other.hit.entry;
        });
        if (same == first.end()) {
            first.push_back(std::move(other));
        } else if (same->hit.score < other.hit.score) {
            *same = std::move(other);
        }
    }
    std::stable_sort(first.begin(), first.end(), [](const Found& a, const Found& b) {
        return std::tuple{b.hit.score.value(),
                          std::string_view{a.hit.list},
                          std::string_view{a.hit.entry}} <
               std::tuple{a.hit.score.value(),
                          std::string_view{b.hit.list},
                          std::string_view{b.hit.entry}};
    });
    first.resize(std::min(first.size(), limit));
    return first;
}

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

std::vector<facts::Hit> ScreenPool::match(watchlists::Subject subject,
                                          watchlists::MatchScratch& scratch) const {
    subject.on = how_.on;
    return how_.oracle == nullptr ? lists_.match(subject, how_.limit, scratch, how_.least)
                                  : how_.oracle->match(subject, how_.limit, how_.least);
}

std::vector<Found> ScreenPool::find(const watchlists::PersonRow& row,
                                    watchlists::MatchScratch& scratch) const {
    const auto as = [&](watchlists::EntryKind kind) {
        std::vector<Found> found;
        for (facts::Hit& hit : match(row.subject_as(kind), scratch)) {
            found.push_back({std::move(hit), kind});
        }
        return found;
    };
    std::vector<Found> found = as(row.kind);
    return row.may_be_person
               ? merge_found(std::move(found), as(watchlists::EntryKind::kPerson), how_.limit)
               : found;
}

void ScreenPool::screen(RowBlock& block, watchlists::MatchScratch& scratch) const {
    block.row_nanos.reserve(block.rows.size());
    for (std::size_t index = 0; index < block.rows.size(); ++index) {
        const core::MonoTime start = clock_.mono();
        const watchlists::PersonRow& row = block.rows[index];
        const std::vector<Found> hits = find(row, scratch);
        block.row_nanos.push_back((clock_.mono() - start).count());
        Json list = Json::array();
        for (const Found& found : hits) {
            Json json = hit_json(found.hit, lists_.manifests());
            if (how_.provenances != nullptr) {
                json.set("provenance", how_.provenances->of(found.hit));
            }
            if (row.may_be_person) {
                json.set("as",
                         found.as == watchlists::EntryKind::kPerson ? "Person" : "Organization");
            }
            list.push(std::move(json));
        }
        block.printed += api::to_text(
            Json::object({{"row", block.first_row + index}, {"hits", std::move(list)}}));
        block.printed += '\n';
    }
}

}  // namespace sarhad::ctl
