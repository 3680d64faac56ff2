#pragma once

#include "core/clock.h"
#include "core/mutex.h"
#include "ctl/provenance.h"
#include "watchlists/matcher.h"
#include "watchlists/person_csv.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace sarhad::ctl {

/// Rows that are screened together: one piece of a worker's work.
struct RowBlock {
    std::uint64_t first_row{1};  ///< Number of the first, from 1.
    std::vector<watchlists::PersonRow> rows{};
    std::string printed{};                  ///< A JSON line a row, in order.
    std::vector<std::int64_t> row_nanos{};  ///< Time of each row's match.
};
inline constexpr std::size_t kRowsOfBlock = 128;

/// A hit, and as what the row was looked for.
struct Found {
    facts::Hit hit;
    watchlists::EntryKind as{watchlists::EntryKind::kPerson};
};
/// Of one row looked for as two kinds: each entry once, by its better hit (of equal ones the first
/// kind's), best first, then by list and reference; at most `limit`.
[[nodiscard]] std::vector<Found> merge_found(std::vector<Found> first,
                                             std::vector<Found> second,
                                             std::size_t limit);

/// How every row is screened.
struct RowScreening {
    std::size_t limit{20};  ///< Hits a row at most.
    watchlists::Least least{watchlists::Least::kShown};
    facts::PartialDate on;                                 ///< Day by which orders are valid.
    const watchlists::ExhaustiveMatcher* oracle{nullptr};  ///< In place of the index.
    const Provenances* provenances{nullptr};               ///< Told with each hit, where given.
};

/// Screens blocks on worker threads and gives them back in the order in which they came.
/// Thread: one caller.
class ScreenPool final {
public:
    /// `lists`, `clock` and what `how` points to outlive the pool.
    ScreenPool(const watchlists::ListSnapshot& lists,
               core::Clock& clock,
               const RowScreening& how,
               std::size_t threads);
    ScreenPool(const ScreenPool&) = delete;
    ScreenPool& operator=(const ScreenPool&) = delete;
    /// Lets running blocks end and forgets the others.
    ~ScreenPool();

    /// Blocks in work after which no more are taken: take() first.
    [[nodiscard]] bool is_full() const { return submitted_.size() >= 4 * workers_.size(); }
    void submit(RowBlock block);
    /// The oldest block not yet taken, when it is done; null where none is in work.
    [[nodiscard]] std::unique_ptr<RowBlock> take();

private:
    struct Work {
        std::unique_ptr<RowBlock> block;
        bool done{false};
    };

    void work();
    [[nodiscard]] std::vector<Found> find(const watchlists::PersonRow& row,
                                          watchlists::MatchScratch& scratch) const;
    [[nodiscard]] std::vector<facts::Hit> match(watchlists::Subject subject,
                                                watchlists::MatchScratch& scratch) const;
    void screen(RowBlock& block, watchlists::MatchScratch& scratch) const;

    const watchlists::ListSnapshot& lists_;
    core::Clock& clock_;
    const RowScreening how_;
    core::Mutex mutex_{};
    std::condition_variable_any changed_{};
    std::deque<std::shared_ptr<Work>> waiting_ GUARDED_BY(mutex_){};
    bool ending_ GUARDED_BY(mutex_){false};
    std::deque<std::shared_ptr<Work>> submitted_{};  ///< The caller's, in its order.
    std::vector<std::thread> workers_{};
};

}  // namespace sarhad::ctl
