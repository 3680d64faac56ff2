#include "screening/central_counters.h"

#include <limits>

namespace sarhad::screening {
namespace {

using std::chrono::hours;

/// A centre whose clock is so far ahead is not believed to be fresh for ever.
constexpr core::Duration kAheadMax = hours{1};

bool is_fresh(const CountedTo& counted, PersonCounter counter, core::WallTime now) {
    std::int64_t micros = 0;
    if (__builtin_sub_overflow(now.micros, counted.as_of.micros, &micros)) {
        return false;
    }
    const auto in_micros = [](core::Duration limit) {
        return std::chrono::duration_cast<std::chrono::microseconds>(limit).count();
    };
    return micros <= in_micros(counter_age_max(counter)) && micros >= -in_micros(kAheadMax);
}

/// Amounts are from 0: a negative one adds nothing.
std::int64_t sum(std::int64_t value, std::int64_t amount) {
    std::int64_t made = 0;
    return amount <= 0                                    ? value
           : __builtin_add_overflow(value, amount, &made) ? std::numeric_limits<std::int64_t>::max()
                                                          : made;
}

}  // namespace

core::Duration counter_age_max(PersonCounter counter) {
    constexpr core::Duration kDays = hours{24 * 3};
    constexpr core::Duration kMonth = hours{24 * 30};
    switch (counter) {
        case PersonCounter::kSeizures:
        case PersonCounter::kRefusals:
            return kMonth;
        case PersonCounter::kDistinctPorts:
        case PersonCounter::kDocumentsUsed:
        case PersonCounter::kCashDeclarations:
        case PersonCounter::kCashTotal:
        case PersonCounter::kInspections:
        case PersonCounter::kInspectionsNegative:
        case PersonCounter::kMinorsEscorted:
        case PersonCounter::kGold:
            break;
    }
    return kDays;
}

CounterValues central_counts(const std::optional<CountedTo>& counted,
                             const CounterValues* snapshot,
                             std::span<const OwnIncrement> own,
                             core::WallTime now) {
    CounterValues values;
    if (!counted) {
        return values;
    }
    for (std::size_t i = 0; i < kPersonCounters; ++i) {
        if (is_fresh(*counted, static_cast<PersonCounter>(i), now)) {
            values.at(i) = snapshot == nullptr ? std::optional<std::int64_t>{0} : snapshot->at(i);
        }
    }
    for (const OwnIncrement& one : own) {
        const auto place = static_cast<std::size_t>(one.counter);
        if (one.row <= counted->row || place >= kPersonCounters || !values.at(place)) {
            continue;
        }
        if (one.repeats == OwnIncrement::Repeats::kUnknown) {
            values.at(place).reset();
        } else if (one.repeats == OwnIncrement::Repeats::kNo) {
            values.at(place) = sum(*values.at(place), one.amount);
        }
    }
    return values;
}

}  // namespace sarhad::screening
