#include "birth_points.h"
#include "evidence.h"
#include "findings.h"
#include "segment_search.h"

#include <algorithm>
#include <limits>

namespace sarhad::watchlists {

namespace {

constexpr std::uint16_t kDefaultDay = 33;  // 1 January: birth_order.h.

/// The first day of a year behind `day` that may be worth something else than it.
int next_day(facts::PartialDate told, int day) {
    int next = std::numeric_limits<int>::max();
    for (const int mark : {int{month_day(told)}, told.day * 32 + told.month, int{kDefaultDay}}) {
        const int from = day < mark ? mark : mark + 1;
        next = from > day ? std::min(next, from) : next;
    }
    return next;
}

}  // namespace

/// Points that births can give an entry of the run.
int SegmentSearch::most_birth(const BirthRun& run, std::uint16_t day) const {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    // An entry that is looked for may have more than one exact date: then `told` is none of them.
    return sought_ != nullptr && !told.is_known() && run.kind != BirthClass::kNone
               ? most_birth_points(sought_->births, run.year)
               : most_birth_points(run.place(day), told);
}

void SegmentSearch::add_level(int birth, bool has_father, NameRange names) {
    if (names.first == names.last) {
        return;
    }
    auto& levels = scratch_.levels;
    // Births are worth -150 to 180.
    std::uint8_t& place =
        scratch_.level_at[static_cast<std::size_t>(birth + 256) * 2 + (has_father ? 1 : 0)];
    if (place == 0) {
        if (scratch_.level_count == levels.size()) {
            levels.emplace_back();
        }
        BirthLevel& added = levels[scratch_.level_count++];
        place = static_cast<std::uint8_t>(scratch_.level_count);
        const int others = std::min(most_beside_birth_[has_father ? 1 : 0], kMaxEvidence);
        added.birth = birth;
        added.has_father = has_father;
        added.most = birth < 0 ? birth + others : std::min(birth + others, kMaxEvidence);
        added.place = place;
        added.ranges.clear();
    }
    BirthLevel& level = levels[place - 1U];
    if (!level.ranges.empty() && level.ranges.back().last == names.first) {
        level.ranges.back().last = names.last;  // Runs come in order.
    } else {
        level.ranges.push_back(names);
        scratch_.runs.push_back({names.first, place});
    }
}

/// Within a year whose days are listed those of the told day stand together.
void SegmentSearch::add_same_year(const BirthRun& run, std::uint32_t last_entry) {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    std::uint32_t at = run.first;
    while (at < last_entry) {
        const std::uint16_t day = segment_.column(at).month_day();
        // The first entry from `at` on that is worth something else.
        const int next = next_day(told, day);
        std::uint32_t low = at + 1;
        std::uint32_t high = last_entry;
        while (low < high) {
            const std::uint32_t middle = low + (high - low) / 2;
            segment_.column(middle).month_day() < next ? low = middle + 1 : high = middle;
        }
        add_level(most_birth(run, day),
                  run.has_father != 0,
                  {segment_.first_name(at), segment_.first_name(low)});
        at = low;
    }
}

void SegmentSearch::make_levels() {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    const auto& runs = segment_.birth_runs();
    scratch_.level_count = 0;
    scratch_.level_at.fill(0);
    scratch_.runs.clear();
    NameRange far{0, 0};  // Of neighbouring runs that are worth the same: most of all runs are.
    bool has_father = false;
    const auto add_far = [&] {
        if (far.first != far.last) {
            add_level(birth_points::kFarOff, has_father, far);
            far.first = far.last;
        }
    };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const BirthRun run = runs[i];
        const bool is_last = i + 1 == runs.size();
        const NameRange names{run.first_name,
                              is_last ? segment_.name_count() : runs[i + 1].first_name};
        if (is_far_off(run.kind, run.year, told) && sought_ == nullptr) {
            if (has_father != (run.has_father != 0) || far.last != names.first) {
                add_far();
                far.first = names.first;
                has_father = run.has_father != 0;
            }
            far.last = names.last;
            continue;
        }
        add_far();
        const bool has_days =
            run.kind == BirthClass::kDay && run.year == told.year && told.is_full();
        if (has_days) {
            add_same_year(run, is_last ? segment_.named_count() : runs[i + 1].first);
        } else {
            add_level(most_birth(run, 0), run.has_father != 0, names);
        }
    }
    add_far();
    const auto end = scratch_.levels.begin() + static_cast<std::ptrdiff_t>(scratch_.level_count);
    std::sort(scratch_.levels.begin(), end, [](const BirthLevel& a, const BirthLevel& b) {
        return a.most > b.most;
    });
    std::array<std::uint8_t, 256> number_at{};  // Of a level, by the place where it was added.
    for (std::size_t number = 0; number < scratch_.level_count; ++number) {
        number_at[scratch_.levels[number].place] = static_cast<std::uint8_t>(number);
    }
    for (LevelRun& run : scratch_.runs) {
        run.level = number_at[run.level];
    }
}

/// Where any score is told: who was born on the very day, whatever the name. They stand together.
void SegmentSearch::search_born_that_day() {
    const facts::PartialDate told = subject_.date_of_birth.reveal();
    const bool is_of_several = sought_ != nullptr && birth_place(*sought_).kind != BirthClass::kDay;
    if (least_shown_ > kMaxEvidence || !tells_a_day(told) || is_of_several) {
        return;
    }
    const auto& runs = segment_.birth_runs();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const BirthRun run = runs[i];
        if (run.kind != BirthClass::kDay || run.year != told.year) {
            continue;
        }
        const auto first_from = [&](int day) {
            std::uint32_t low = run.first;
            std::uint32_t high = i + 1 == runs.size() ? segment_.named_count() : runs[i + 1].first;
            while (low < high) {
                const std::uint32_t middle = low + (high - low) / 2;
                segment_.column(middle).month_day() < day ? low = middle + 1 : high = middle;
            }
            return segment_.first_name(low);
        };
        const std::uint32_t last = first_from(month_day(told) + 1);
        for (std::uint32_t name = first_from(month_day(told)); name < last; ++name) {
            improve_whole(name, segment_.form(name));
        }
    }
    scratch_.finds.settle();
}

std::uint32_t SegmentSearch::level_number(std::uint32_t name) const {
    const auto after = std::upper_bound(
        scratch_.runs.begin(),
        scratch_.runs.end(),
        name,
        [](std::uint32_t wanted, const LevelRun& run) { return wanted < run.first; });
    return (after - 1)->level;
}

}  // namespace sarhad::watchlists
