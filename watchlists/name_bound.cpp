#include "name_bound.h"

#include "segment.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kLastTotal = 255;

/// Points where everything agrees that can, against the best listed total of that unit.
int best_at(Weight query_total, int unit) {
    const Weight from = unit * Segment::kTotalUnit;
    const Weight to =
        unit == kLastTotal ? std::max(from, query_total) : from + Segment::kTotalUnit - 1;
    const Weight listed = std::clamp(query_total, from, to);
    return name_points({std::min(query_total, listed), query_total, listed, 2, 2, 2, 0, 1});
}

}  // namespace

// share = M / (M + C (less - M) + E (more - less)) falls as the listed total rises above M, so
// the listed name that holds nothing but what agrees has the most points.
int most_points(const NameForm& query, Weight matched, int left) {
    // A letter that stands for a word is the best that can come with it.
    return name_points({matched,
                        query.shape.total,
                        matched,
                        left,
                        static_cast<int>(query.words.size()),
                        left,
                        0,
                        1});
}

// With all agreeing that can, points rise with the listed total up to the query's, then fall.
TotalRange totals_that_reach(Weight query_total, int points) {
    const int middle = std::min(query_total / Segment::kTotalUnit, kLastTotal);
    if (best_at(query_total, middle) < points) {
        return {};
    }
    int least = 0;
    for (int high = middle; least < high;) {
        const int at = (least + high) / 2;
        best_at(query_total, at) >= points ? high = at : least = at + 1;
    }
    int most = middle;
    for (int high = kLastTotal; most < high;) {
        const int at = (most + high + 1) / 2;
        best_at(query_total, at) >= points ? most = at : high = at - 1;
    }
    return {static_cast<std::uint8_t>(least), static_cast<std::uint8_t>(most)};
}

}  // namespace sarhad::watchlists
