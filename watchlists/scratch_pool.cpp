#include "watchlists/scratch_pool.h"

#include <utility>

namespace sarhad::watchlists {

std::unique_ptr<MatchScratch> ScratchPool::take() {
    {
        core::MutexLock lock{mutex_};
        if (!idle_.empty()) {
            // The one used last: the processor still holds what it learnt.
            auto scratch = std::move(idle_.back());
            idle_.pop_back();
            return scratch;
        }
    }
    return std::make_unique<MatchScratch>();
}

void ScratchPool::give(std::unique_ptr<MatchScratch> scratch) {
    core::MutexLock lock{mutex_};
    if (idle_.size() < kScratchesKept) {
        idle_.push_back(std::move(scratch));
    }
}

std::size_t ScratchPool::idle() const {
    core::MutexLock lock{mutex_};
    return idle_.size();
}

}  // namespace sarhad::watchlists
