#pragma once

#include "core/units.h"
#include "watchlists/entry.h"
#include "watchlists/matcher.h"
#include "watchlists/subject.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace sarhad::watchlists {

/// A traveller whom an entry finds.
struct TravellerFind {
    std::uint64_t number{0};
    core::Permille score;
    friend bool operator==(const TravellerFind&, const TravellerFind&) = default;
};

/// Those who passed lately, in the same kind of index as the lists are: a new or changed entry is
/// one query. Finds whom ListSnapshot::match() would find the entry for, with the same score,
/// orders that have ended included. Names are kept as words, so nobody can be printed from it.
/// Segments of at least doubling sizes: a traveller is moved some log2(n) times in all. Thread: one
/// at a time.
class RecentTravellers final {
public:
    RecentTravellers();
    RecentTravellers(const RecentTravellers&) = delete;
    RecentTravellers& operator=(const RecentTravellers&) = delete;
    ~RecentTravellers();

    /// `number` is the caller's: rises, with gaps. kExhausted past kMaxRecentTravellers.
    [[nodiscard]] core::Status add(std::uint64_t number, const Subject& subject);
    /// Those below `number` are found no more; their memory goes with the next merging.
    void forget_below(std::uint64_t number);

    /// Travellers with whom the entry scores `least` or more, strongest first, then by number. Of
    /// equal scores past `limit` any may be left out. A listed paper finds whoever travelled on it;
    /// organisations and the like find nobody.
    [[nodiscard]] std::vector<TravellerFind> find(const ListEntry& entry,
                                                  core::Permille least,
                                                  std::size_t limit,
                                                  MatchScratch& scratch);
    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] std::uint64_t bytes() const;
    /// What was added since the last find() or seal() becomes searchable: find() does so itself.
    void seal();

private:
    struct Part;
    struct Open;
    void merge_last_two();
    [[nodiscard]] std::vector<TravellerFind> find_by_paper(const ListEntry& entry,
                                                           core::Permille least) const;
    [[nodiscard]] std::shared_ptr<const Part> sealed(Open& open) const;

    std::vector<std::shared_ptr<const Part>> parts_;  ///< The largest first.
    std::unique_ptr<Open> open_;
    std::uint64_t least_number_{0};
};

/// Some 400 MB: ten times what the busiest land border of the country passes in three months.
inline constexpr std::uint64_t kMaxRecentTravellers = 4'000'000;

}  // namespace sarhad::watchlists
