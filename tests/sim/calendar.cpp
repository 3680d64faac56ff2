#include "sim/calendar.h"

#include <algorithm>

namespace sarhad::sim {

Calendar::Calendar(SimRandom& random, Pace pace, core::Duration whole) : pace_{pace} {
    if (pace == Pace::kDense) {
        return;
    }
    begins_.emplace_back(0);
    constexpr auto kPart = static_cast<std::uint64_t>(core::Duration{kSpellEvery}.count());
    for (core::Duration part = kSpellEvery; part < whole; part += kSpellEvery) {
        begins_.push_back(part +
                          core::Duration{static_cast<std::int64_t>(random.below(kPart / 2))});
    }
}

bool Calendar::is_busy(core::Duration now) const {
    return pace_ == Pace::kDense ||
           std::any_of(begins_.begin(), begins_.end(), [now](core::Duration begin) {
               return now >= begin && now < begin + kSpell;
           });
}

core::Duration Calendar::stretch(core::Duration now, core::Duration pause) const {
    if (is_busy(now)) {
        return pause;
    }
    const core::Duration stretched = pause * kQuieter;
    const auto next = std::upper_bound(begins_.begin(), begins_.end(), now);
    return next == begins_.end() ? stretched : std::min(stretched, *next + pause - now);
}

}  // namespace sarhad::sim
