#include "screening/central_counters.h"

#include "screening/counted_cash.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace sarhad::screening {
namespace {

using DocumentKey = facts::SubjectKey;

/// A centre whose clock is so far ahead is not believed to be fresh for ever.
constexpr core::Duration kAheadMax = std::chrono::hours{1};
constexpr std::int64_t kMicrosAMinute = 60'000'000;
/// A journey is told of on the day before its flight, and he stands at a desk on the day behind it.
constexpr std::int32_t kDaysOfOneCrossing = 2;

std::int64_t in_micros(core::Duration span) {
    return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
}

bool is_fresh(core::WallTime as_of, std::int64_t now_minutes) {
    std::int64_t now = 0;
    std::int64_t age = 0;
    return !__builtin_mul_overflow(now_minutes, kMicrosAMinute, &now) &&
           !__builtin_sub_overflow(now, as_of.micros, &age) &&
           age <= in_micros(kCentralWordAgeMax) && age >= -in_micros(kAheadMax);
}

int year_of(std::int32_t day) {
    const std::chrono::sys_days date{std::chrono::days{day}};
    return int{std::chrono::year_month_day{date}.year()};
}

facts::CrossingMark mark_of(const std::array<std::uint8_t, 16>& crossing) {
    facts::CrossingMark mark{};
    std::copy_n(crossing.begin(), mark.size(), mark.begin());
    return mark;
}

/// By the crossing that they are about.
using Looks = std::map<facts::CrossingMark, facts::CountedInspection>;

/// Of two words on one the later counts.
void keep(Looks& last, const facts::CountedInspection& one) {
    const auto [held, is_new] = last.try_emplace(one.crossing, one);
    if (!is_new && one.at >= held->second.at) {
        held->second = one;
    }
}

/// Counts one person.
class Count {
public:
    Count(const CentralWord& told, const OwnRecords& own, const Passage& current)
        : told_{told},
          own_{own},
          current_{current},
          today_{day_of(current.at)},
          before_{passages_before(own.passages, current)} {}

    [[nodiscard]] std::int64_t ports(const std::string& port) const {
        std::set<std::string> seen;
        for (const facts::CountedHolder& holder : told_.holders) {
            for (const facts::CountedPort& one : holder.ports) {
                if (one.port == port ? has_earlier(one.days) : has_day(one.days)) {
                    seen.insert(one.port);
                }
            }
        }
        if (std::any_of(before_.begin(), before_.end(), [&](const Passage& one) {
                return is_counted(one.day);
            })) {
            seen.insert(port);
        }
        return static_cast<std::int64_t>(seen.size());
    }

    [[nodiscard]] std::int64_t documents(const std::string& port) const {
        std::set<DocumentKey> seen;
        for (const facts::CountedHolder& holder : told_.holders) {
            for (const facts::CountedDocument& one : holder.documents) {
                if (has_earlier(one.days)) {
                    seen.insert(one.document);
                }
            }
            const bool was_shown =
                std::any_of(holder.ports.begin(), holder.ports.end(), [&](const auto& one) {
                    return one.port == port ? has_earlier(one.days) : has_day(one.days);
                });
            if (was_shown && !holder.is_visa) {
                seen.insert(holder.document);
            }
        }
        for (const Passage& one : before_) {
            if (is_counted(one.day)) {
                seen.insert(one.documents.begin(), one.documents.end());
            }
        }
        return static_cast<std::int64_t>(seen.size());
    }

    [[nodiscard]] Looks inspections() const {
        Looks last;
        for (const facts::CountedHolder& holder : told_.holders) {
            for (const facts::CountedInspection& one : holder.inspections) {
                keep(last, one);
            }
        }
        for (const facts::CountedInspection& one : own_.inspections) {
            keep(last, one);
        }
        drop_current(last, [](const auto& one) { return std::pair{one.at, day_of(one.at)}; });
        return last;
    }

    [[nodiscard]] CashByPassage cash() const {
        CashByPassage last;
        for (const facts::CountedHolder& holder : told_.holders) {
            for (const facts::CountedCash& one : holder.cash) {
                keep_last(last, one);
            }
        }
        for (const Passage& one : own_.passages) {
            if (one.cash) {
                keep_last(last, *one.cash);
            }
        }
        drop_current(last, [](const auto& one) {
            return std::pair{one.at / kMicrosAMinute, one.day};
        });
        return last;
    }

private:
    /// What lies before the crossing in question, within the window, stays. `when`: its minute and
    /// its day.
    template <class Last, class When>
    void drop_current(Last& last, const When& when) const {
        const auto current = marks_of_current();
        std::erase_if(last, [&](const auto& one) {
            const auto [at, day] = when(one.second);
            return current.contains(one.first) || at > current_.at || !is_counted(day);
        });
    }
    [[nodiscard]] bool is_counted(std::int32_t day) const {
        return is_within(day, today_, kCentralWindowDays);
    }
    [[nodiscard]] bool has_day(const std::vector<std::int32_t>& days) const {
        return std::any_of(
            days.begin(), days.end(), [&](std::int32_t day) { return is_counted(day); });
    }
    /// A day that is not one of this crossing.
    [[nodiscard]] bool has_earlier(const std::vector<std::int32_t>& days) const {
        return std::any_of(days.begin(), days.end(), [&](std::int32_t day) {
            return is_counted(day) && day < std::min(today_, current_.day) - kDaysOfOneCrossing;
        });
    }
    /// Of every record of the crossing in question, and of its journey.
    [[nodiscard]] std::set<facts::CrossingMark> marks_of_current() const {
        std::set<facts::CrossingMark> marks;
        for (const Passage& one : own_.passages) {
            marks.insert({mark_of(one.crossing), mark_of(one.record)});
        }
        for (const Passage& one : before_) {
            marks.erase(mark_of(one.crossing));
            marks.erase(mark_of(one.record));
        }
        marks.insert(mark_of(current_.crossing));
        if (current_.cash) {
            marks.insert(current_.cash->passage);
        }
        return marks;
    }

    const CentralWord& told_;
    const OwnRecords& own_;
    const Passage& current_;
    std::int32_t today_;
    std::vector<Passage> before_;
};

struct CashSums {
    std::int64_t declarations{0};
    std::int64_t cents{0};
    std::int64_t out_cents{0};
    std::int64_t gold_milligrams{0};
};

CashSums sums_of(const CashByPassage& cash, const Passage& current) {
    CashSums sums;
    for (const auto& [passage, one] : cash) {
        sums.declarations += is_within(one.day, day_of(current.at), kCashWindowDays) ? 1 : 0;
        sums.cents = sum_to_the_most(sums.cents, one.usd_cents);
        if (one.is_out && year_of(one.day) == year_of(current.day)) {
            sums.out_cents = sum_to_the_most(sums.out_cents, one.usd_cents);
        }
        sums.gold_milligrams = sum_to_the_most(
            sums.gold_milligrams,
            static_cast<std::int64_t>(std::min<std::uint64_t>(one.gold_milligrams, INT64_MAX)));
    }
    return sums;
}

}  // namespace

CounterValues central_counts(const CentralWord& told,
                             const OwnRecords& own,
                             const Passage& current,
                             const core::PortId& port) {
    CounterValues values;
    if (!told.as_of || told.is_cut || !is_fresh(*told.as_of, current.at)) {
        return values;
    }
    const Count count{told, own, current};
    const auto set = [&](PersonCounter counter, std::int64_t value) {
        values.at(static_cast<std::size_t>(counter)) = value;
    };
    set(PersonCounter::kDistinctPorts, count.ports(port.value()));
    set(PersonCounter::kDocumentsUsed, count.documents(port.value()));
    const auto inspections = count.inspections();
    set(PersonCounter::kInspections, static_cast<std::int64_t>(inspections.size()));
    set(PersonCounter::kInspectionsNegative,
        std::count_if(inspections.begin(), inspections.end(), [](const auto& one) {
            return !one.second.has_finding;
        }));
    if (!told.has_cash) {
        return values;
    }
    const CashSums sums = sums_of(count.cash(), current);
    set(PersonCounter::kCashDeclarations, sums.declarations);
    set(PersonCounter::kCashCents, sums.cents);
    set(PersonCounter::kCashOutCents, sums.out_cents);
    set(PersonCounter::kGoldMilligrams, sums.gold_milligrams);
    return values;
}

}  // namespace sarhad::screening
