#include "name_bound.h"

#include "segment.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kLastTotal = 255;

/// Points where as much agrees as can, against the best listed total of that unit.
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
    // A letter that stands for a word is the best that can come with it. Beside a single word it
    // makes a name of two, which may have more than one word alone.
    const bool is_with_letter = query.words.size() == 1 && query.shape.initials[0] != 0;
    const int words = is_with_letter ? 2 : left;
    return name_points({matched,
                        query.shape.total,
                        matched,
                        words,
                        static_cast<int>(query.words.size()),
                        words,
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
    int largest = middle;
    for (int high = kLastTotal; largest < high;) {
        const int at = (largest + high + 1) / 2;
        best_at(query_total, at) >= points ? largest = at : high = at - 1;
    }
    return {static_cast<std::uint8_t>(least), static_cast<std::uint8_t>(largest)};
}

namespace {

/// The least that must agree for a name that is not one with the query to have so many points.
std::int64_t unlike_gain(int points) {
    return points > kMostUnlike ? kOutOfReach
                                : std::int64_t{std::max(points - kOrderOfUnlike, 0)} * kRareName /
                                      (kMostUnlike - kOrderOfUnlike);
}

}  // namespace

// points <= whole x M / (M + C (less - M) + E (more - less)), solved for M; `whole` rises with M.
// Totals of a unit are not below its first, and what is needed rises with the total. Of names that
// are not one M alone decides. In 32 bits, rounded down, so that the compiler makes four a step.
void needed_gains(Weight query_total,
                  Weight most,
                  int points,
                  std::array<std::int32_t, 256>& needs) {
    if (points > kMaxNamePoints) {
        needs.fill(kOutOfReach);
        return;
    }
    constexpr unsigned kShift = 12;
    const std::int64_t unlike = unlike_gain(points);
    points = std::max(points, kLeastNamePoints);
    const std::int64_t rare = std::clamp<Weight>(most, 0, kRareName);
    const std::int64_t whole =
        kMinNamePoints + (kMaxNamePoints - kMinNamePoints) * rare / kRareName + 1;
    const std::int64_t cost = 100 * whole + points * (kConflictCost - 100);
    const auto part = [&](std::int64_t times) {
        return static_cast<std::int32_t>((std::int64_t{points} * times << kShift) / cost);
    };
    needs.fill(kOutOfReach);
    // While the query is the heavier name each unit more costs what differs less what is extra,
    // behind that what is extra.
    std::int32_t sum = part(std::int64_t{kExtraCost} * query_total);
    const int middle = std::min(query_total / Segment::kTotalUnit, kLastTotal);
    const std::int32_t below = part((kConflictCost - kExtraCost) * Segment::kTotalUnit);
    int unit = 0;
    for (; unit < middle && sum >> kShift >= (unit + 1) * Segment::kTotalUnit; ++unit) {
        sum += below;  // Who has so little cannot have what is needed.
    }
    for (; unit <= middle && sum >> kShift <= most; ++unit, sum += below) {
        needs[static_cast<std::size_t>(unit)] = sum >> kShift;
    }
    sum = part(std::int64_t{kConflictCost - kExtraCost} * query_total +
               std::int64_t{kExtraCost} * unit * Segment::kTotalUnit);
    const std::int32_t above = part(kExtraCost * Segment::kTotalUnit);
    for (; unit <= kLastTotal && sum >> kShift <= most; ++unit, sum += above) {
        needs[static_cast<std::size_t>(unit)] = sum >> kShift;
    }
    if (unlike <= most) {
        const auto first = static_cast<std::ptrdiff_t>(unlike / Segment::kTotalUnit);
        const auto at_most = static_cast<std::int32_t>(unlike);
        std::for_each(needs.begin() + std::min<std::ptrdiff_t>(first, kLastTotal),
                      needs.end(),
                      [&](std::int32_t& need) { need = std::min(need, at_most); });
    }
}

// Two words written as one weigh like that one, so that the totals may shrink until all agrees.
int most_points_joined(Weight query_total, std::uint8_t listed) {
    const Weight most = listed == kLastTotal ? query_total : (listed + 1) * Segment::kTotalUnit - 1;
    const Weight less = std::min(query_total, most);
    return name_points({less, less, less, 2, 2, 2, 0, 0});
}

}  // namespace sarhad::watchlists
