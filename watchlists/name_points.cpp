#include "watchlists/name_form.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kOneWordMost = 650;  ///< Points of a name of one word on both sides.

// Per cent of the share that is kept.
constexpr int kConflictKeeps = 62;         ///< A whole word that differs.
constexpr int kInitialConflictKeeps = 60;  ///< A letter that stands for no word.
constexpr int kExtraInitialKeeps = 97;     ///< A letter that the other side tells nothing of.
constexpr int kSwapKeeps = 45;             ///< Father and son changed places.
constexpr int kGenerationKeeps = 55;       ///< Senior and junior: never one name.
constexpr int kOneWordKeeps = 86;          ///< One word of several agrees.
constexpr int kOneWordAndInitialKeeps = 98;

// Asked for each candidate of a search, and so written where they are inlined.

int bound_of(Weight matched, Weight total_a, Weight total_b) {
    if (matched <= 0) {
        return 0;
    }
    const std::int64_t less = std::min(total_a, total_b);
    const std::int64_t more = std::max(total_a, total_b);
    const std::int64_t most = std::min<std::int64_t>(matched, less);
    const std::int64_t cost =
        100 * most + kConflictCost * (less - most) + kExtraCost * (more - less);
    return static_cast<int>(100'000 * most / cost);
}

int share_of(const Agreement& agreement) {
    int share = bound_of(agreement.matched, agreement.total_a, agreement.total_b);
    for (int i = 0; i < std::min(agreement.conflicts, 4); ++i) {
        share = share * kConflictKeeps / 100;
    }
    for (int i = 0; i < std::min(agreement.initial_conflicts, 4); ++i) {
        share = share * kInitialConflictKeeps / 100;
    }
    for (int i = 0; i < std::min(agreement.extra_initials, 2); ++i) {
        share = share * kExtraInitialKeeps / 100;
    }
    share = agreement.is_swapped ? share * kSwapKeeps / 100 : share;
    share = agreement.is_other_generation ? share * kGenerationKeeps / 100 : share;
    if (agreement.words <= 1 && std::max(agreement.words_a, agreement.words_b) > 1) {
        share = share * (agreement.initials > 0 ? kOneWordAndInitialKeeps : kOneWordKeeps) / 100;
    }
    return share;
}

}  // namespace

int share_bound(Weight matched, Weight total_a, Weight total_b) {
    return bound_of(matched, total_a, total_b);
}

int name_share(const Agreement& agreement) {
    return share_of(agreement);
}

int name_points(const Agreement& agreement) {
    if (agreement.matched <= 0) {
        return 0;
    }
    const std::int64_t rare = std::min<std::int64_t>(agreement.matched, kRareName);
    const std::int64_t whole =
        kMinNamePoints + (kMaxNamePoints - kMinNamePoints) * rare / kRareName;
    const int points = static_cast<int>(share_of(agreement) * whole / 1000);
    if (points < kLeastNamePoints) {
        return points * kOrderOfUnlike / kLeastNamePoints +
               static_cast<int>((kMostUnlike - kOrderOfUnlike) * rare / kRareName);
    }
    const int most_words = std::max(agreement.words_a, agreement.words_b);
    return most_words == 1 ? std::min(points, kOneWordMost) : points;
}

}  // namespace sarhad::watchlists
