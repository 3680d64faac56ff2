#pragma once

#include "core/mutex.h"
#include "watchlists/matcher.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace sarhad::watchlists {

/// Scratches that are kept for the next match; each holds what it learnt of common words.
inline constexpr std::size_t kScratchesKept = 8;

/// Memory for matches of threads that come and go: a match that makes its own starts without the
/// neighbours of common words, which are the dearest of what it asks. As many are made as match at
/// once.
/// Thread: any; it outlives what is borrowed of it.
class ScratchPool final {
public:
    /// A scratch for one thread, given back at the end.
    class Borrowed final {
    public:
        explicit Borrowed(ScratchPool& pool) : pool_{pool}, scratch_{pool.take()} {}
        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;
        ~Borrowed() { pool_.give(std::move(scratch_)); }
        MatchScratch& operator*() const { return *scratch_; }

    private:
        ScratchPool& pool_;
        std::unique_ptr<MatchScratch> scratch_;
    };

    ScratchPool() = default;
    ScratchPool(const ScratchPool&) = delete;
    ScratchPool& operator=(const ScratchPool&) = delete;
    ~ScratchPool() = default;

    /// How many wait to be used again.
    [[nodiscard]] std::size_t idle() const;

private:
    [[nodiscard]] std::unique_ptr<MatchScratch> take();
    void give(std::unique_ptr<MatchScratch> scratch);

    mutable core::Mutex mutex_;
    std::vector<std::unique_ptr<MatchScratch>> idle_ GUARDED_BY(mutex_);
};

}  // namespace sarhad::watchlists
