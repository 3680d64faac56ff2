#include "finds.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kUnsettledFinds = 256;  ///< Added before the floor is looked at again.

}  // namespace

bool is_better(const Find& a, const Find& b) {
    const auto key = [](const Find& one) {
        const Agreement& how = one.agreement;
        return std::tuple{-one.score,
                          -one.points,
                          one.name,
                          -how.matched,
                          -how.words,
                          how.words_a,
                          how.words_b,
                          how.total_a,
                          how.total_b,
                          how.conflicts,
                          -how.initials,
                          how.initial_conflicts,
                          how.extra_initials,
                          how.is_swapped,
                          how.is_other_generation};
    };
    return key(a) < key(b);
}

void Finds::clear(std::size_t limit) {
    finds_.clear();
    limit_ = limit;
    settled_ = 0;
    floor_ = 0;
}

void Finds::add(const Find& find) {
    finds_.push_back(find);
    if (finds_.size() >= settled_ + kUnsettledFinds) {
        settle();
    }
}

void Finds::settle() {
    if (finds_.size() == settled_) {
        return;
    }
    std::sort(finds_.begin(), finds_.end(), [](const Find& a, const Find& b) {
        const auto at = [](const Find& one) { return std::pair{one.part, one.entry}; };
        return at(a) != at(b) ? at(a) < at(b) : is_better(a, b);
    });
    finds_.erase(std::unique(finds_.begin(),
                             finds_.end(),
                             [](const Find& a, const Find& b) {
                                 return a.part == b.part && a.entry == b.entry;
                             }),
                 finds_.end());
    if (limit_ > 0 && finds_.size() > limit_) {
        scores_.clear();
        for (const Find& find : finds_) {
            scores_.push_back(find.score);
        }
        const auto last = scores_.begin() + static_cast<std::ptrdiff_t>(limit_ - 1);
        std::nth_element(scores_.begin(), last, scores_.end(), std::greater<>{});
        floor_ = std::max(floor_, *last);
        finds_.erase(std::remove_if(finds_.begin(),
                                    finds_.end(),
                                    [&](const Find& find) { return find.score < floor_; }),
                     finds_.end());
    }
    settled_ = finds_.size();
}

}  // namespace sarhad::watchlists
