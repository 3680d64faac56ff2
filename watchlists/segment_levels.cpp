#include "evidence.h"
#include "findings.h"
#include "segment_search.h"

#include <algorithm>

namespace sarhad::watchlists {

namespace {

constexpr std::uint16_t kDefaultDay = 33;  // 1 January: birth_order.h.

}  // namespace

/// Points that births, fathers and the rest can give an entry of the run.
int SegmentSearch::most_of(const BirthRun& run, std::uint16_t day) const {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    // An entry that is looked for may have more than one exact date: then `told` is none of them.
    const int birth = sought_ != nullptr && !told.is_known() && run.kind != BirthClass::kNone
                          ? most_birth_points(sought_->births, run.year)
                          : most_birth_points(run.place(day), told);
    const int others = std::min(most_beside_birth_[run.has_father], kMaxEvidence);
    return birth < 0 ? birth + others : std::min(birth + others, kMaxEvidence);
}

void SegmentSearch::add_level(int most, std::uint32_t first_entry, std::uint32_t last_entry) {
    if (first_entry == last_entry) {
        return;
    }
    auto& levels = scratch_.levels;
    const auto end = levels.begin() + static_cast<std::ptrdiff_t>(scratch_.level_count);
    auto level =
        std::find_if(levels.begin(), end, [&](const BirthLevel& one) { return one.most == most; });
    if (level == end) {
        if (end == levels.end()) {
            levels.emplace_back();
        }
        level = levels.begin() + static_cast<std::ptrdiff_t>(scratch_.level_count++);
        level->most = most;
        level->ranges.clear();
    }
    // Entries until make_levels() turns them into names; runs come in order.
    if (!level->ranges.empty() && level->ranges.back().last == first_entry) {
        level->ranges.back().last = last_entry;
    } else {
        level->ranges.push_back({first_entry, last_entry});
    }
}

/// Within a year whose days are listed those of the told day stand together.
void SegmentSearch::add_same_year(const BirthRun& run, std::uint32_t last_entry) {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    std::uint32_t at = run.first;
    while (at < last_entry) {
        const std::uint16_t day = segment_.column(at).month_day;
        const int most = most_of(run, day);
        // The first entry from `at` on that is worth something else.
        std::uint32_t low = at + 1;
        std::uint32_t high = last_entry;
        const std::uint16_t same = month_day(told);
        const auto swapped = static_cast<std::uint16_t>(told.day * 32 + told.month);
        const auto bound_of = [&](std::uint16_t one) {
            // Days are told apart by where they stand to the two that matter.
            const auto side = [&](std::uint16_t mark) {
                return one < mark ? 0 : (one == mark ? 1 : 2);
            };
            return side(same) * 9 + side(swapped) * 3 + side(kDefaultDay);
        };
        while (low < high) {
            const std::uint32_t middle = low + (high - low) / 2;
            if (bound_of(segment_.column(middle).month_day) == bound_of(day)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        add_level(most, at, low);
        at = low;
    }
}

void SegmentSearch::make_levels() {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    const auto& runs = segment_.birth_runs();
    scratch_.level_count = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const BirthRun run = runs[i];
        const std::uint32_t last = i + 1 < runs.size() ? runs[i + 1].first : segment_.named_count();
        const bool has_days =
            run.kind == BirthClass::kDay && run.year == told.year && told.is_full();
        if (has_days) {
            add_same_year(run, last);
        } else {
            add_level(most_of(run, 0), run.first, last);
        }
    }
    const auto end = scratch_.levels.begin() + static_cast<std::ptrdiff_t>(scratch_.level_count);
    for (auto level = scratch_.levels.begin(); level != end; ++level) {
        for (NameRange& range : level->ranges) {
            range = {segment_.first_name(range.first), segment_.first_name(range.last)};
        }
    }
    std::sort(scratch_.levels.begin(), end, [](const BirthLevel& a, const BirthLevel& b) {
        return a.most > b.most;
    });
    scratch_.runs.clear();
    for (std::uint32_t level = 0; level < scratch_.level_count; ++level) {
        for (const NameRange& range : scratch_.levels[level].ranges) {
            scratch_.runs.push_back({range.first, level});
        }
    }
    std::sort(scratch_.runs.begin(), scratch_.runs.end(), [](const LevelRun& a, const LevelRun& b) {
        return a.first < b.first;
    });
}

std::uint32_t SegmentSearch::level_number(std::uint32_t name) const {
    const auto after = std::upper_bound(
        scratch_.runs.begin(),
        scratch_.runs.end(),
        name,
        [](std::uint32_t wanted, const LevelRun& run) { return wanted < run.first; });
    return (after - 1)->level;
}

const BirthLevel& SegmentSearch::level_of(std::uint32_t name) const {
    return scratch_.levels[level_number(name)];
}

}  // namespace sarhad::watchlists
